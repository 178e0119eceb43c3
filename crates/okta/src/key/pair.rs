//! Key pairs of the cryptography library, of both kinds.

use super::algorithm::Algorithm;
use super::error::SigningKeyError;
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    rsa,
    signature::{self, EcdsaKeyPair, KeyPair},
};
use model::field::Curve;
use model::secret::Secret;

pub(super) enum Pair {
    Rsa(rsa::KeyPair),
    Ec(EcdsaKeyPair),
}

impl Pair {
    pub(super) fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>, SigningKeyError> {
        let random = SystemRandom::new();
        match (self, algorithm.rsa_padding()) {
            (Self::Rsa(pair), Some(padding)) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(padding, &random, message, &mut signature).map_err(|_| SigningKeyError::Invalid)?;
                Ok(signature)
            }
            (Self::Ec(pair), None) => {
                pair.sign(&random, message).map(|s| s.as_ref().to_vec()).map_err(|_| SigningKeyError::Invalid)
            }
            _ => Err(SigningKeyError::Invalid),
        }
    }

    pub(super) fn public_bytes(&self) -> &[u8] {
        match self {
            Self::Rsa(pair) => pair.public_key().as_ref(),
            Self::Ec(pair) => pair.public_key().as_ref(),
        }
    }

    pub(super) fn pkcs8(&self) -> Result<Secret<Vec<u8>>, SigningKeyError> {
        let der = match self {
            Self::Rsa(pair) => AsDer::<Pkcs8V1Der<'_>>::as_der(pair).map(|der| Secret::new(der.as_ref().to_vec())),
            Self::Ec(pair) => pair.to_pkcs8v1().map(|der| Secret::new(der.as_ref().to_vec())),
        };
        der.map_err(|_| SigningKeyError::Invalid)
    }
}

pub(super) fn ec_signing(curve: Curve) -> &'static signature::EcdsaSigningAlgorithm {
    match curve {
        Curve::P256 => &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
        Curve::P384 => &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
        Curve::P521 => &signature::ECDSA_P521_SHA512_FIXED_SIGNING,
    }
}
