//! Tests of the catalogs: every language has every phrase of English, in the same shape. They walk the files.

#![allow(clippy::unwrap_used)]

use super::*;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The plural categories of each language (Unicode CLDR, cardinal numbers).
const CATEGORIES: [(&str, &[&str]); 4] =
    [("en", &["one", "other"]), ("de", &["one", "other"]), ("fr", &["one", "many", "other"]), ("ja", &["other"])];

/// Texts that may be the same as in English: names, and words that two languages share.
const SAME: &[&str] = &[
    "App Connections",
    "Application",
    "applications",
    "Applications",
    "Active",
    "Administrator",
    "Auto",
    "Client ID",
    "Description",
    "Details",
    "Navigation",
    "Notifications",
    "Optional",
    "Sessions",
    "Status",
    "Super Administrator",
    "System",
    "{name}: {value}",
    "{field}, {whose}: {value}",
    "{#count} bit",
    "{#count} bits",
    "DPoP",
];

fn folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("languages")
}

fn file(code: &str) -> String {
    std::fs::read_to_string(folder().join([code, ".json"].concat())).unwrap()
}

pub(super) fn codes() -> Vec<String> {
    let names = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut codes: Vec<_> = names.map(|name| name.strip_suffix(".json").unwrap().to_owned()).collect();
    codes.sort();
    codes
}

/// Every phrase with its path. A phrase with plural forms is one.
pub(super) fn phrases(code: &str) -> Vec<(String, Value)> {
    fn walk(json: &Value, path: &str, found: &mut Vec<(String, Value)>) {
        match json {
            Value::Object(members) if members.get("other").is_none() => {
                members.iter().for_each(|(name, member)| walk(member, &[path, ".", name].concat(), found));
            }
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(at, item)| walk(item, &format!("{path}.{at}"), found));
            }
            phrase => found.push((path.to_owned(), phrase.clone())),
        }
    }
    let mut found = Vec::new();
    walk(&serde_json::from_str(&file(code)).unwrap(), "", &mut found);
    found
}

fn placeholders(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        rest = after;
        let name = after.split_once('}').map(|(name, _)| name).unwrap_or_default();
        let bare = name.trim_start_matches('#');
        let is_name = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if is_name && !before.ends_with("https://") {
            names.insert(name.to_owned());
        }
    }
    names
}

pub(super) fn forms(phrase: &Value) -> Map<String, Value> {
    match phrase {
        Value::Object(forms) => forms.clone(),
        other => [("other".to_owned(), other.clone())].into_iter().collect(),
    }
}

#[test]
fn the_languages_are_those_that_index_html_offers() {
    let page = std::fs::read_to_string(folder().join("../index.html")).unwrap();
    for code in codes().into_iter().filter(|code| code != "en") {
        assert!(page.contains(&format!("lang=\"{code}\" data-name=")), "a line for {code}");
        assert!(CATEGORIES.iter().any(|(known, _)| *known == code), "the plural categories of {code}");
    }
    assert_eq!(page.matches("<meta name=\"language\"").count() + 1, codes().len());
}

#[test]
fn every_language_has_every_phrase_of_english() {
    let english: Vec<_> = phrases("en").into_iter().map(|(path, _)| path).collect();
    for code in codes() {
        let paths: Vec<_> = phrases(&code).into_iter().map(|(path, _)| path).collect();
        let (has, needs): (BTreeSet<_>, BTreeSet<_>) = (paths.iter().collect(), english.iter().collect());
        assert_eq!(needs.difference(&has).collect::<Vec<_>>(), Vec::<&&String>::new(), "missing in {code}");
        assert_eq!(has.difference(&needs).collect::<Vec<_>>(), Vec::<&&String>::new(), "unknown in {code}");
    }
}

#[test]
fn every_phrase_takes_what_that_of_english_takes() {
    let english = phrases("en");
    for code in codes() {
        for ((path, phrase), (_, own)) in phrases(&code).into_iter().zip(&english) {
            let all = |forms: &Map<String, Value>| -> BTreeSet<String> {
                forms.values().flat_map(|form| placeholders(form.as_str().unwrap())).collect()
            };
            assert_eq!(all(&forms(&phrase)), all(&forms(own)), "{code}{path}");
            assert_eq!(phrase.is_object(), own.is_object(), "{code}{path}: plural forms or none");
        }
    }
}

#[test]
fn every_plural_has_the_forms_of_its_language() {
    for (code, categories) in CATEGORIES {
        for (path, phrase) in phrases(code).into_iter().filter(|(_, phrase)| phrase.is_object()) {
            let has: BTreeSet<_> = phrase.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(has, categories.iter().copied().collect(), "{code}{path}");
        }
    }
}

#[test]
fn no_phrase_is_empty_or_still_english() {
    let english = phrases("en");
    for code in codes() {
        for ((path, phrase), (_, own)) in phrases(&code).into_iter().zip(&english) {
            for (category, form) in forms(&phrase) {
                let form = form.as_str().unwrap();
                assert!(!form.trim().is_empty(), "{code}{path}");
                let same = code != "en" && forms(own).get(&category).and_then(Value::as_str) == Some(form);
                assert!(!same || SAME.contains(&form), "{code}{path} is English: {form}");
            }
        }
    }
}

#[test]
fn a_file_of_every_language_is_understood_and_another_is_not() {
    for code in codes() {
        assert!(load_language(&file(&code)), "{code}");
    }
    assert!(load_language(&file("de")));
    assert_eq!(text().connections.actions.total(1_u64), "1 Verbindung");
    assert_eq!(text().connections.actions.total(2_u64), "2 Verbindungen");
    assert_eq!(text().table.some(50_u64, 100_u64), "50 von 100");
    for other in ["", "[]", "{}"] {
        assert!(!load_language(other), "{other}");
        assert_eq!(text().shell.management, "Verwaltung", "what was spoken stays");
    }
    use_english();
    assert_eq!(text().connections.actions.total(2_u64), "2 connections");
}

#[test]
fn a_phrase_is_found_by_its_key_and_stays_english_where_the_language_has_none() {
    assert!(load_language(r#"{"phrases": {"table": {"more": "Mehr"}, "brand": {"name": 1}}}"#));
    assert_eq!((text().table.more, text().brand.name), ("Mehr", "App Connections"));
    assert_eq!(text().table.some(1_u64, 2_u64), "1 of 2");
    use_english();
}

#[test]
fn a_sentence_that_lacks_a_value_is_said_in_english() {
    load_language(&file("de"));
    let mut check: model::check::Check = serde_json::from_str(
        r#"{"id":"domain","status":"failed","code":"domain_not_found","title":"Domain not found","detail":"x.okta.com does not exist"}"#,
    )
    .unwrap();
    assert_eq!(check_title(&check), "Domain nicht gefunden");
    assert_eq!(check_detail(&check), "x.okta.com does not exist");
    check.values.insert("host".to_owned(), "x.okta.com".into());
    assert_eq!(check_detail(&check), "x.okta.com gibt es im DNS nicht.");
    check.code = Some("from_a_newer_server".to_owned());
    assert_eq!(check_title(&check), "Domain not found");
    use_english();
}

#[test]
fn objects_that_cannot_be_read_are_named_in_the_language() {
    load_language(&file("fr"));
    let check: model::check::Check = serde_json::from_str(
        r#"{"id":"scopes","status":"failed","code":"scope_missing","title":"","detail":"",
            "values":{"missing":["okta.users.read","okta.groups.read"],"objects":["okta.users.read","okta.groups.read"]}}"#,
    )
    .unwrap();
    let detail = check_detail(&check);
    assert!(detail.contains("okta.users.read, okta.groups.read"), "{detail}");
    assert!(detail.contains("utilisateurs, groupes"), "{detail}");
    use_english();
}
