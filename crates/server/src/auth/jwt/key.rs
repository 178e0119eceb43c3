//! Public keys of an issuer (RFC 7517, RFC 7518).

use super::header::Header;
use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use serde_json::Value;

/// A public key, and what it is for.
pub(crate) struct Key {
    pub(super) decoding: DecodingKey,
    kind: Kind,
    id: Option<String>,
    alg: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rsa,
    P256,
    P384,
    Ed25519,
}

#[derive(Deserialize)]
struct Raw {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl Key {
    /// A key that signatures can be checked with; `None` for any other, which sets may well hold.
    pub(super) fn read(jwk: &Value) -> Option<Self> {
        let raw = Raw::deserialize(jwk).ok()?;
        let is_for_signatures = raw.usage.as_deref().is_none_or(|usage| usage == "sig")
            && raw.key_ops.as_ref().is_none_or(|ops| ops.iter().any(|op| op == "verify"));
        if !is_for_signatures {
            return None;
        }
        let kind = match (raw.kty.as_str(), raw.crv.as_deref()) {
            ("RSA", None) => Kind::Rsa,
            ("EC", Some("P-256")) => Kind::P256,
            ("EC", Some("P-384")) => Kind::P384,
            ("OKP", Some("Ed25519")) => Kind::Ed25519,
            // A symmetric key (`oct`) has no business in a public set.
            _ => return None,
        };
        let (x, y) = (raw.x.as_deref(), raw.y.as_deref());
        let decoding = match kind {
            Kind::Rsa => DecodingKey::from_rsa_components(raw.n.as_deref()?, raw.e.as_deref()?),
            Kind::P256 | Kind::P384 => DecodingKey::from_ec_components(x?, y?),
            Kind::Ed25519 => DecodingKey::from_ed_components(x?),
        };
        Some(Self { decoding: decoding.ok()?, kind, id: raw.kid, alg: raw.alg })
    }

    /// Whether it can have signed that: of the algorithm's kind, for no other algorithm, and of that name if it has one.
    pub(super) fn fits(&self, header: &Header) -> bool {
        let kind = match header.alg {
            "ES256" => Kind::P256,
            "ES384" => Kind::P384,
            "EdDSA" => Kind::Ed25519,
            _ => Kind::Rsa,
        };
        let is_named = header.key_id.is_none() || header.key_id == self.id;
        self.kind == kind && is_named && self.alg.as_deref().is_none_or(|alg| alg == header.alg)
    }
}
