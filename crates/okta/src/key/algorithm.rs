//! The six signature algorithms that Okta takes client assertions and proofs in.
//! Source: Okta, "Build a JWT for client authentication"; RFC 7518 §3.1.

use aws_lc_rs::signature::{self, RsaEncoding, VerificationAlgorithm};
use model::field::{Curve, KeyKind};

/// A JWS algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

    /// Every name is as long, which the sealed form relies on.
    pub(crate) const NAME_BYTES: usize = 5;

    pub(crate) fn name(self) -> &'static str {
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

    /// What a key of this kind signs with unless it says otherwise.
    pub(crate) fn of(kind: KeyKind) -> Self {
        match kind {
            KeyKind::Rsa { .. } => Self::Rs256,
            KeyKind::Ec(Curve::P256) => Self::Es256,
            KeyKind::Ec(Curve::P384) => Self::Es384,
            KeyKind::Ec(Curve::P521) => Self::Es512,
        }
    }

    /// The curve that it needs; `None` for RSA.
    pub(crate) fn curve(self) -> Option<Curve> {
        match self {
            Self::Rs256 | Self::Rs384 | Self::Rs512 => None,
            Self::Es256 => Some(Curve::P256),
            Self::Es384 => Some(Curve::P384),
            Self::Es512 => Some(Curve::P521),
        }
    }

    /// Whether a key of this kind can sign with it.
    pub(crate) fn fits(self, kind: KeyKind) -> bool {
        match kind {
            KeyKind::Rsa { .. } => self.curve().is_none(),
            KeyKind::Ec(curve) => self.curve() == Some(curve),
        }
    }

    pub(super) fn rsa_padding(self) -> Option<&'static dyn RsaEncoding> {
        match self {
            Self::Rs256 => Some(&signature::RSA_PKCS1_SHA256),
            Self::Rs384 => Some(&signature::RSA_PKCS1_SHA384),
            Self::Rs512 => Some(&signature::RSA_PKCS1_SHA512),
            Self::Es256 | Self::Es384 | Self::Es512 => None,
        }
    }

    pub(super) fn verification(self) -> &'static dyn VerificationAlgorithm {
        match self {
            Self::Rs256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            Self::Rs384 => &signature::RSA_PKCS1_2048_8192_SHA384,
            Self::Rs512 => &signature::RSA_PKCS1_2048_8192_SHA512,
            Self::Es256 => &signature::ECDSA_P256_SHA256_FIXED,
            Self::Es384 => &signature::ECDSA_P384_SHA384_FIXED,
            Self::Es512 => &signature::ECDSA_P521_SHA512_FIXED,
        }
    }
}
