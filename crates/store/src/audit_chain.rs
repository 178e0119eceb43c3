//! Audit chain (tamper evidence): each entry of the audit log carries a keyed hash over itself and the hash before it
//! (HMAC-SHA256, RFC 2104), and
//! the head carries one over where the chain begins and ends. An attacker who has the database but not the master key
//! can neither
//! change, remove nor add an entry unseen. What cannot be detected from inside is a whole database set back to an
//! earlier day:
//! for that the head, which `history verify` prints, is kept elsewhere.

use aws_lc_rs::hmac;

/// Bytes of a hash.
pub const HASH_BYTES: usize = 32;

/// What the chain is made with. No `Debug`.
pub struct ChainKey(hmac::Key);

/// Everything of an entry that is chained.
pub(crate) struct EntryFields<'a> {
    pub(crate) seq: i64,
    pub(crate) id: &'a str,
    pub(crate) connection: &'a str,
    pub(crate) at: i64,
    pub(crate) by: &'a str,
    pub(crate) subject: Option<&'a str>,
    pub(crate) address: Option<&'a str>,
    pub(crate) action: &'a str,
    pub(crate) details: &'a str,
}

/// Where the chain begins and ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChainHead {
    /// The last entry that was removed because of its age, and its hash; 0 and zeros where none was.
    pub(crate) base_seq: i64,
    pub(crate) base_hash: Vec<u8>,
    /// The last entry, and its hash; the base where there is none.
    pub(crate) last_seq: i64,
    pub(crate) last_hash: Vec<u8>,
}

impl ChainHead {
    /// Before the first entry.
    pub(crate) fn start() -> Self {
        Self { base_seq: 0, base_hash: vec![0; HASH_BYTES], last_seq: 0, last_hash: vec![0; HASH_BYTES] }
    }
}

impl ChainKey {
    /// From 32 random bytes.
    pub fn new(key: &[u8; HASH_BYTES]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// The hash of an entry after the one with the hash `previous`.
    pub(crate) fn entry_hash(&self, previous: &[u8], fields: &EntryFields<'_>) -> Vec<u8> {
        let (seq, at) = (fields.seq.to_be_bytes(), fields.at.to_be_bytes());
        // An absent address and an empty one are not the same.
        let address = fields.address.map(|address| format!("={address}")).unwrap_or_default();
        let mut parts: Vec<&[u8]> = vec![
            b"entry",
            previous,
            &seq,
            fields.id.as_bytes(),
            fields.connection.as_bytes(),
            &at,
            fields.by.as_bytes(),
            address.as_bytes(),
            fields.action.as_bytes(),
            fields.details.as_bytes(),
        ];
        // Entries of before subjects were kept have the hash that they had.
        parts.extend(fields.subject.map(str::as_bytes));
        self.sign(&parts)
    }

    /// The seal of a head.
    pub(crate) fn head_seal(&self, head: &ChainHead) -> Vec<u8> {
        let (base, last) = (head.base_seq.to_be_bytes(), head.last_seq.to_be_bytes());
        self.sign(&[b"head", &base, &head.base_hash, &last, &head.last_hash])
    }

    /// Each part after its length, so that no two lists of parts give the same bytes.
    fn sign(&self, parts: &[&[u8]]) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.0);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        context.sign().as_ref().to_vec()
    }
}
