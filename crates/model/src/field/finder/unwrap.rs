//! Unwraps one value: removes quotation marks, brackets, a name in front, a comma at the end.

use super::clean::{plain, trimmed};
use super::words::plain_name;

/// Pairs of characters around a value.
const PAIRS: [(&str, &str); 10] = [
    ("\"", "\""),
    ("'", "'"),
    ("<", ">"),
    ("(", ")"),
    ("[", "]"),
    ("**", "**"),
    ("*", "*"),
    ("\\\"", "\\\""),
    ("\\'", "\\'"),
    ("|", "|"),
];
/// Characters after a value, at the end of a sentence or in a list.
const BEHIND: [char; 4] = [',', ';', '.', '!'];
/// The maximum number of wrappings.
const MAX_DEPTH: usize = 12;

/// The value, if a text is one value and its wrappings. `is_name` tells whether the text in front of a colon or an
/// equals sign (its letters and digits in lower case) is the value's name.
pub(in crate::field) fn unwrapped(text: &str, is_name: fn(&str) -> bool) -> String {
    let mut value = trimmed(&plain(text)).to_owned();
    for _ in 0..MAX_DEPTH {
        let inner = inside(&value, is_name);
        match inner {
            Some(inner) if inner.len() < value.len() => value = inner.to_owned(),
            _ => break,
        }
    }
    value
}

fn inside(value: &str, is_name: fn(&str) -> bool) -> Option<&str> {
    // A Markdown link: `[text](address)`.
    if let Some((_, address)) = value.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        return address.strip_suffix(')').map(trimmed);
    }
    if let Some((fence, inner)) = fenced(value) {
        let is_language = |line: &str| line.trim().bytes().all(|byte| byte.is_ascii_alphanumeric());
        let language = inner.split_once('\n').filter(|(first, _)| fence >= 3 && is_language(first));
        return Some(trimmed(language.map_or(inner, |(_, rest)| rest)));
    }
    for (open, close) in PAIRS {
        let inner = value.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        // `"name": "value"` begins and ends with quotation marks, too.
        let is_named = |inner: &str| {
            let first = inner.split_once(open).filter(|(first, _)| !first.contains(['=', ':']));
            first.is_some_and(|(first, _)| is_name(&plain_name(first)))
        };
        if let Some(inner) = inner.filter(|inner| !is_named(inner)) {
            return Some(trimmed(inner));
        }
    }
    // Two dots do not end a sentence.
    if let Some(shorter) = value.strip_suffix(BEHIND).filter(|shorter| !shorter.ends_with('.')) {
        return Some(trimmed(shorter));
    }
    let (name, rest) = value.split_once(['=', ':'])?;
    is_name(&plain_name(name)).then(|| trimmed(rest.trim_start_matches(['=', '>'])))
}

/// The length of the run of backticks on both sides, and the text between them: a value in a code span may contain
/// backticks.
fn fenced(value: &str) -> Option<(usize, &str)> {
    let before = value.len() - value.trim_start_matches('`').len();
    let behind = value.len() - value.trim_end_matches('`').len();
    let fence = before.min(behind);
    // Backticks alone have nothing between them.
    let inner = value.get(fence..value.len() - fence)?;
    (fence > 0).then_some((fence, inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappings_are_taken_off_one_after_the_other() {
        for text in [
            "value",
            " value\n",
            "\u{feff}value\u{200b}",
            "\"value\",",
            "<value>",
            "`value`",
            "**value**",
            "\u{201c}value\u{201d}.",
            "[my link](value)",
            "name: value",
            "NAME='value';",
            "export NA_ME=\"value\"",
            "\"name\": \"value\",",
            "\\\"name\\\": \\\"value\\\"",
            "```\nvalue\n```",
            "```sh\nvalue\n```",
            "`name=`value``",
            "``name: `value` ``",
        ] {
            assert_eq!(unwrapped(text, |name| name == "name"), "value", "{text}");
        }
        for text in ["other: value", "a<b>", "value)"] {
            assert_eq!(unwrapped(text, |name| name == "name"), text);
        }
    }
}
