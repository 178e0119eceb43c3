//! A minimal DER parser (X.690), to find out which kind of key a PEM contains and how long it is. It trusts nothing:
//! every length is checked, and malformed input gives `None`. The key itself is parsed by the server's cryptography
//! library.

/// A DER element: its tag and its content.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
}

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
/// `[0]`, constructed: the curve in SEC1.
pub(super) const CONTEXT_0: u8 = 0xa0;
/// `[1]`, constructed: the public point in SEC1.
pub(super) const CONTEXT_1: u8 = 0xa1;

/// Takes the first element off `input`, which keeps the rest.
pub(super) fn take<'a>(input: &mut &'a [u8]) -> Option<Element<'a>> {
    let (&tag, rest) = input.split_first()?;
    let (&first, mut rest) = rest.split_first()?;
    let length = if first < 0x80 {
        usize::from(first)
    } else {
        let bytes = usize::from(first & 0x7f);
        if !(1..=4).contains(&bytes) || rest.len() < bytes {
            return None;
        }
        let (length, after) = rest.split_at(bytes);
        rest = after;
        length.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte))
    };
    if rest.len() < length {
        return None;
    }
    let (content, after) = rest.split_at(length);
    *input = after;
    Some(Element { tag, content })
}

/// Takes the first element, which must have this tag, and gives its content.
pub(super) fn take_tagged<'a>(input: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    take(input).filter(|element| element.tag == tag).map(|element| element.content)
}

/// A positive big-endian integer without leading zeros.
pub(super) fn significant(integer: &[u8]) -> &[u8] {
    integer.iter().position(|byte| *byte != 0).map_or(&[][..], |start| &integer[start..])
}

/// The length in bits of a positive big-endian integer.
pub(super) fn bits(integer: &[u8]) -> usize {
    let significant = significant(integer);
    significant.first().map_or(0, |top| significant.len() * 8 - top.leading_zeros() as usize)
}

/// The kind of a DER document, by its beginning: that is enough for a truncated one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `PrivateKeyInfo` (RFC 5958).
    Pkcs8,
    /// `RSAPrivateKey` (RFC 8017).
    Pkcs1,
    /// `ECPrivateKey` (RFC 5915).
    Sec1,
    /// `EncryptedPrivateKeyInfo` (RFC 5958).
    Encrypted,
    /// `SubjectPublicKeyInfo` (RFC 5280), or `RSAPublicKey`.
    Public,
    /// `Certificate` or `CertificationRequest`.
    Certificate,
}

/// The prefix of PKCS#5's object identifiers (RFC 8018), whose algorithms encrypt with a pass phrase.
const PKCS5: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05];

impl Kind {
    /// Whether it is a private key that is not encrypted.
    pub(super) fn is_private(self) -> bool {
        matches!(self, Self::Pkcs8 | Self::Pkcs1 | Self::Sec1)
    }

    /// The kind of these bytes if they are DER, complete or truncated.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let (_, inner) = head(bytes).filter(|(tag, _)| *tag == SEQUENCE)?;
        match inner {
            [INTEGER, 1, 0 | 1, SEQUENCE, ..] => Some(Self::Pkcs8),
            [INTEGER, 1, 0, INTEGER, ..] => Some(Self::Pkcs1),
            [INTEGER, 1, 1, OCTET_STRING, ..] => Some(Self::Sec1),
            [INTEGER, ..] => {
                let mut rest = inner;
                let modulus = take_tagged(&mut rest, INTEGER)?;
                (modulus.len() >= 64 && rest.first() == Some(&INTEGER)).then_some(Self::Public)
            }
            [SEQUENCE, ..] => match head(inner)?.1 {
                [OBJECT_IDENTIFIER, _, oid @ ..] if oid.starts_with(PKCS5) => Some(Self::Encrypted),
                [OBJECT_IDENTIFIER, ..] => Some(Self::Public),
                [CONTEXT_0, 3, INTEGER, 1, ..] | [INTEGER, 1, 0, SEQUENCE, ..] => Some(Self::Certificate),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The tag of the first element, and everything after its length.
fn head(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let long = if first < 0x80 { 0 } else { usize::from(first & 0x7f) };
    (long <= 4).then(|| rest.get(long..)).flatten().map(|inner| (tag, inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_bits() {
        for (integer, expected) in
            [(&[][..], 0), (&[0], 0), (&[1], 1), (&[0, 0x80], 8), (&[1, 0], 9), (&[0, 0xff, 0xff], 16)]
        {
            assert_eq!(bits(integer), expected, "{integer:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(bytes in any::<Vec<u8>>()) {
            let mut input = &bytes[..];
            while take(&mut input).is_some() {}
        }
    }
}
