//! Challenges: parameters of `WWW-Authenticate` (RFC 9110 §11.6.1): a token or a quoted string each, on one line or on several.

/// The value of the first parameter of this name; a string that is never closed is none.
pub(super) fn parameter(challenge: &str, name: &str) -> Option<String> {
    let mut rest = challenge;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return None;
        }
        let end = rest.find([' ', '\t', ',', '=', '"']).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let Some(value) = after.trim_start_matches([' ', '\t']).strip_prefix('=') else {
            // The scheme, or something that is no parameter at all.
            rest = if after.len() < rest.len() { after } else { &rest[rest.chars().next()?.len_utf8()..] };
            continue;
        };
        let (value, after) = value_of(value.trim_start_matches([' ', '\t']))?;
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after;
    }
}

/// A value, and what stands behind it.
fn value_of(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([' ', '\t', ',']).unwrap_or(text.len());
        return Some((text[..end].to_owned(), &text[end..]));
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &quoted[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_found_however_it_is_written() {
        for (challenge, expected) in [
            (r#"Bearer error="x""#, Some("x")),
            (r#"Bearer realm="a, error=no", error="x""#, Some("x")),
            ("Bearer realm=acme, error=insufficient_scope, scope=okta.users.read", Some("insufficient_scope")),
            ("Bearer ERROR = x", Some("x")),
            ("error=x", Some("x")),
            (r#"Bearer error="a \"b\" c""#, Some("a \"b\" c")),
            (r#"Bearer error="""#, Some("")),
            (r#"Bearer error_description="x""#, None),
            (r#"Bearer xerror="x""#, None),
            (r#"Bearer error="never closed"#, None),
            ("Bearer", None),
            ("Bearer error", None),
            ("\"\"\"=,=", None),
            ("", None),
        ] {
            assert_eq!(parameter(challenge, "error").as_deref(), expected, "{challenge}");
        }
    }
}
