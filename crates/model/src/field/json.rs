//! Finds JSON within a text.

use serde::de::Error;
use serde_json::{Deserializer, Result, Value};

/// The JSON value at the beginning of a text, and its length in bytes; any text may follow.
pub(super) fn first_value(text: &str) -> Result<(Value, usize)> {
    let mut values = Deserializer::from_str(text).into_iter();
    let value = values.next().unwrap_or_else(|| Err(Error::custom("no value")))?;
    Ok((value, values.byte_offset()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use serde_json::json;

    #[test]
    fn what_follows_the_first_value_does_not_matter() {
        for (text, expected, length) in
            [("{} and more", json!({}), 2), ("[1]]", json!([1]), 3), (r#"{"a":"}"}{"#, json!({ "a": "}" }), 9)]
        {
            assert_eq!(first_value(text).unwrap(), (expected, length), "{text}");
        }
    }

    #[test]
    fn a_value_that_is_cut_off_ends_too_early_and_another_is_wrong() {
        for (text, is_cut_off) in
            [("", false), ("{", true), (r#"{"a":"b"#, true), ("[1,", true), ("{a", false), ("[,]", false)]
        {
            assert_eq!(first_value(text).unwrap_err().is_eof(), is_cut_off, "{text}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        assert!(first_value(&"[".repeat(100_000)).is_err());
    }
}
