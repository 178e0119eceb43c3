//! Just enough DER (X.690) to tell what kind of key a PEM holds and how long it is. Reads, never trusts: every length
//! is checked, and what does not fit is `None`. The server's cryptography parses the key for real.

/// One element: its tag and what it contains.
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
/// `[0]`, constructed: where SEC1 keeps the curve.
pub(super) const CONTEXT_0: u8 = 0xa0;
/// `[1]`, constructed: where SEC1 keeps the public point.
pub(super) const CONTEXT_1: u8 = 0xa1;

/// Takes the first element off `input` and leaves the rest there.
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

/// How many bits a positive big-endian integer has.
pub(super) fn bits(integer: &[u8]) -> usize {
    let significant = significant(integer);
    significant.first().map_or(0, |top| significant.len() * 8 - top.leading_zeros() as usize)
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
