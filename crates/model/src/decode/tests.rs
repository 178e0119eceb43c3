#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;

/// Every type that the console reads, with all that can be there, and in the form in which serde writes it.
fn samples() -> Vec<(&'static str, Value)> {
    let fix = json!({"step": 9, "text": "Paste the public key.", "url": "https://acme-admin.okta.com/"});
    let check = json!({
        "id": "proof_of_possession", "status": "warning", "code": "dpop", "title": "Title", "detail": "Détail", "fix": fix,
        "evidence": {"error": "invalid", "status": 401, "scopes": ["a", "b"], "deep": {"x": [1.5, true, null]}},
    });
    let report = json!({"outcome": "inconclusive", "started_at": "2026-01-01T00:00:00Z", "duration_ms": 5000, "checks": [check, check]});
    let key = json!({"key_id": "k1", "algorithm": "RS256", "bits": 2048, "thumbprint": "t", "set_at": "2026"});
    let settings = json!({"domain": "https://acme.okta.com", "client_id": "0oa", "key": key, "organization_id": "00o"});
    let connection = json!({
        "id": "c1", "name": "Acme", "description": "", "application": "okta", "settings": settings, "status": "limited",
        "report": report, "created_at": "a", "created_by": "b", "updated_at": "c", "updated_by": "d", "verified_at": "e",
        "version": -3,
    });
    let entry = json!({"id": "h1", "at": "2026", "by": "Ada", "subject": "jwt u-1", "address": "203.0.113.9", "action": "updated", "details": {"changes": {"a": [1]}}});
    let session = json!({
        "id": "s1", "name": "Ada", "role": "admin", "current": true, "created_at": "a", "last_used_at": "b",
        "expires_at": "c", "address": "203.0.113.9", "browser": "Firefox", "system": "Linux",
    });
    let refused = json!({"pointer": "/name", "code": "name_missing", "detail": "Enter a name."});
    vec![
        ("Fix", fix),
        ("Check", check),
        ("Report", report.clone()),
        ("KeyView", key),
        ("Settings", settings),
        ("Connection", connection.clone()),
        ("ConnectionPage", json!({"items": [connection, connection], "next_cursor": "n", "total": u64::MAX})),
        ("HistoryPage", json!({"items": [entry, entry], "next_cursor": null})),
        ("HistoryEntry", entry),
        ("Session", json!({"name": "Ada", "role": "viewer", "expires_at": "2026"})),
        ("SessionList", json!({"items": [session, session], "next_cursor": "abc"})),
        ("SessionEntry", session),
        ("SignInMethods", json!({"provider": "Okta"})),
        ("GeneratedKey", json!({"id": "g1", "key_id": "k1", "public_jwk": {"kty": "RSA"}, "public_pem": "-----"})),
        ("FieldProblem", refused.clone()),
        (
            "Problem",
            json!({"type": "/problems/x", "title": "T", "status": 422, "detail": "D", "code": "x", "errors": [refused],
                "report": report}),
        ),
    ]
}

/// What both readers make of a document, for they must agree: the value, as JSON again, or a refusal.
fn both(name: &str, document: &Value) -> Option<Value> {
    match name {
        "Fix" => compare::<Fix>(document),
        "Check" => compare::<Check>(document),
        "Report" => compare::<Report>(document),
        "KeyView" => compare::<KeyView>(document),
        "Settings" => compare::<Settings>(document),
        "Connection" => compare::<Connection>(document),
        "ConnectionPage" => compare::<ConnectionPage>(document),
        "HistoryPage" => compare::<HistoryPage>(document),
        "HistoryEntry" => compare::<HistoryEntry>(document),
        "Session" => compare::<Session>(document),
        "SessionList" => compare::<SessionList>(document),
        "SessionEntry" => compare::<SessionEntry>(document),
        "SignInMethods" => compare::<SignInMethods>(document),
        "GeneratedKey" => compare::<GeneratedKey>(document),
        "FieldProblem" => compare::<FieldProblem>(document),
        "Problem" => compare::<Problem>(document),
        other => panic!("{other}"),
    }
}

fn compare<T: Decode + DeserializeOwned + Serialize + PartialEq + Debug>(document: &Value) -> Option<Value> {
    let own = from_text::<T>(&document.to_string());
    // Serde takes a list for an object, too, if it is long enough: never what the server sends.
    let serdes = serde_json::from_value::<T>(document.clone()).ok().filter(|_| !document.is_array());
    assert_eq!(own, serdes, "{document}");
    own.map(|value| serde_json::to_value(value).unwrap())
}

/// JSON pointers of everything in a document.
fn places(document: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match document {
        Value::Object(members) => members.iter().for_each(|(name, value)| places(value, &format!("{at}/{name}"), into)),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(index, value)| places(value, &format!("{at}/{index}"), into));
        }
        _ => {}
    }
}

/// The document without what is at `place`.
fn without(mut document: Value, place: &str) -> Value {
    let Some((parent, name)) = place.rsplit_once('/') else { return Value::Null };
    match document.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.remove(name)),
        Value::Array(values) => drop(values.remove(name.parse().unwrap())),
        _ => {}
    }
    document
}

/// Values of every kind, and on every border of the integers.
fn strangers() -> Vec<Value> {
    let mut values =
        vec![json!(null), json!(true), json!(""), json!("odd"), json!("passed"), json!("okta"), json!("7")];
    values.extend([
        json!([]),
        json!([""]),
        json!({}),
        json!({"odd": 1}),
        json!([{}]),
        json!(1.0),
        json!(0.5),
        json!(-0.0),
    ]);
    values.extend([0, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296, i64::MAX].map(Value::from));
    values.extend([-1, i64::MIN].map(Value::from));
    values.extend([i64::MAX as u64 + 1, u64::MAX].map(Value::from));
    values
}

#[test]
fn a_whole_document_is_read_as_serde_reads_it() {
    for (name, document) in samples() {
        assert!(both(name, &document).is_some(), "{name}");
    }
}

#[test]
fn every_member_may_be_absent_wrong_or_accompanied_where_serde_says_so() {
    for (name, document) in samples() {
        let mut all = Vec::new();
        places(&document, "", &mut all);
        let mut refused = 0;
        for place in &all {
            let mut variants = vec![without(document.clone(), place)];
            for stranger in strangers() {
                let mut variant = document.clone();
                *variant.pointer_mut(place).unwrap() = stranger;
                variants.push(variant);
            }
            refused += variants.iter().filter(|variant| both(name, variant).is_none()).count();
        }
        assert!(refused > all.len(), "{name}: {refused} of {}", all.len());
    }
}

#[test]
fn unknown_members_are_passed_over() {
    for (name, mut document) in samples() {
        let expected = both(name, &document);
        document["unknown"] = json!({"a": [1, "b"]});
        assert_eq!(both(name, &document), expected, "{name}");
    }
}

#[test]
fn every_word_is_read_and_written_as_serde_does() {
    fn words<T: Decode + Serialize + PartialEq + Debug + Copy>(all: &[T], name: fn(T) -> &'static str) {
        for value in all {
            assert_eq!(serde_json::to_value(value).unwrap(), name(*value));
            assert_eq!(from_json::<T>(&name(*value).into()), Some(*value));
        }
        for other in [json!("Passed"), json!("other"), json!(""), json!(0), json!(null)] {
            assert_eq!(from_json::<T>(&other.into()), None);
        }
    }
    words(&Application::ALL, Application::id);
    words(&CheckId::ALL, CheckId::name);
    words(&CheckStatus::ALL, CheckStatus::name);
    words(&Outcome::ALL, Outcome::name);
    words(&Role::ALL, Role::name);
    words(&Status::ALL, Status::name);
}

proptest! {
    #[test]
    fn after_any_changes_both_agree(
        sample in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<Option<prop::sample::Index>>(), "\\PC{0,9}"), 1..4),
    ) {
        let (name, mut document) = sample.get(&samples()).clone();
        for (place, stranger, text) in changes {
            let mut all = Vec::new();
            places(&document, "", &mut all);
            let place = place.get(&all);
            match stranger.map(|stranger| stranger.get(&strangers()).clone()) {
                None if !text.is_empty() => *document.pointer_mut(place).unwrap() = json!(text),
                None => document = without(document, place),
                Some(stranger) => *document.pointer_mut(place).unwrap() = stranger,
            }
        }
        both(name, &document);
    }
}
