#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

/// What `serde_json` makes of a text. Its numbers have a range; ours keep their digits.
fn by_serde(text: &str) -> Result<Json, ReadError> {
    serde_json::from_str::<Value>(text)
        .map(Json::from)
        .map_err(|error| if error.is_eof() { ReadError::Truncated } else { ReadError::Invalid })
}

/// With numbers as `serde_json` spells them, and objects sorted and without repetitions.
fn normal(json: Json) -> Json {
    Value::from(json).into()
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        // Quarters: `serde_json` does not read every double back exactly.
        any::<i32>().prop_map(|quarters| Value::from(f64::from(quarters) / 4.0)),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn texts_are_read_and_refused_as_serde_does() {
    for text in [
        "null",
        " true\n",
        "false",
        "0",
        "-1",
        "12.5e+3",
        "1E5",
        "\"\"",
        "[]",
        "{}",
        "[ 1 , 2 ]",
        "{ \"a\" : [ { } ] }",
        "{\"a\":1,\"a\":2}",
        r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#,
        "\"ü\u{7f}株\"",
        "",
        " ",
        "nul",
        "nulL",
        "nullx",
        "tru",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{",
        "{\"a",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{1:2}",
        "{'a':1}",
        "{\"a\" 1}",
        "{\"a\"}",
        "-",
        "-a",
        "01",
        "-01",
        "1.",
        "1.a",
        ".5",
        "1e",
        "1e+",
        "1ex",
        "+1",
        "1 1",
        "NaN",
        "\"",
        "\"\\",
        "\"\\u",
        "\"\\u12",
        "\"\\u12\"",
        "\"\\u12zz\"",
        "\"\\x\"",
        "\"\n\"",
        "\"\u{0}\"",
        "\"\\ud800",
        "\"\\ud800\"",
        "\"\\ud800x\"",
        "\"\\ud800\\",
        "\"\\ud800\\n\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
    ] {
        assert_eq!(Json::read(text).map(normal), by_serde(text), "{text:?}");
    }
}

#[test]
fn nesting_has_an_end() {
    for (depth, fits) in [(100, true), (127, true), (128, false), (100_000, false)] {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!((Json::read(&text).is_ok(), by_serde(&text).is_ok()), (fits, fits), "{depth}");
    }
}

#[test]
fn the_last_member_of_a_name_counts() {
    let json = Json::read(r#"{"a":1,"b":2,"a":"3"}"#).unwrap();
    assert_eq!(json.get("a").and_then(Json::as_text), Some("3"));
    assert_eq!((json.get("c"), Json::Null.get("a")), (None, None));
}

proptest! {
    #[test]
    fn what_serde_writes_is_read(value in value()) {
        prop_assert_eq!(Json::read(&value.to_string()), Ok(value.clone().into()));
        prop_assert_eq!(Json::read(&format!("{value:#}")), Ok(value.into()));
    }

    #[test]
    fn what_is_written_serde_reads(value in value()) {
        let text = Json::from(value.clone()).to_text();
        prop_assert_eq!(by_serde(&text), Ok(value.into()), "{}", text);
    }

    #[test]
    fn a_damaged_text_is_refused_as_serde_does(value in value(), at in any::<prop::sample::Index>(), with in "[\\[\\]{}\",:0-9.eE+\\\\u -]?") {
        let text = value.to_string();
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let at = *at.get(&borders);
        let cut = &text[..at];
        prop_assert_eq!(Json::read(cut).map(normal), by_serde(cut), "{}", cut);
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        let spoiled = [cut, &with, &text[end..]].concat();
        // A number that only grew too large for a double is the one thing that we take and serde does not.
        prop_assume!(!serde_json::from_str::<Value>(&spoiled).is_err_and(|error| error.to_string().contains("out of range")));
        prop_assert_eq!(Json::read(&spoiled).map(normal), by_serde(&spoiled), "{}", spoiled);
    }

    #[test]
    fn anything_is_read_or_refused(text in any::<String>()) {
        prop_assert_eq!(Json::read(&text).is_ok(), by_serde(&text).is_ok());
    }
}
