//! Finds the private key inside what was pasted: in a mail, a configuration file, a log, encoded, escaped.

use super::error::PrivateKeyError;
use super::facts::Read;
use super::kind::{KeyKind, MIN_RSA_BITS};
use super::{jwk, pem};
use crate::field::finder::{self, Layer};

/// The one key of a text, or the most specific reason why there is none.
pub(super) fn one(text: &str) -> Result<Read, PrivateKeyError> {
    let mut refusal = PrivateKeyError::NotAKey;
    if text.starts_with(['{', '[']) {
        match jwk::whole(text).and_then(strong) {
            // One of several, and it is not known here which.
            Err(PrivateKeyError::KeySet) => return Err(PrivateKeyError::KeySet),
            Err(error) => refusal = error,
            found => return found,
        }
    }
    let (mut found, error) = search(text);
    if found.len() > 1 {
        return Err(PrivateKeyError::SeveralKeys);
    }
    // A truncated block may contain a complete one.
    let is_cut = refusal == PrivateKeyError::Truncated;
    let tells_more = |error: &PrivateKeyError| weight(error) > if is_cut { 1 } else { weight(&refusal) };
    if let Some(error) = error.filter(tells_more) {
        refusal = error;
    }
    found.pop().ok_or_else(|| match finder::other_secret(text) {
        Some(secret) if weight(&refusal) == 0 => secret.into(),
        _ => refusal,
    })
}

/// Every key of a text, in its order.
pub(in crate::field) fn all(text: &str) -> Vec<Read> {
    search(text).0
}

/// The different keys of the outermost text that contains any, and the most specific refusal.
fn search(text: &str) -> (Vec<Read>, Option<PrivateKeyError>) {
    let mut refusal: Option<PrivateKeyError> = None;
    for layer in finder::layers(text) {
        let mut candidates = match &layer {
            Layer::Text(text) => pem::read(text.expose()),
            Layer::Der(der) => pem::of_der(der.expose()).map(|outcome| (0, outcome)).into_iter().collect(),
        };
        if let Layer::Text(text) = &layer {
            candidates.extend(jwk::read(text.expose()));
        }
        candidates.sort_by_key(|(start, _)| *start);
        let mut found: Vec<Read> = Vec::new();
        for (_, candidate) in candidates {
            match candidate.and_then(strong) {
                Ok(key) if found.iter().any(|other| is_same(other, &key)) => {}
                Ok(key) => found.push(key),
                Err(error) if refusal.as_ref().is_none_or(|other| weight(&error) > weight(other)) => {
                    refusal = Some(error);
                }
                Err(_) => {}
            }
        }
        // A complete key that is refused is the one that was meant: texts inside this one are not searched.
        let is_settled = refusal.as_ref().is_some_and(|refusal| weight(refusal) == WHOLE);
        if !found.is_empty() || is_settled {
            return (found, refusal);
        }
    }
    (Vec::new(), refusal)
}

/// Refuses a short RSA key.
fn strong(key: Read) -> Result<Read, PrivateKeyError> {
    match key.facts.kind {
        KeyKind::Rsa { bits } if bits < MIN_RSA_BITS => Err(PrivateKeyError::RsaTooShort { bits }),
        _ => Ok(key),
    }
}

/// Whether two texts are the same key: it may be there as JWK and as PEM.
fn is_same(one: &Read, other: &Read) -> bool {
    let prints = (&one.facts.thumbprint_input, &other.facts.thumbprint_input);
    if let (Some(one), Some(other)) = prints { one == other } else { one.text.expose() == other.text.expose() }
}

/// The rank of the refusal of a complete key.
const WHOLE: u8 = 6;

/// How specific a refusal is. Of several, the most specific one is shown.
fn weight(error: &PrivateKeyError) -> u8 {
    use PrivateKeyError as E;
    match error {
        E::Missing | E::TooLarge | E::NotAKey | E::ApiToken | E::ClientSecret => 0,
        E::InvalidJson => 1,
        E::Certificate | E::KeySet => 2,
        // A complete one ranks above a fragment, because many texts look like a fragment.
        E::Truncated => 3,
        E::PublicKey => 4,
        E::Damaged | E::MemberMissing { .. } => 5,
        _ => WHOLE,
    }
}
