//! A private key as PEM (RFC 7468): PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2), SEC1 (RFC 5915).

use super::public::{self, Found};
use super::{Curve, KeyFacts, KeyFormat, KeyKind, PrivateKeyError};
use crate::field::base64;
use crate::field::der::{self, take, take_tagged};
use crate::secret::Secret;

const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

/// Algorithm identifiers in PKCS#8, as the content of the DER object identifier.
const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const OTHER_ALGORITHMS: [(&[u8], &str); 7] = [
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a], "RSA-PSS"),
    (&[0x2b, 0x65, 0x6e], "X25519"),
    (&[0x2b, 0x65, 0x6f], "X448"),
    (&[0x2b, 0x65, 0x70], "Ed25519"),
    (&[0x2b, 0x65, 0x71], "Ed448"),
    (&[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01], "DSA"),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x03, 0x01], "Diffie-Hellman"),
];
const CURVES: [(&[u8], Curve); 3] = [
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07], Curve::P256),
    (&[0x2b, 0x81, 0x04, 0x00, 0x22], Curve::P384),
    (&[0x2b, 0x81, 0x04, 0x00, 0x23], Curve::P521),
];

/// What each label of a PEM block means for us.
const LABELS: [(&str, Label); 15] = [
    ("PRIVATE KEY", Label::Key(KeyFormat::Pkcs8)),
    ("RSA PRIVATE KEY", Label::Key(KeyFormat::Pkcs1)),
    ("EC PRIVATE KEY", Label::Key(KeyFormat::Sec1)),
    ("EC PARAMETERS", Label::Skip),
    ("ENCRYPTED PRIVATE KEY", Label::Encrypted),
    ("PUBLIC KEY", Label::Public),
    ("RSA PUBLIC KEY", Label::Public),
    ("SSH2 PUBLIC KEY", Label::Public),
    ("CERTIFICATE", Label::Certificate),
    ("X509 CERTIFICATE", Label::Certificate),
    ("TRUSTED CERTIFICATE", Label::Certificate),
    ("CERTIFICATE REQUEST", Label::Certificate),
    ("OPENSSH PRIVATE KEY", Label::Other("OpenSSH")),
    ("DSA PRIVATE KEY", Label::Other("DSA")),
    ("PGP PRIVATE KEY BLOCK", Label::Other("PGP")),
];

#[derive(Clone, Copy)]
enum Label {
    Key(KeyFormat),
    Skip,
    Encrypted,
    Public,
    Certificate,
    Other(&'static str),
}

/// A block's label, and what stands between its borders.
struct Block<'a> {
    label: &'a str,
    body: &'a str,
}

/// What the text of a PEM tells of the key in it.
pub(super) fn facts(text: &str) -> Result<KeyFacts, PrivateKeyError> {
    let (format, block) = private_block(text)?;
    let base64 = squeeze(block.body);
    let der = base64::decode_padded(base64.expose(), base64::STANDARD).ok_or(PrivateKeyError::Damaged)?;
    let mut input = &der[..];
    let key = take_tagged(&mut input, der::SEQUENCE).filter(|_| input.is_empty()).ok_or(PrivateKeyError::Damaged)?;
    let (kind, thumbprint_input) = match format {
        KeyFormat::Pkcs1 => pkcs1(key)?,
        KeyFormat::Sec1 => sec1(key, None)?,
        KeyFormat::Pkcs8 | KeyFormat::Jwk => pkcs8(key)?,
    };
    Ok(KeyFacts { kind, format, key_id: None, thumbprint_input })
}

/// The base64 of the one private key block, without white space.
pub(super) fn body(text: &str) -> Option<Secret<String>> {
    private_block(text).ok().map(|(_, block)| squeeze(block.body))
}

fn private_block(text: &str) -> Result<(KeyFormat, Block<'_>), PrivateKeyError> {
    let mut found = None;
    let mut refusal = None;
    for block in blocks(text)? {
        let known = LABELS.iter().find(|(label, _)| *label == block.label).map(|(_, meaning)| *meaning);
        match known {
            Some(Label::Key(_)) if block.body.contains("ENCRYPTED") => return Err(PrivateKeyError::Encrypted),
            Some(Label::Key(_)) if found.is_some() => return Err(PrivateKeyError::SeveralKeys),
            Some(Label::Key(format)) => found = Some((format, block)),
            Some(Label::Skip) => {}
            Some(Label::Encrypted) => return Err(PrivateKeyError::Encrypted),
            Some(Label::Public) => refusal = refusal.or(Some(PrivateKeyError::PublicKey)),
            Some(Label::Certificate) => refusal = refusal.or(Some(PrivateKeyError::Certificate)),
            Some(Label::Other(kind)) => return Err(PrivateKeyError::OtherKind { kind: kind.to_owned() }),
            None => refusal = refusal.or(Some(PrivateKeyError::NotAKey)),
        }
    }
    found.ok_or(refusal.unwrap_or(PrivateKeyError::NotAKey))
}

fn blocks(text: &str) -> Result<Vec<Block<'_>>, PrivateKeyError> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(BEGIN) {
        let after = &rest[start + BEGIN.len()..];
        let (label, after) = after.split_once(DASHES).ok_or(PrivateKeyError::Truncated)?;
        let end = format!("-----END {label}{DASHES}");
        let (body, after) = after.split_once(&*end).ok_or(PrivateKeyError::Truncated)?;
        blocks.push(Block { label, body });
        rest = after;
    }
    Ok(blocks)
}

/// Takes out white space, and the `\n` that stands for it where a PEM comes out of a JSON or a shell variable.
fn squeeze(body: &str) -> Secret<String> {
    let mut base64 = String::with_capacity(body.len());
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && matches!(chars.peek(), Some('n' | 'r')) {
            chars.next();
        } else if !c.is_whitespace() {
            base64.push(c);
        }
    }
    Secret::new(base64)
}

fn pkcs8(mut key: &[u8]) -> Result<Found, PrivateKeyError> {
    let damaged = PrivateKeyError::Damaged;
    take_tagged(&mut key, der::INTEGER).ok_or(damaged.clone())?;
    let mut algorithm = take_tagged(&mut key, der::SEQUENCE).ok_or(damaged.clone())?;
    let identifier = take_tagged(&mut algorithm, der::OBJECT_IDENTIFIER).ok_or(damaged.clone())?;
    let mut inner = take_tagged(&mut key, der::OCTET_STRING).ok_or(damaged.clone())?;
    if identifier == RSA_ENCRYPTION {
        pkcs1(take_tagged(&mut inner, der::SEQUENCE).ok_or(damaged)?)
    } else if identifier == EC_PUBLIC_KEY {
        let curve = take_tagged(&mut algorithm, der::OBJECT_IDENTIFIER);
        sec1(take_tagged(&mut inner, der::SEQUENCE).ok_or(damaged)?, curve)
    } else {
        let name = OTHER_ALGORITHMS.iter().find(|(oid, _)| *oid == identifier).map_or("unknown algorithm", |(_, n)| n);
        Err(PrivateKeyError::OtherKind { kind: name.to_owned() })
    }
}

fn pkcs1(mut key: &[u8]) -> Result<Found, PrivateKeyError> {
    take_tagged(&mut key, der::INTEGER).ok_or(PrivateKeyError::Damaged)?;
    let modulus = take_tagged(&mut key, der::INTEGER).ok_or(PrivateKeyError::Damaged)?;
    let exponent = take_tagged(&mut key, der::INTEGER).ok_or(PrivateKeyError::Damaged)?;
    // d, p, q, dP, dQ, qInv: all there, or the paste lost some.
    for _ in 0..6 {
        take_tagged(&mut key, der::INTEGER).ok_or(PrivateKeyError::Damaged)?;
    }
    Ok((KeyKind::Rsa { bits: der::bits(modulus) }, Some(public::rsa(modulus, exponent))))
}

/// `outer` is the curve that PKCS#8 names around it; alone, SEC1 names it itself.
fn sec1(mut key: &[u8], outer: Option<&[u8]>) -> Result<Found, PrivateKeyError> {
    take_tagged(&mut key, der::INTEGER).ok_or(PrivateKeyError::Damaged)?;
    take_tagged(&mut key, der::OCTET_STRING).ok_or(PrivateKeyError::Damaged)?;
    let (mut own, mut point) = (None, None);
    while let Some(element) = take(&mut key) {
        let mut content = element.content;
        match element.tag {
            der::CONTEXT_0 => own = take_tagged(&mut content, der::OBJECT_IDENTIFIER),
            der::CONTEXT_1 => point = take_tagged(&mut content, der::BIT_STRING),
            _ => {}
        }
    }
    let identifier = outer.or(own).ok_or(PrivateKeyError::OtherCurve)?;
    let curve = CURVES.iter().find(|(oid, _)| *oid == identifier).map(|(_, curve)| *curve);
    let curve = curve.ok_or(PrivateKeyError::OtherCurve)?;
    Ok((KeyKind::Ec(curve), point.and_then(|point| public::ec_point(curve, point))))
}
