//! Facts of a private key: what may be shown of it.

use super::kind::{KeyFormat, KeyKind};
use crate::field::KeyId;
use crate::secret::Secret;

/// The properties of a private key that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFacts {
    /// RSA or EC, and the size.
    pub kind: KeyKind,
    /// The format of the text.
    pub format: KeyFormat,
    /// The `kid`, if the key contains one.
    pub key_id: Option<KeyId>,
    /// The text whose SHA-256 is the thumbprint (RFC 7638 §3): the members of the public half as JSON. Only an EC key
    /// in PEM may lack its public half.
    pub thumbprint_input: Option<String>,
}

/// A key that was found: its text alone, without the text around it.
pub(in crate::field) struct Read {
    pub(in crate::field) text: Secret<String>,
    pub(in crate::field) facts: KeyFacts,
}
