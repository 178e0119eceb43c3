//! Text cleanup: removes the typography and the invisible characters that mail programs, word processors and web pages
//! add.

use std::borrow::Cow;

/// Default-ignorable and formatting characters (Unicode, `Default_Ignorable_Code_Point`), and the Braille blank: they
/// are invisible.
pub(in crate::field) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Trims white space and invisible characters at both ends.
pub(in crate::field) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Removes invisible characters everywhere.
pub(in crate::field) fn visible(text: &str) -> Cow<'_, str> {
    if text.contains(is_invisible) {
        Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Undoes typography: straight quotes, hyphens for dashes, plain spaces, nothing invisible.
pub(in crate::field) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0' => {}
            _ if is_invisible(c) => {}
            '\n' | '\r' | '\t' | ' ' => plain.push(c),
            '\u{2028}' | '\u{2029}' | '\u{85}' => plain.push('\n'),
            _ if c.is_whitespace() => plain.push(' '),
            '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' | '\u{ff02}' | '\u{300c}'..='\u{300f}' => {
                plain.push('"');
            }
            '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2039}' | '\u{203a}' | '\u{ff07}' | '\u{b4}' => plain.push('\''),
            // Word processors turn two hyphens into a long dash.
            '\u{2014}' | '\u{2015}' | '\u{2e3a}' | '\u{2e3b}' => plain.push_str("--"),
            '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => plain.push('-'),
            _ => plain.push(c),
        }
    }
    plain
}

/// Removes the `>` in front of every line of a quoted mail.
pub(super) fn unquoted(text: &str) -> String {
    let line = |line: &str| line.trim_start_matches(['>', ' ', '\t']).to_owned();
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Resolves one level of backslash escapes: of JSON, of shells, of source code.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match rest.next() {
            Some('n' | 'r') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('u') => {
                let digits = rest.as_str().get(..4).unwrap_or_default();
                match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
                    Some(c) => {
                        plain.push(c);
                        rest = rest.as_str()[4..].chars();
                    }
                    None => plain.push('u'),
                }
            }
            Some(other) => plain.push(other),
            None => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_is_undone() {
        for (text, expected) in [
            ("\u{201c}kty\u{201d}", "\"kty\""),
            ("\u{2018}a\u{2019}", "'a'"),
            ("\u{2014}\u{2013}-BEGIN", "----BEGIN"),
            ("a\u{a0}b\u{200b}c\u{ad}", "a bc"),
            ("-\0-\0", "--"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn backslashes_are_taken_level_by_level() {
        for (text, expected) in [
            (r#"\"a\""#, r#""a""#),
            (r"\\n", r"\n"),
            (r"a\nb", "a\nb"),
            (r"\u0022\u00e9", "\"é"),
            (r"\u00", "u00"),
            (r"\/", "/"),
            ("a\\", "a"),
        ] {
            assert_eq!(unescaped(text), expected, "{text}");
        }
    }

    #[test]
    fn ends_are_trimmed_of_what_cannot_be_seen() {
        assert_eq!(trimmed("\u{feff} \u{200b}a\u{ad}b\u{a0}\u{202e}"), "a\u{ad}b");
        assert_eq!(visible("a\u{ad}b"), "ab");
    }
}
