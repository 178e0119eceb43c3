//! Base64 (RFC 4648), decoded strictly: only one spelling for each sequence of bytes. The tests compare it with the
//! `base64` crate, which would add five times as much to the browser's bundle.

use zeroize::Zeroizing;

/// The two characters after the letters and digits.
pub(super) type Alphabet = [u8; 2];

/// RFC 4648 §4.
pub(super) const STANDARD: Alphabet = *b"+/";
/// RFC 4648 §5.
pub(super) const URL_SAFE: Alphabet = *b"-_";

/// Encodes bytes without padding. For data that may be shown: the text is not wiped from memory.
pub(super) fn encode(bytes: &[u8], alphabet: Alphabet) -> String {
    let character = |value: u8| match value {
        0..26 => b'A' + value,
        26..52 => b'a' + value - 26,
        52..62 => b'0' + value - 52,
        _ => alphabet[usize::from(value & 1)],
    };
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |place| three.get(place).copied().unwrap_or(0);
        let values = [at(0) >> 2, at(0) << 4 & 63 | at(1) >> 4, at(1) << 2 & 63 | at(2) >> 6, at(2) & 63];
        text.extend(values.iter().take(three.len() + 1).map(|value| char::from(character(*value))));
    }
    text
}

/// Decodes a text without padding.
pub(super) fn decode(text: &str, alphabet: Alphabet) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let (mut held, mut bits) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            _ if byte == alphabet[0] => 62,
            _ if byte == alphabet[1] => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    (bits < 6 && held == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::base64::engine::general_purpose::{STANDARD as STANDARD_CRATE, URL_SAFE_NO_PAD};
    use ::base64::{Engine, engine::GeneralPurpose};
    use proptest::prelude::*;

    fn by_crate(engine: &GeneralPurpose, text: &str) -> Option<Vec<u8>> {
        engine.decode(text).ok()
    }

    fn own(bytes: Option<Zeroizing<Vec<u8>>>) -> Option<Vec<u8>> {
        bytes.map(|bytes| bytes.to_vec())
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_read(bytes in any::<Vec<u8>>()) {
            prop_assert_eq!(own(decode(&URL_SAFE_NO_PAD.encode(&bytes), URL_SAFE)), Some(bytes.clone()));
            prop_assert_eq!(own(decode(STANDARD_CRATE.encode(&bytes).trim_end_matches('='), STANDARD)), Some(bytes));
        }

        #[test]
        fn bytes_are_written_as_the_crate_writes_them(bytes in any::<Vec<u8>>()) {
            prop_assert_eq!(encode(&bytes, URL_SAFE), URL_SAFE_NO_PAD.encode(&bytes));
        }

        #[test]
        fn anything_else_is_taken_or_refused_as_the_crate_does(text in "[A-D/+_=-]{0,9}|[AQw=]{0,9}|\\PC{0,5}") {
            prop_assert_eq!(own(decode(&text, URL_SAFE)), by_crate(&URL_SAFE_NO_PAD, &text));
        }
    }
}
