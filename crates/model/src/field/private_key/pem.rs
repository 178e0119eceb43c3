//! Parses a private key as PEM (RFC 7468): PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2), SEC1 (RFC 5915).

use super::borders::{self, Block};
use super::error::PrivateKeyError;
use super::facts::{KeyFacts, Read};
use super::kind::{Curve, KeyFormat, KeyKind};
use super::public::{self, PublicHalf};
use crate::field::base64;
use crate::field::der::{self, take, take_tagged};
use crate::field::finder::is_invisible;
use crate::secret::Secret;
use zeroize::Zeroizing;

const DASHES: &str = "-----";

/// Algorithm identifiers in PKCS#8: the content of the DER object identifier.
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

/// The meaning of each label of a PEM block.
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

/// A private key in a text, or why it is none, and its offset.
pub(super) type Candidate = (usize, Result<Read, PrivateKeyError>);

/// Every relevant block of a text: private keys, and what may have been taken for one. Boundaries may be damaged: any
/// number of hyphens, with spaces between them.
pub(super) fn read(text: &str) -> Vec<Candidate> {
    let (blocks, is_cut) = borders::blocks(text);
    let outcome = |block: &Block<'_>| match meaning(&block.label)? {
        Label::Skip => None,
        Label::Key(_) if block.body.contains("ENCRYPTED") => Some(Err(PrivateKeyError::Encrypted)),
        Label::Key(format) => Some(of_base64(block.body, format)),
        Label::Encrypted => Some(Err(PrivateKeyError::Encrypted)),
        Label::Public => Some(Err(PrivateKeyError::PublicKey)),
        Label::Certificate => Some(Err(PrivateKeyError::Certificate)),
        Label::Other(kind) => Some(Err(PrivateKeyError::OtherKind { kind: kind.to_owned() })),
    };
    let mut found: Vec<_> = blocks.iter().filter_map(|block| Some((block.start, outcome(block)?))).collect();
    found.extend(is_cut.map(|start| (start, Err(PrivateKeyError::Truncated))));
    found
}

/// The properties of a private key, from its DER.
pub(super) fn of_der(der: &[u8]) -> Option<Result<Read, PrivateKeyError>> {
    let kind = der::Kind::of(der)?;
    if kind.is_private() && take(&mut &*der).is_none() {
        return Some(Err(PrivateKeyError::Truncated));
    }
    match kind {
        der::Kind::Pkcs8 => Some(read_der(der, KeyFormat::Pkcs8)),
        der::Kind::Pkcs1 => Some(read_der(der, KeyFormat::Pkcs1)),
        der::Kind::Sec1 => Some(read_der(der, KeyFormat::Sec1)),
        der::Kind::Encrypted => Some(Err(PrivateKeyError::Encrypted)),
        der::Kind::Public => Some(Err(PrivateKeyError::PublicKey)),
        der::Kind::Certificate => Some(Err(PrivateKeyError::Certificate)),
    }
}

/// The base64 of the one private key block that [`read`] has written, without white space.
pub(super) fn body(text: &str) -> Option<Secret<String>> {
    let (blocks, _) = borders::blocks(text);
    blocks.first().map(|block| squeeze(block.body))
}

fn meaning(label: &str) -> Option<Label> {
    LABELS.iter().find(|(its, _)| its.replace(' ', "") == label).map(|(_, meaning)| *meaning)
}

fn of_base64(body: &str, format: KeyFormat) -> Result<Read, PrivateKeyError> {
    let base64 = squeeze(body);
    let der = base64::decode(base64.expose().trim_end_matches('='), base64::STANDARD);
    read_der(&der.ok_or(PrivateKeyError::Damaged)?, format)
}

fn read_der(der: &[u8], format: KeyFormat) -> Result<Read, PrivateKeyError> {
    let mut input = der;
    let key = take_tagged(&mut input, der::SEQUENCE).filter(|_| input.is_empty()).ok_or(PrivateKeyError::Damaged)?;
    let (kind, thumbprint_input) = match format {
        KeyFormat::Pkcs1 => pkcs1(key)?,
        KeyFormat::Sec1 => sec1(key, None)?,
        KeyFormat::Pkcs8 | KeyFormat::Jwk => pkcs8(key)?,
    };
    let label =
        LABELS.iter().find(|(_, its)| matches!(its, Label::Key(its) if *its == format)).map_or("", |(its, _)| its);
    Ok(Read { text: written(label, der), facts: KeyFacts { kind, format, key_id: None, thumbprint_input } })
}

/// The PEM of these bytes (RFC 7468).
fn written(label: &str, der: &[u8]) -> Secret<String> {
    let mut base64 = Zeroizing::new(base64::encode(der, base64::STANDARD));
    let padding = (4 - base64.len() % 4) % 4;
    base64.push_str(&"="[..padding.min(1)].repeat(padding));
    let mut pem = String::with_capacity(base64.len() + base64.len() / 64 + 80);
    for part in ["-----BEGIN ", label, DASHES, "\n"] {
        pem.push_str(part);
    }
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    for part in ["-----END ", label, DASHES, "\n"] {
        pem.push_str(part);
    }
    Secret::new(pem)
}

/// Removes everything between the lines of a PEM in a mail, a source code, a shell or a JSON: white space and its
/// escapes, quotation marks, and a lone `+` that joins strings.
fn squeeze(body: &str) -> Secret<String> {
    let mut base64 = String::with_capacity(body.len());
    let is_between = |c: char| c.is_whitespace() || matches!(c, '\\' | '"' | '\'' | '>' | '|' | ',' | ';' | '`' | '*');
    let mut chars = body.chars().peekable();
    let mut before = '\n';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match c {
            '\\' if matches!(next, Some('n' | 'r' | 't')) => drop(chars.next()),
            '+' if is_between(before) && next.is_none_or(is_between) => {}
            '-' => base64.push('+'),
            '_' => base64.push('/'),
            _ if is_between(c) || is_invisible(c) => {}
            _ => base64.push(c),
        }
        before = c;
    }
    Secret::new(base64)
}

fn pkcs8(mut key: &[u8]) -> Result<PublicHalf, PrivateKeyError> {
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

fn pkcs1(mut key: &[u8]) -> Result<PublicHalf, PrivateKeyError> {
    take_tagged(&mut key, der::INTEGER).ok_or(PrivateKeyError::Damaged)?;
    let modulus = take_tagged(&mut key, der::INTEGER).ok_or(PrivateKeyError::Damaged)?;
    let exponent = take_tagged(&mut key, der::INTEGER).ok_or(PrivateKeyError::Damaged)?;
    // d, p, q, dP, dQ, qInv: if one is missing, the paste was incomplete.
    for _ in 0..6 {
        take_tagged(&mut key, der::INTEGER).ok_or(PrivateKeyError::Damaged)?;
    }
    Ok((KeyKind::Rsa { bits: der::bits(modulus) }, Some(public::rsa(modulus, exponent))))
}

/// `outer` is the curve that PKCS#8 names around it; SEC1 alone names it itself.
fn sec1(mut key: &[u8], outer: Option<&[u8]>) -> Result<PublicHalf, PrivateKeyError> {
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
