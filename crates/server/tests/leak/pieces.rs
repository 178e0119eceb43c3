//! Pieces of secrets, in every form that a program might write them in, and the search for them.

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Bytes that nobody may see.
pub(crate) struct Secret {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// A way to write bytes: as pieces that are long enough to be no accident and short enough to survive a line break.
type Form = (&'static str, fn(&[u8]) -> Vec<Vec<u8>>);

const FORMS: [Form; 9] = [
    ("big-endian", |bytes| windows(bytes, 16, 8)),
    ("little-endian", |bytes| windows(&bytes.iter().rev().copied().collect::<Vec<_>>(), 16, 8)),
    ("hexadecimal", |bytes| windows(hex(bytes).as_bytes(), 24, 16)),
    ("HEXADECIMAL", |bytes| windows(hex(bytes).to_uppercase().as_bytes(), 24, 16)),
    ("base64", |bytes| base64(&STANDARD_NO_PAD, bytes)),
    ("base64url", |bytes| base64(&URL_SAFE_NO_PAD, bytes)),
    ("decimal", |bytes| numbers(bytes, ", ")),
    ("compact decimal", |bytes| numbers(bytes, ",")),
    ("escaped", |bytes| windows(bytes, 8, 8).iter().map(|part| part.escape_ascii().to_string().into_bytes()).collect()),
];

/// Finds pieces of secrets.
pub(crate) struct Pieces {
    names: Vec<String>,
    automaton: AhoCorasick,
}

impl Pieces {
    pub(crate) fn of(secrets: &[Secret]) -> Self {
        let (mut names, mut pieces) = (Vec::new(), Vec::new());
        for secret in secrets {
            for (form, write) in FORMS {
                for piece in write(&secret.bytes) {
                    names.push(format!("{} in {form}", secret.name));
                    pieces.push(piece);
                }
            }
        }
        Self { names, automaton: AhoCorasick::new(pieces).unwrap() }
    }

    /// What of the secrets is in there.
    pub(crate) fn found_in(&self, content: &[u8]) -> BTreeSet<&str> {
        self.automaton.find_iter(content).map(|found| self.names[found.pattern().as_usize()].as_str()).collect()
    }
}

/// Parts of this length, `step` apart.
fn windows(text: &[u8], length: usize, step: usize) -> Vec<Vec<u8>> {
    text.windows(length).step_by(step).map(<[u8]>::to_vec).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// What precedes the bytes decides which of three texts they become.
fn base64(engine: &impl Engine, bytes: &[u8]) -> Vec<Vec<u8>> {
    let whole_groups = |start: usize| &bytes[start..start + (bytes.len() - start) / 3 * 3];
    (0..3).flat_map(|start| windows(engine.encode(whole_groups(start)).as_bytes(), 16, 4)).collect()
}

fn numbers(bytes: &[u8], between: &str) -> Vec<Vec<u8>> {
    let text = |part: &Vec<u8>| part.iter().map(u8::to_string).collect::<Vec<_>>().join(between).into_bytes();
    windows(bytes, 8, 8).iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        let bytes = (0_u32..128).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap()).collect();
        Secret { name: "p".to_owned(), bytes }
    }

    /// A search that finds nothing anywhere proves nothing: each way to write a key is found, whatever stands around it.
    #[test]
    fn a_planted_secret_is_found_however_it_is_written() {
        let Secret { bytes, .. } = secret();
        let pieces = Pieces::of(&[secret()]);
        let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
        let lines = |text: &str, length: usize, end: &str| {
            text.as_bytes().chunks(length).map(|line| std::str::from_utf8(line).unwrap()).collect::<Vec<_>>().join(end)
        };
        let mut texts = vec![
            ("raw", bytes.clone()),
            ("raw, reversed", reversed),
            ("a part", bytes[40..70].to_vec()),
            ("Debug of bytes", format!("{bytes:?}").into_bytes()),
            ("JSON of bytes", serde_json::to_vec(&bytes).unwrap()),
            ("escaped", bytes.escape_ascii().to_string().into_bytes()),
            ("hex", hex(&bytes).into_bytes()),
            ("HEX", hex(&bytes).to_uppercase().into_bytes()),
        ];
        for before in 0..3 {
            let text = STANDARD_NO_PAD.encode([&vec![0x30; before], bytes.as_slice()].concat());
            texts.extend([
                ("PEM", lines(&text, 64, "\n").into_bytes()),
                ("PEM with odd lines", lines(&text, 19, "\r\n").into_bytes()),
                ("PEM in JSON", serde_json::to_vec(&lines(&text, 64, "\n")).unwrap()),
                ("slashes escaped", text.replace('/', "\\/").into_bytes()),
                ("in an address", text.replace('+', "%2B").replace('/', "%2F").into_bytes()),
                ("base64url", text.replace('+', "-").replace('/', "_").into_bytes()),
            ]);
        }
        for (what, text) in texts {
            let found = pieces.found_in(&[b"before ", text.as_slice(), b" after"].concat());
            assert!(!found.is_empty(), "{what}");
        }
        assert!(pieces.found_in(&vec![0x30; 10_000]).is_empty());
    }
}
