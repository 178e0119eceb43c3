//! Kinds, curves and formats of private keys.

use serde::{Deserialize, Serialize};

/// The shortest RSA modulus, in bits.
pub(super) const MIN_RSA_BITS: usize = 2048;

/// The kind of a key, and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA, with the length of the modulus in bits.
    Rsa {
        /// 2048 or more.
        bits: usize,
    },
    /// Elliptic curve.
    Ec(Curve),
}

/// The curves that Okta accepts for client assertions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Curve {
    /// NIST P-256, for ES256.
    #[serde(rename = "P-256")]
    P256,
    /// NIST P-384, for ES384.
    #[serde(rename = "P-384")]
    P384,
    /// NIST P-521, for ES512.
    #[serde(rename = "P-521")]
    P521,
}

/// The format of a private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFormat {
    /// JSON Web Key.
    Jwk,
    /// `BEGIN PRIVATE KEY`.
    Pkcs8,
    /// `BEGIN RSA PRIVATE KEY`.
    Pkcs1,
    /// `BEGIN EC PRIVATE KEY`.
    Sec1,
}

impl Curve {
    /// The name in a JWK.
    pub fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
        }
    }

    /// The length of a coordinate, in bits.
    pub fn bits(self) -> usize {
        match self {
            Self::P256 => 256,
            Self::P384 => 384,
            Self::P521 => 521,
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::P256, Self::P384, Self::P521].into_iter().find(|curve| curve.name() == name)
    }
}

impl KeyKind {
    /// The default JWS algorithm (RFC 7518).
    pub fn algorithm(self) -> &'static str {
        match self {
            Self::Rsa { .. } => "RS256",
            Self::Ec(Curve::P256) => "ES256",
            Self::Ec(Curve::P384) => "ES384",
            Self::Ec(Curve::P521) => "ES512",
        }
    }

    /// The size in bits.
    pub fn bits(self) -> usize {
        match self {
            Self::Rsa { bits } => bits,
            Self::Ec(curve) => curve.bits(),
        }
    }
}
