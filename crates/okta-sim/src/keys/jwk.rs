//! JSON Web Keys (RFC 7517), and the signature algorithms that Okta accepts.

use std::fmt;

use aws_lc_rs::{
    digest,
    rsa::PublicKeyComponents,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, EcdsaVerificationAlgorithm,
        RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RsaParameters,
        UnparsedPublicKey,
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// A public key (RFC 7518 §6). Other members, such as `alg`, are ignored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kty")]
pub enum PublicJwk {
    /// RSA; both members base64url.
    #[serde(rename = "RSA")]
    Rsa {
        /// Modulus.
        n: String,
        /// Exponent.
        e: String,
    },
    /// Elliptic curve; both coordinates base64url.
    #[serde(rename = "EC")]
    Ec {
        /// Curve.
        crv: Curve,
        /// First coordinate.
        x: String,
        /// Second coordinate.
        y: String,
    },
}

/// The NIST curves, under their JWK names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Curve {
    /// For ES256.
    #[serde(rename = "P-256")]
    P256,
    /// For ES384.
    #[serde(rename = "P-384")]
    P384,
    /// For ES512.
    #[serde(rename = "P-521")]
    P521,
}

/// A private key with its members in the order in which Okta shows them. `Debug` shows none of them.
#[derive(Clone, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the members are those of RFC 7518 §6, base64url")]
pub enum PrivateJwk {
    Rsa {
        kty: &'static str,
        n: String,
        e: String,
        d: String,
        p: String,
        q: String,
        dp: String,
        dq: String,
        qi: String,
        kid: String,
    },
    Ec {
        kty: &'static str,
        crv: Curve,
        x: String,
        y: String,
        d: String,
        kid: String,
    },
}

impl fmt::Debug for PrivateJwk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateJwk(…)")
    }
}

impl PrivateJwk {
    /// The JSON text, on one line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The six signature algorithms that Okta accepts for assertions and proofs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Es256,
    Es384,
    Es512,
}

impl Algorithm {
    pub(crate) const ALL: [Self; 6] = [Self::Rs256, Self::Rs384, Self::Rs512, Self::Es256, Self::Es384, Self::Es512];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }
}

impl PublicJwk {
    /// The RFC 7638 thumbprint with SHA-256, base64url.
    pub fn thumbprint(&self) -> String {
        let canonical = match self {
            Self::Rsa { n, e } => format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#),
            Self::Ec { crv, x, y } => format!(r#"{{"crv":"{}","kty":"EC","x":"{x}","y":"{y}"}}"#, crv.name()),
        };
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, canonical.as_bytes()))
    }

    /// Whether `signature` over `message` was made with the private half of this key. A key whose type does not fit the
    /// algorithm never verifies.
    pub(crate) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rsa { n, e } => {
                let (Some(parameters), Ok(n), Ok(e)) =
                    (rsa_parameters(algorithm), URL_SAFE_NO_PAD.decode(n), URL_SAFE_NO_PAD.decode(e))
                else {
                    return false;
                };
                PublicKeyComponents { n, e }.verify(parameters, message, signature).is_ok()
            }
            Self::Ec { crv, x, y } => {
                let (Ok(x), Ok(y)) = (URL_SAFE_NO_PAD.decode(x), URL_SAFE_NO_PAD.decode(y)) else { return false };
                let (expected, verification) = crv.verification();
                let point = [&[4_u8][..], &x, &y].concat();
                expected == algorithm && UnparsedPublicKey::new(verification, point).verify(message, signature).is_ok()
            }
        }
    }
}

impl Curve {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
        }
    }

    fn verification(self) -> (Algorithm, &'static EcdsaVerificationAlgorithm) {
        match self {
            Self::P256 => (Algorithm::Es256, &ECDSA_P256_SHA256_FIXED),
            Self::P384 => (Algorithm::Es384, &ECDSA_P384_SHA384_FIXED),
            Self::P521 => (Algorithm::Es512, &ECDSA_P521_SHA512_FIXED),
        }
    }
}

fn rsa_parameters(algorithm: Algorithm) -> Option<&'static RsaParameters> {
    match algorithm {
        Algorithm::Rs256 => Some(&RSA_PKCS1_2048_8192_SHA256),
        Algorithm::Rs384 => Some(&RSA_PKCS1_2048_8192_SHA384),
        Algorithm::Rs512 => Some(&RSA_PKCS1_2048_8192_SHA512),
        Algorithm::Es256 | Algorithm::Es384 | Algorithm::Es512 => None,
    }
}
