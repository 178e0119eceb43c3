//! What the server and the shared rules say by code is in `languages/en.json`, word for word, so that the console's tests
//! hold every other language to it.

#![allow(missing_docs, clippy::unwrap_used)]

use model::field::{
    ClientId, ClientIdWarning, Correction, Description, FieldError, KeyId, KeyIdError, OktaDomain, OktaDomainError,
    PrivateKey, PrivateKeyError, ProfileName,
};
use model::okta::{Application, GUIDE, OWN_KEY_STEP, SCOPES};
use okta::{CATALOG, STATUS_MESSAGES};
use serde_json::Value;
use std::collections::BTreeSet;

fn english() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../languages/en.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn keys(section: &Value) -> BTreeSet<&str> {
    section.as_object().unwrap().keys().map(String::as_str).collect()
}

fn text<'a>(json: &'a Value, path: &[&str]) -> &'a str {
    path.iter().fold(json, |json, name| &json[*name]).as_str().unwrap_or_else(|| panic!("{path:?} is missing"))
}

#[test]
fn every_cause_and_everything_else_that_a_report_says() {
    let english = english();
    for entry in CATALOG {
        let said = |part| text(&english, &["findings", entry.name, part]);
        assert_eq!((said("title"), said("detail"), said("fix")), (entry.title, entry.detail, entry.fix));
    }
    for message in STATUS_MESSAGES {
        let said = |part| text(&english, &["sayings", message.name, part]);
        assert_eq!((said("title"), said("detail")), (message.title, message.detail));
    }
    assert_eq!(keys(&english["findings"]).len(), CATALOG.len());
    assert_eq!(keys(&english["sayings"]).len(), STATUS_MESSAGES.len());
}

#[test]
fn every_step_of_the_guide_and_every_type_of_object() {
    let english = english();
    for step in &GUIDE {
        let number = step.number.to_string();
        let said = |part| text(&english, &["guide", &number, part]);
        assert_eq!((said("title"), said("text")), (step.title, step.text));
    }
    let said = |part| text(&english, &["guide", "own_key", part]);
    assert_eq!((said("title"), said("text")), (OWN_KEY_STEP.title, OWN_KEY_STEP.text));
    assert_eq!(keys(&english["guide"]).len(), GUIDE.len() + 1);
    for scope in &SCOPES {
        assert_eq!(text(&english, &["objects", scope.name]), scope.objects);
    }
}

#[test]
fn every_mend_and_every_kind_of_problem() {
    let english = english();
    for correction in Correction::ALL {
        assert_eq!(text(&english, &["mends", correction.code()]), correction.to_string());
    }
    let kinds: BTreeSet<_> = server::problem::kind::ALL.iter().map(|kind| kind.code).collect();
    assert_eq!(keys(&english["problems"]), kinds);
}

const KEY: &str = "-----BEGIN PRIVATE KEY-----";

/// One of each refusal.
fn refusals() -> Vec<Box<dyn FieldError>> {
    let chars = |count: usize| "x".repeat(count);
    let mut all: Vec<Box<dyn FieldError>> = vec![
        Box::new(ProfileName::parse("").err().unwrap()),
        Box::new(ProfileName::parse(&chars(121)).err().unwrap()),
        Box::new(ProfileName::parse("a\u{7}b").err().unwrap()),
        Box::new(Description::parse(&chars(2_001)).err().unwrap()),
        Box::new(Description::parse("a\u{7}b").err().unwrap()),
        Box::new(ProfileName::parse(KEY).err().unwrap()),
        Box::new(Description::parse(KEY).err().unwrap()),
        Box::new(KeyId::parse(KEY).err().unwrap()),
        Box::new(Application::parse("x").err().unwrap()),
        Box::new(ClientId::parse("").err().unwrap()),
        Box::new(ProfileName::parse("a\u{200b}b").err().unwrap()),
        Box::new(ClientId::parse("a/b").err().unwrap()),
        Box::new(ClientId::parse("ab").err().unwrap()),
        Box::new(ClientId::parse("00QCjAl4MlV-WPXM7ABm0HmxABCdefghijklmnopqr").err().unwrap()),
        Box::new(KeyId::parse("a\nb").err().unwrap()),
        Box::new(KeyId::parse(&chars(256)).err().unwrap()),
        Box::new(KeyIdError::Contradicts { in_key: "k1".to_owned() }),
    ];
    for domain in [
        OktaDomainError::Missing,
        OktaDomainError::Placeholder,
        OktaDomainError::InsecureScheme,
        OktaDomainError::OtherScheme { scheme: "ftp".to_owned() },
        OktaDomainError::Port,
        OktaDomainError::UserInfo,
        OktaDomainError::IpAddress,
        OktaDomainError::SingleLabel,
        OktaDomainError::DoubleCom,
        OktaDomainError::Slip { meant: "acme.okta.com".to_owned() },
        OktaDomainError::InvalidIdna,
        OktaDomain::parse("a_b.okta.com").err().unwrap(),
        OktaDomainError::OktaItself,
        OktaDomainError::Malformed,
    ] {
        all.push(Box::new(domain));
    }
    for key in [
        PrivateKey::parse("").err().unwrap(),
        PrivateKeyError::TooLarge,
        PrivateKeyError::NotAKey,
        PrivateKeyError::Truncated,
        PrivateKeyError::InvalidJson,
        PrivateKeyError::Damaged,
        PrivateKeyError::PublicKey,
        PrivateKeyError::Certificate,
        PrivateKeyError::Encrypted,
        PrivateKeyError::KeySet,
        PrivateKeyError::SeveralKeys,
        PrivateKeyError::OtherKind { kind: "DSA".to_owned() },
        PrivateKeyError::OtherCurve,
        PrivateKeyError::RsaTooShort { bits: 1024 },
        PrivateKeyError::MemberMissing { name: "n" },
        PrivateKeyError::Incomplete { names: "p, q".to_owned() },
        PrivateKeyError::ApiToken,
        PrivateKeyError::ClientSecret,
        PrivateKeyError::NotForSigning,
        PrivateKeyError::KeyId,
    ] {
        all.push(Box::new(key));
    }
    all
}

/// Refusals of the server alone, whose sentences are in its code.
const SERVERS: [&str; 10] = [
    "key_given_twice",
    "name_taken",
    "key_required",
    "generated_key_unknown",
    "domain_not_allowed",
    "private_key_invalid",
    "private_key_too_long",
    "private_key_algorithm",
    "private_key_unreadable",
    "private_key_not_generated",
];

#[test]
fn every_refused_field_with_the_values_that_it_comes_with() {
    let english = english();
    let mut codes: BTreeSet<&str> = SERVERS.into_iter().collect();
    for refusal in refusals() {
        let mut said = text(&english, &["fields", refusal.code()]).to_owned();
        for (name, value) in &refusal.values() {
            let value = match value {
                Value::Number(number) => number.to_string(),
                other => other.as_str().unwrap().to_owned(),
            };
            said = said.replace(&format!("{{{name}}}"), &value);
        }
        assert_eq!(said, refusal.to_string());
        codes.insert(refusal.code());
    }
    for warning in ClientIdWarning::ALL {
        assert_eq!(text(&english, &["fields", warning.code()]), warning.to_string());
        codes.insert(warning.code());
    }
    assert_eq!(keys(&english["fields"]), codes);
}
