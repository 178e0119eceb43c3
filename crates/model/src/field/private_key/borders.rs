//! PEM boundaries (RFC 7468), also when they were damaged by word processors, mail programs or careless copying:
//! hyphens lost or added, spaces between them, spaces lost within the label.

/// The maximum length of a label, in characters.
const MAX_LABEL: usize = 40;

/// The labels of private keys, without spaces: a truncated label is a part of one of them.
const LABELS: [&str; 4] = ["PRIVATEKEY", "RSAPRIVATEKEY", "ECPRIVATEKEY", "ENCRYPTEDPRIVATEKEY"];

/// A block: its label without spaces, its content, and its offset.
pub(in crate::field) struct Block<'a> {
    pub(in crate::field) label: String,
    pub(in crate::field) body: &'a str,
    pub(in crate::field) start: usize,
}

/// A boundary: its beginning and end, and its label without spaces.
struct Border {
    start: usize,
    end: usize,
    label: String,
}

/// Every block, and the offset of a block whose end is missing.
pub(in crate::field) fn blocks(text: &str) -> (Vec<Block<'_>>, Option<usize>) {
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(begin) = border(text, at, "BEGIN") {
        let Some(begin) = begin.whole() else { return (blocks, Some(at)) };
        let mut from = begin.end;
        let end = loop {
            match border(text, from, "END") {
                Some(FoundBorder::Whole(end)) if end.label == begin.label => break end,
                Some(FoundBorder::Whole(end)) => from = end.end,
                Some(FoundBorder::Cut) | None => return (blocks, Some(begin.start)),
            }
        };
        blocks.push(Block { label: begin.label, body: &text[begin.end..end.start], start: begin.start });
        at = end.end;
    }
    (blocks, None)
}

/// Whether a text contains a boundary of a private key, at its beginning or its end.
pub(in crate::field) fn names_private_key(text: &str) -> bool {
    ["BEGIN", "END"].into_iter().any(|word| {
        let mut at = 0;
        while let Some(found) = border(text, at, word) {
            match found {
                FoundBorder::Whole(border)
                    if border.label.ends_with("PRIVATEKEY") || border.label.starts_with("PGPPRIVATE") =>
                {
                    return true;
                }
                FoundBorder::Whole(border) => at = border.end,
                FoundBorder::Cut => return false,
            }
        }
        false
    })
}

enum FoundBorder {
    Whole(Border),
    /// The text ends within it.
    Cut,
}

impl FoundBorder {
    fn whole(self) -> Option<Border> {
        if let Self::Whole(border) = self { Some(border) } else { None }
    }
}

/// The next boundary with this word.
fn border(text: &str, from: usize, word: &str) -> Option<FoundBorder> {
    let mut at = from;
    loop {
        let place = at + text.get(at..)?.find(word)?;
        at = place + word.len();
        // Its hyphens may have been read as those of the boundary before it.
        let start = text[..place].trim_end_matches(is_border).len();
        if !text[start..place].contains('-') {
            continue;
        }
        let start = start.max(from);
        let label_end = text[at..].find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' '));
        let Some(length) = label_end else {
            let label = text[at..].replace(' ', "");
            if LABELS.iter().any(|whole| whole.starts_with(&label)) {
                return Some(FoundBorder::Cut);
            }
            continue;
        };
        let behind = &text[at + length..];
        let hyphens = behind.len() - behind.trim_start_matches(is_border).len();
        if length <= MAX_LABEL && behind.starts_with('-') {
            let label = text[at..at + length].replace(' ', "");
            return Some(FoundBorder::Whole(Border { start, end: at + length + hyphens, label }));
        }
    }
}

fn is_border(c: char) -> bool {
    matches!(c, '-' | ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_are_read_as_they_are_left() {
        for text in [
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            "----BEGIN PRIVATE KEY----\nAAAA\n------END PRIVATE KEY------",
            "- - - - -BEGIN PRIVATE KEY- - - - -\nAAAA\n-END  PRIVATE  KEY-",
            "x\n----- BEGIN PRIVATE KEY -----AAAA-----END PRIVATE KEY-----y",
            "-----BEGINPRIVATEKEY-----AAAA-----ENDPRIVATEKEY-----",
            "--BEGIN PRIVATE KEY--AAAA-----END CERTIFICATE----------END PRIVATE KEY-----",
        ] {
            let (blocks, cut) = blocks(text);
            assert_eq!((blocks.len(), cut), (1, None), "{text}");
            assert_eq!(blocks[0].label, "PRIVATEKEY", "{text}");
            assert!(blocks[0].body.trim().starts_with("AAAA"), "{text}");
        }
    }

    #[test]
    fn a_block_without_its_end_is_cut() {
        for text in
            ["-----BEGIN PRIVATE", "-----BEGIN PRIVATE KEY-----\nAAAA", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END"]
        {
            assert_eq!(blocks(text).1, Some(0), "{text}");
        }
        for text in ["BEGIN PRIVATE KEY", "the - BEGINNING", "BEGIN - END", ""] {
            assert_eq!((blocks(text).0.len(), blocks(text).1), (0, None), "{text}");
        }
    }
}
