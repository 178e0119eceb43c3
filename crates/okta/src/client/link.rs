//! `Link` (RFC 8288): where a list goes on.

/// The address that one line of `Link` gives for `rel="next"`.
pub(super) fn next(line: &str) -> Option<&str> {
    let mut rest = line;
    loop {
        let (_, after) = rest.split_once('<')?;
        let (address, after) = after.split_once('>')?;
        let parameters = &after[..end_of_entry(after)];
        if parameters.split(';').any(is_next) {
            return Some(address);
        }
        rest = &after[parameters.len()..];
    }
}

/// Where the next entry begins: at a comma outside quotation marks.
fn end_of_entry(text: &str) -> usize {
    let mut is_quoted = false;
    let end = text.char_indices().find(|(_, c)| {
        is_quoted ^= *c == '"';
        *c == ',' && !is_quoted
    });
    end.map_or(text.len(), |(at, _)| at)
}

fn is_next(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    let relations = value.trim().trim_matches('"');
    name.trim().eq_ignore_ascii_case("rel")
        && relations.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("next"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found_however_it_is_written() {
        for (line, expected) in [
            ("<https://a/?after=x>; rel=\"next\"", Some("https://a/?after=x")),
            ("<https://a/?after=x>;rel=next", Some("https://a/?after=x")),
            ("<https://a/>; rel=\"self\", <https://a/?after=x>; rel=\"next\"", Some("https://a/?after=x")),
            ("<https://a/?a=1,2>; title=\"x, rel=next\"; rel=\"prev next\"", Some("https://a/?a=1,2")),
            ("<https://a/>; rel=\"self\"", None),
            ("<https://a/>; title=\"rel=next\"", None),
            ("<https://a/", None),
            ("", None),
        ] {
            assert_eq!(next(line), expected, "{line}");
        }
    }
}
