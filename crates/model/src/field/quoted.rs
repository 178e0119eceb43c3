//! A character that was typed, as messages repeat it.

/// In quotation marks; what cannot be seen by its code point. Not `Debug`, whose tables of what is printable would weigh
/// on the browser for the sake of characters that nobody types.
pub(super) fn quoted(c: char) -> String {
    let mut text = String::from('\'');
    if c != ' ' && (c.is_whitespace() || c.is_control() || is_invisible(c)) {
        text.extend(c.escape_default());
    } else {
        text.push(c);
    }
    text.push('\'');
    text
}

/// Formatting characters, without a mark of their own.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_repeated_so_that_it_is_seen() {
        for (c, expected) in [
            ('a', "'a'"),
            (' ', "' '"),
            ('"', "'\"'"),
            ('\\', "'\\'"),
            ('é', "'é'"),
            ('株', "'株'"),
            ('\t', r"'\t'"),
            ('\0', r"'\u{0}'"),
            ('\u{a0}', r"'\u{a0}'"),
            ('\u{200b}', r"'\u{200b}'"),
            ('\u{feff}', r"'\u{feff}'"),
        ] {
            assert_eq!(quoted(c), expected);
        }
    }
}
