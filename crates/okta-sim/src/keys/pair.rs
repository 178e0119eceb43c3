//! Key pairs: generating and signing.

use std::fmt;

use aws_lc_rs::{
    encoding::{AsBigEndian as _, AsDer as _, EcPrivateKeyBin, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::{self, KeySize},
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING,
        EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512,
    },
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::Value;

use super::{
    der,
    jwk::{Algorithm, Curve, PrivateJwk, PublicJwk},
};

/// A key pair could not be generated, read or used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Only 2048, 3072, 4096 and 8192 bits are supported.
    #[error("RSA keys have 2048, 3072, 4096 or 8192 bits")]
    Size,
    /// The random number generator or the key check failed.
    #[error("the key pair could not be made")]
    Generate,
    /// Not a PKCS#8 PEM of an RSA key.
    #[error("not a PKCS#8 PEM (\"BEGIN PRIVATE KEY\") of an RSA key")]
    Parse,
    /// The algorithm does not belong to the key's type, or signing failed.
    #[error("the key cannot sign with this algorithm")]
    Sign,
}

/// A key pair: for the demo, for tests, and for signing access tokens. `Debug` shows the public half.
pub struct KeyPair {
    signer: Signer,
    pkcs8: Vec<u8>,
    public: PublicJwk,
    private: PrivateJwk,
}

enum Signer {
    Rsa(Box<rsa::KeyPair>),
    Ec(EcdsaKeyPair),
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyPair").field("public", &self.public).finish_non_exhaustive()
    }
}

impl KeyPair {
    /// Generates an RSA key pair of 2048, 3072, 4096 or 8192 bits.
    pub fn rsa(bits: u16) -> Result<Self, KeyError> {
        let size = match bits {
            2048 => KeySize::Rsa2048,
            3072 => KeySize::Rsa3072,
            4096 => KeySize::Rsa4096,
            8192 => KeySize::Rsa8192,
            _ => return Err(KeyError::Size),
        };
        let pair = rsa::KeyPair::generate(size).map_err(|_| KeyError::Generate)?;
        let document: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| KeyError::Generate)?;
        Self::from_rsa(pair, document.as_ref().to_vec())
    }

    /// Generates an elliptic-curve key pair.
    pub fn ec(curve: Curve) -> Result<Self, KeyError> {
        let algorithm = signing(curve);
        let pair = EcdsaKeyPair::generate(algorithm).map_err(|_| KeyError::Generate)?;
        let pkcs8 = pair.to_pkcs8v1().map_err(|_| KeyError::Generate)?.as_ref().to_vec();
        let point = pair.public_key().as_ref();
        let (x, y) = point[1..].split_at((point.len() - 1) / 2);
        let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
        let d: EcPrivateKeyBin<'_> = pair.private_key().as_be_bytes().map_err(|_| KeyError::Generate)?;
        let d = URL_SAFE_NO_PAD.encode(d.as_ref());
        let public = PublicJwk::Ec { crv: curve, x: x.clone(), y: y.clone() };
        let private = PrivateJwk::Ec { kty: "EC", crv: curve, x, y, d, kid: public.thumbprint() };
        Ok(Self { signer: Signer::Ec(pair), pkcs8, public, private })
    }

    /// Reads the RSA key pair in a PKCS#8 PEM.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
        Self::from_der(STANDARD.decode(body).map_err(|_| KeyError::Parse)?)
    }

    /// Reads the RSA key pair in a PKCS#8 document.
    pub fn from_der(pkcs8: Vec<u8>) -> Result<Self, KeyError> {
        let pair = rsa::KeyPair::from_pkcs8(&pkcs8).map_err(|_| KeyError::Parse)?;
        Self::from_rsa(pair, pkcs8)
    }

    #[expect(clippy::many_single_char_names, reason = "the names of RFC 8017")]
    fn from_rsa(pair: rsa::KeyPair, pkcs8: Vec<u8>) -> Result<Self, KeyError> {
        let integers = der::rsa_integers(&pkcs8).ok_or(KeyError::Parse)?;
        let [_version, n, e, d, p, q, dp, dq, qi] = integers[..] else { return Err(KeyError::Parse) };
        let text = |integer: &[u8]| URL_SAFE_NO_PAD.encode(integer);
        let public = PublicJwk::Rsa { n: text(n), e: text(e) };
        let private = PrivateJwk::Rsa {
            kty: "RSA",
            n: text(n),
            e: text(e),
            d: text(d),
            p: text(p),
            q: text(q),
            dp: text(dp),
            dq: text(dq),
            qi: text(qi),
            kid: public.thumbprint(),
        };
        Ok(Self { signer: Signer::Rsa(Box::new(pair)), pkcs8, public, private })
    }

    /// The `kid`: the RFC 7638 thumbprint, which has 43 characters, like the ones that Okta generates.
    pub fn key_id(&self) -> String {
        self.public.thumbprint()
    }

    /// The public half.
    pub fn public_jwk(&self) -> &PublicJwk {
        &self.public
    }

    /// The private JWK, as "Generate new key" in Okta's console shows it.
    pub fn private_jwk(&self) -> &PrivateJwk {
        &self.private
    }

    /// The PKCS#8 document.
    pub fn der(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The PKCS#8 PEM, as Okta's console shows it.
    pub fn pem(&self) -> String {
        let body = STANDARD.encode(&self.pkcs8);
        let mut pem = String::from("-----BEGIN PRIVATE KEY-----\n");
        let mut rest = body.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(64));
            pem.push_str(line);
            pem.push('\n');
            rest = after;
        }
        pem.push_str("-----END PRIVATE KEY-----\n");
        pem
    }

    /// Signs a compact JWS (RFC 7515) over `claims`. The header's `alg` selects the algorithm, which must fit the key.
    pub fn sign(&self, header: &Value, claims: &Value) -> Result<String, KeyError> {
        let algorithm = header["alg"].as_str().and_then(Algorithm::named).ok_or(KeyError::Sign)?;
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let input = format!("{}.{}", part(header), part(claims));
        let signature = self.signature(algorithm, input.as_bytes()).ok_or(KeyError::Sign)?;
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    fn signature(&self, algorithm: Algorithm, message: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match &self.signer {
            Signer::Rsa(pair) => {
                let padding = match algorithm {
                    Algorithm::Rs256 => &RSA_PKCS1_SHA256,
                    Algorithm::Rs384 => &RSA_PKCS1_SHA384,
                    Algorithm::Rs512 => &RSA_PKCS1_SHA512,
                    Algorithm::Es256 | Algorithm::Es384 | Algorithm::Es512 => return None,
                };
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(padding, &random, message, &mut signature).ok()?;
                Some(signature)
            }
            Signer::Ec(pair) => {
                let fits = matches!(
                    (&self.public, algorithm),
                    (PublicJwk::Ec { crv: Curve::P256, .. }, Algorithm::Es256)
                        | (PublicJwk::Ec { crv: Curve::P384, .. }, Algorithm::Es384)
                        | (PublicJwk::Ec { crv: Curve::P521, .. }, Algorithm::Es512)
                );
                fits.then(|| pair.sign(&random, message).ok())?.map(|signature| signature.as_ref().to_vec())
            }
        }
    }
}

fn signing(curve: Curve) -> &'static EcdsaSigningAlgorithm {
    match curve {
        Curve::P256 => &ECDSA_P256_SHA256_FIXED_SIGNING,
        Curve::P384 => &ECDSA_P384_SHA384_FIXED_SIGNING,
        Curve::P521 => &ECDSA_P521_SHA512_FIXED_SIGNING,
    }
}
