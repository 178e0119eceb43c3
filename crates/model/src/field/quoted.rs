//! Quotes a character of the input for a message.

use super::finder::is_invisible;

/// In quotation marks, or by its code point if it is invisible. Not by `Debug`, whose tables of printable characters
/// would add to the browser's bundle for the sake of characters that nobody types.
pub(super) fn quoted(c: char) -> String {
    if c != ' ' && (c.is_whitespace() || c.is_control() || is_invisible(c)) {
        let mut digits = String::new();
        let mut code = u32::from(c);
        while code > 0 || digits.len() < 4 {
            digits.insert(0, char::from_digit(code % 16, 16).unwrap_or('0').to_ascii_uppercase());
            code /= 16;
        }
        return ["U+", &digits].concat();
    }
    let mut text = String::from('\'');
    text.push(c);
    text.push('\'');
    text
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
            ('\t', "U+0009"),
            ('\0', "U+0000"),
            ('\u{a0}', "U+00A0"),
            ('\u{200b}', "U+200B"),
            ('\u{feff}', "U+FEFF"),
            ('\u{e0041}', "U+E0041"),
        ] {
            assert_eq!(quoted(c), expected);
        }
    }
}
