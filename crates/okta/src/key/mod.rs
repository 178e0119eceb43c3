//! The private key that a connection signs with, parsed for real and proven by a signature.

mod algorithm;
mod error;
mod jwk;
mod pair;
mod public;

pub(crate) use algorithm::Algorithm;
pub use error::SigningKeyError;
pub use public::PublicKey;

use aws_lc_rs::{
    rsa::{self, KeySize},
    signature::{EcdsaKeyPair, UnparsedPublicKey},
};
use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use model::field::{Curve, KeyFormat, KeyKind, PrivateKey};
use model::secret::Secret;
use pair::{Pair, ec_signing};
use serde_json::Value;
use zeroize::Zeroizing;

/// The longest RSA modulus that is taken, in bits: what the cryptography library computes with.
const MAX_RSA_BITS: usize = 8192;

/// A private key that signs. Deliberately without `Debug`, `Clone` and `Serialize`: it leaves only through
/// [`SigningKey::to_sealed`], for the vault.
pub struct SigningKey {
    pair: Pair,
    algorithm: Algorithm,
    /// PKCS#8.
    der: Secret<Vec<u8>>,
    public: PublicKey,
}

impl SigningKey {
    /// Parses the key for real, in any of the forms that the field takes, and signs with it on trial.
    pub fn from_private_key(key: &PrivateKey) -> Result<Self, SigningKeyError> {
        let facts = key.facts();
        if facts.kind.bits() > MAX_RSA_BITS {
            return Err(SigningKeyError::TooLong);
        }
        if facts.format == KeyFormat::Jwk {
            let (pair, algorithm) = jwk::parse(key.expose(), facts.kind)?;
            return Self::proven(pair, algorithm);
        }
        let base64 = key.pem_der_base64().ok_or(SigningKeyError::Invalid)?;
        let der = Zeroizing::new(STANDARD.decode(base64.expose()).map_err(|_| SigningKeyError::Invalid)?);
        let pair = match (facts.kind, facts.format) {
            (KeyKind::Rsa { .. }, KeyFormat::Pkcs1) => rsa::KeyPair::from_der(&der).map(Pair::Rsa),
            (KeyKind::Rsa { .. }, _) => rsa::KeyPair::from_pkcs8(&der).map(Pair::Rsa),
            (KeyKind::Ec(curve), _) => EcdsaKeyPair::from_private_key_der(ec_signing(curve), &der).map(Pair::Ec),
        };
        Self::proven(pair.map_err(|_| SigningKeyError::Invalid)?, Algorithm::of(facts.kind))
    }

    /// Reads what [`SigningKey::to_sealed`] wrote.
    pub fn from_sealed(bytes: &[u8]) -> Result<Self, SigningKeyError> {
        let (name, der) = bytes.split_at_checked(Algorithm::NAME_BYTES).ok_or(SigningKeyError::Sealed)?;
        let algorithm = std::str::from_utf8(name).ok().and_then(Algorithm::named).ok_or(SigningKeyError::Sealed)?;
        let pair = match algorithm.curve() {
            None => rsa::KeyPair::from_pkcs8(der).map(Pair::Rsa),
            Some(curve) => EcdsaKeyPair::from_pkcs8(ec_signing(curve), der).map(Pair::Ec),
        };
        Self::proven(pair.map_err(|_| SigningKeyError::Sealed)?, algorithm)
    }

    /// The key as the vault seals it: the five letters of the algorithm's name, then PKCS#8 in DER.
    pub fn to_sealed(&self) -> Secret<Vec<u8>> {
        let der = self.der.expose();
        let mut bytes = Zeroizing::new(Vec::with_capacity(Algorithm::NAME_BYTES + der.len()));
        bytes.extend_from_slice(self.algorithm.name().as_bytes());
        bytes.extend_from_slice(der);
        bytes.into()
    }

    /// A new key: RSA of 2,048 bits for RS256, as Okta's own *Generate new key* makes.
    pub fn generate() -> Result<Self, SigningKeyError> {
        let pair = rsa::KeyPair::generate(KeySize::Rsa2048).map_err(|_| SigningKeyError::Generate)?;
        Self::proven(Pair::Rsa(pair), Algorithm::Rs256)
    }

    /// A new key on P-256 for ES256: cheap enough to make one for each run of proofs of possession.
    pub(crate) fn generate_p256() -> Result<Self, SigningKeyError> {
        let pair = EcdsaKeyPair::generate(ec_signing(Curve::P256)).map_err(|_| SigningKeyError::Generate)?;
        Self::proven(Pair::Ec(pair), Algorithm::Es256)
    }

    /// The public half, and what may be shown.
    pub fn public(&self) -> PublicKey {
        self.public.clone()
    }

    /// The algorithm that it signs with.
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// A compact JWS (RFC 7515) over `claims`, with `alg` put into `header`.
    pub(crate) fn sign_jws(&self, mut header: Value, claims: &Value) -> Result<String, SigningKeyError> {
        header["alg"] = self.algorithm.name().into();
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let input = format!("{}.{}", part(&header), part(claims));
        let signature = self.pair.sign(self.algorithm, input.as_bytes())?;
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Makes the key whole, and refuses it where its own public half does not accept its signature.
    fn proven(pair: Pair, algorithm: Algorithm) -> Result<Self, SigningKeyError> {
        const TRIAL: &[u8] = b"trial signature";
        let signature = pair.sign(algorithm, TRIAL)?;
        UnparsedPublicKey::new(algorithm.verification(), pair.public_bytes())
            .verify(TRIAL, &signature)
            .map_err(|_| SigningKeyError::Invalid)?;
        let der = pair.pkcs8()?;
        let public = PublicKey::of(&pair, algorithm)?;
        Ok(Self { pair, algorithm, der, public })
    }
}

#[cfg(test)]
mod tests;
