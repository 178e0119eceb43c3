//! Finds base64 in a text, in either alphabet, on one line or several, and decodes it if it contains a text or a key.

use super::super::{base64, der};
use crate::secret::Secret;

/// The shortest base64 that is decoded, in characters: a private key on P-256 alone has more.
const MIN_CHARS: usize = 40;
/// The shortest line of base64 that can continue on the next line.
const MIN_LINE: usize = 20;

/// The decoded content.
pub(super) enum Decoded {
    Text(String),
    Der(Secret<Vec<u8>>),
}

/// Everything in a text that decodes to a text or to DER.
pub(super) fn decoded(text: &str) -> Vec<Decoded> {
    let words = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let lines = block(text, &words[at..]);
        // The last line may belong to what follows.
        let hit = [lines, lines.saturating_sub(1)].into_iter().filter(|lines| *lines > 0).find_map(|lines| {
            let joined = Secret::new(words[at..at + lines].iter().map(|word| word.1).collect::<String>());
            Some((lines, read(joined.expose())?))
        });
        match hit {
            Some((lines, decoded)) => {
                found.push(decoded);
                at += lines;
            }
            None => at += 1,
        }
    }
    found
}

/// Decodes the text of a file: UTF-8, or UTF-16 as PowerShell writes it, recognized by its byte order mark or its
/// zeros.
pub(in crate::field) fn text_of(bytes: &[u8]) -> Option<String> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count() * 4 > bytes.len();
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ if zeros(1) => wide(bytes, u16::from_le_bytes),
        _ if zeros(0) => wide(bytes, u16::from_be_bytes),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}

/// Decodes base64 in either alphabet, padded or not.
pub(super) fn bytes(text: &str) -> Option<Secret<Vec<u8>>> {
    let unpadded = text.trim_end_matches('=');
    let alphabet = if unpadded.contains(['-', '_']) { base64::URL_SAFE } else { base64::STANDARD };
    base64::decode(unpadded, alphabet).map(Secret::from)
}

fn read(text: &str) -> Option<Decoded> {
    if text.len() < MIN_CHARS {
        return None;
    }
    let bytes = bytes(text)?;
    if der::Kind::of(bytes.expose()).is_some() {
        return Some(Decoded::Der(bytes));
    }
    let is_text = |text: &String| !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\0'));
    text_of(bytes.expose()).filter(is_text).map(Decoded::Text)
}

/// How many words, from the first on, form one base64: lines of the same length, the last one shorter.
fn block(text: &str, words: &[(usize, &str)]) -> usize {
    let Some((_, first)) = words.first() else { return 0 };
    let mut lines = 1;
    for pair in words.windows(2) {
        let [(start, line), (next, word)] = pair else { break };
        let between = &text[start + line.len()..*next];
        let goes_on = line.len() == first.len() && line.len() >= MIN_LINE && word.len() <= first.len();
        if !goes_on || !between.chars().all(|c| c.is_whitespace() || matches!(c, '\\' | '"' | '\'' | '>' | ',' | '|')) {
            break;
        }
        lines += 1;
    }
    lines
}

/// The runs of base64 characters and their offsets. Padding ends a run.
fn words(text: &str) -> Vec<(usize, &str)> {
    let is_digit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_');
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_digit) {
        let from = text.len() - rest.len() + start;
        let digits = text[from..].find(|c| !is_digit(c)).map_or(text.len(), |end| from + end);
        let end = text[digits..].find(|c| c != '=').map_or(text.len(), |end| digits + end);
        words.push((from, &text[from..end]));
        rest = &text[end..];
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::base64::Engine;
    use ::base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    fn texts(text: &str) -> Vec<String> {
        let text_of = |decoded| if let Decoded::Text(text) = decoded { Some(text) } else { None };
        decoded(text).into_iter().filter_map(text_of).collect()
    }

    #[test]
    fn a_text_is_decoded_in_one_line_or_several_of_either_alphabet() {
        let inner = "-----BEGIN PRIVATE KEY-----\nsome text that is long enough ??>>~~\n-----END PRIVATE KEY-----\n";
        let standard = STANDARD.encode(inner);
        let lines: Vec<&str> = standard.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
        for text in [
            standard.clone(),
            format!("KEY_B64={standard}"),
            format!("the key:\n{}\nBye", lines.join("\n")),
            format!("\"{}\"", lines.join("\" \\\n\"")),
            URL_SAFE_NO_PAD.encode(inner),
            STANDARD.encode(inner.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
        ] {
            assert_eq!(texts(&text), [inner], "{text}");
        }
    }

    #[test]
    fn bytes_of_a_file_are_read_by_their_byte_order_mark() {
        let text = "-----BEGIN é";
        let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        for bytes in [
            text.as_bytes().to_vec(),
            [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat(),
            [&[0xff, 0xfe][..], &utf16(u16::to_le_bytes)].concat(),
            [&[0xfe, 0xff][..], &utf16(u16::to_be_bytes)].concat(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ] {
            assert_eq!(text_of(&bytes).as_deref(), Some(text));
        }
        assert_eq!(text_of(&[0x30, 0x82, 0x04, 0xff, 0xfe]), None);
        assert_eq!(text_of(&[]).as_deref(), Some(""));
    }
}
