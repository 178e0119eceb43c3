//! Parses names and values in a text that is no JSON: `.env`, YAML, TOML, shell, PowerShell, tables, sentences.

/// A word of a text, with the names that the text in front of it may mean; none for a word of a sentence.
pub(in crate::field) struct NamedValue<'a> {
    /// In lower-case letters and digits: the last word in front of the sign, the last two, the last three.
    pub(in crate::field) names: Vec<String>,
    pub(in crate::field) value: &'a str,
}

/// The signs between a name and its value.
const SIGNS: [&str; 6] = [":", "=", ":=", "=>", "->", "|"];
/// The maximum number of words in a name.
const NAME_WORDS: usize = 3;

/// The values of a text in its order, each without quotation marks, brackets and commas.
pub(in crate::field) fn named_values(text: &str) -> Vec<NamedValue<'_>> {
    text.lines().flat_map(in_line).collect()
}

/// Normalizes a name for comparison: `OKTA_CLIENT-ID` becomes `oktaclientid`. Shell keywords in front of it are
/// removed.
pub(in crate::field) fn plain_name(name: &str) -> String {
    let name = name.trim();
    let name = ["export ", "set ", "setx ", "$env:", "- "]
        .iter()
        .fold(name, |name, prefix| name.strip_prefix(prefix).unwrap_or(name));
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn in_line(line: &str) -> Vec<NamedValue<'_>> {
    let mut values = Vec::new();
    let mut before: Vec<&str> = Vec::new();
    let mut named: Vec<String> = Vec::new();
    let mut rest = line;
    while let Some((word, quoted, after)) = next_word(rest) {
        rest = after;
        if SIGNS.contains(&word) && !quoted {
            named = names(&before);
            continue;
        }
        let (name, value) = if quoted { (None, word) } else { split(word) };
        if let Some(name) = name {
            before.push(name);
            named = names(&before);
        }
        if value.is_empty() {
            continue;
        }
        // A quoted name may be followed directly by its sign: `"name":"value"`.
        values.push(NamedValue {
            names: std::mem::take(&mut named),
            value: value.trim_end_matches(['.', '!', '?', ':', '\\']),
        });
        // A sentence in quotation marks, or after an apostrophe.
        if quoted && value.contains(char::is_whitespace) {
            values.extend(in_line(value));
        }
        before.push(value);
    }
    values
}

fn names(before: &[&str]) -> Vec<String> {
    let last = before.len().saturating_sub(NAME_WORDS);
    (last..before.len()).rev().map(|from| plain_name(&before[from..].join(" "))).collect()
}

/// Splits `NAME=value` and `name:value` in two; an address is neither.
fn split(word: &str) -> (Option<&str>, &str) {
    let is_address = |rest: &str| rest.starts_with("//");
    match word.find(['=', ':']) {
        Some(at) if at > 0 && !is_address(&word[at + 1..]) && !word[..at].contains(['/', '?']) => {
            (Some(&word[..at]), word[at + 1..].trim_start_matches(['=', '>']))
        }
        _ => (None, word),
    }
}

/// The next word, whether it was quoted, and the rest.
fn next_word(text: &str) -> Option<(&str, bool, &str)> {
    let is_around = |c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '`' | '*' | '\\')
    };
    let text = text.trim_start_matches(is_around);
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            let end = rest.find(quote).unwrap_or(rest.len());
            let after = rest.get(end + 1..).unwrap_or_default();
            return Some((rest[..end].trim_matches(is_around), true, after));
        }
    }
    if text.is_empty() {
        return None;
    }
    // A sign of several characters is one word.
    if let Some(sign) = SIGNS.iter().rev().find(|sign| text.starts_with(**sign)) {
        return Some((&text[..sign.len()], false, &text[sign.len()..]));
    }
    let end = text.find(|c: char| is_around(c) || matches!(c, '"' | '\'' | '|')).unwrap_or(text.len());
    let end = end.max(text.chars().next().map_or(1, char::len_utf8));
    Some((&text[..end], false, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value_of(text: &str, name: &str) -> Option<String> {
        let is_it = |named: &NamedValue<'_>| named.names.iter().any(|its| its == name);
        named_values(text).iter().find(|named| is_it(named)).map(|named| named.value.to_owned())
    }

    #[test]
    fn values_are_found_by_their_names() {
        for text in [
            "CLIENT_ID=v1",
            "export CLIENT_ID=\"v1\"",
            "$env:CLIENT_ID = 'v1'",
            "set CLIENT_ID=v1",
            "  clientId: v1",
            "client_id : 'v1'",
            "clientId => \"v1\",",
            "\"clientId\":\"v1\",\"x\":\"y\"",
            "{\"client_id\": \"v1\"}",
            "Client ID: v1.",
            "| Client ID | v1 |",
            "- Client ID: `v1`",
            "**Client ID:** v1",
            "The client ID: v1, and the domain: d",
            "client_id = v1",
        ] {
            assert_eq!(value_of(text, "clientid").as_deref(), Some("v1"), "{text}");
        }
    }

    #[test]
    fn an_address_is_one_word() {
        let values: Vec<_> =
            named_values("see <https://acme.okta.com/a?b=c> or x").iter().map(|named| named.value.to_owned()).collect();
        assert_eq!(values, ["see", "https://acme.okta.com/a?b=c", "or", "x"]);
        assert_eq!(
            value_of("OKTA_DOMAIN=https://acme.okta.com", "oktadomain").as_deref(),
            Some("https://acme.okta.com")
        );
    }
}
