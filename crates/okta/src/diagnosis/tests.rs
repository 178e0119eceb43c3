#![allow(clippy::unwrap_used)]

use super::*;
use model::check::{CheckId, CheckStatus};
use model::field::ClientId;
use model::okta::AdminPage;
use serde_json::Value;
use std::collections::HashSet;

#[test]
fn rows_and_variants_are_in_one_order() {
    for (at, (code, entry)) in Code::ALL.iter().zip(CATALOG).enumerate() {
        assert_eq!(*code as usize, at);
        assert_eq!(code.name(), entry.name);
    }
}

#[test]
fn every_code_has_a_name_and_a_meaning_of_its_own() {
    let unique = |column: fn(&Entry) -> &str| CATALOG.iter().map(column).collect::<HashSet<_>>().len();
    assert_eq!(unique(|entry| entry.name), CATALOG.len());
    assert_eq!(unique(|entry| entry.detail), CATALOG.len());
    for entry in CATALOG {
        assert!(entry.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", entry.name);
    }
}

#[test]
fn every_code_of_the_contract_is_there() {
    for name in [
        "domain_not_found",
        "domain_private_address",
        "tls_untrusted",
        "connect_timeout",
        "not_okta",
        "admin_host",
        "private_key_invalid",
        "client_not_found",
        "app_inactive",
        "key_not_registered",
        "key_id_unknown",
        "key_id_needed",
        "clock_skew",
        "client_auth_method",
        "not_service_app",
        "network_zone",
        "dpop_required",
        "scope_missing",
        "no_scopes",
        "role_missing",
        "role_unreadable",
        "access_denied",
        "access_empty",
        "rate_limited",
        "okta_unavailable",
        "unexpected_response",
    ] {
        assert!(CATALOG.iter().any(|entry| entry.name == name), "{name}");
    }
}

#[test]
fn every_row_is_written_in_whole_sentences() {
    for entry in CATALOG {
        assert!(!entry.title.is_empty() && !entry.title.ends_with('.'), "{}", entry.name);
        for sentence in [entry.detail, entry.fix] {
            assert!(sentence.ends_with('.') || sentence.ends_with("{missing}."), "{}: {sentence}", entry.name);
            assert!(sentence.len() < 260, "{}: {sentence}", entry.name);
        }
        assert!(!entry.fix.to_lowercase().contains("turn off") && !entry.fix.contains("deselect"), "{}", entry.name);
    }
}

#[test]
fn steps_exist_and_pages_have_steps() {
    for entry in CATALOG {
        assert!(entry.step.is_none_or(|step| model::okta::step(step).is_some()), "{}", entry.name);
        assert!(
            entry.step.is_some() || entry.page.is_none() || entry.page == Some(AdminPage::Networks),
            "{}",
            entry.name
        );
    }
}

#[test]
fn what_says_nothing_of_the_settings_does_not_fail_them() {
    for entry in CATALOG {
        match entry.effect {
            Effect::Blocks | Effect::Undecided => assert_eq!(entry.status, CheckStatus::Failed, "{}", entry.name),
            Effect::Notes => assert_eq!(entry.status, CheckStatus::Warning, "{}", entry.name),
            Effect::Limits => assert_ne!(entry.status, CheckStatus::Passed, "{}", entry.name),
        }
    }
}

pub(crate) fn links() -> Links {
    Links {
        host: "login.acme.com".to_owned(),
        admin_host: Some("acme-admin.okta.com".to_owned()),
        client_id: ClientId::parse("0oa1b2c3d4E5F6G7H8i9").unwrap(),
    }
}

/// Every language's sentences of a cause, by language: title, detail, fix.
fn sentences(code: &str) -> Vec<(&'static str, [String; 3])> {
    let read = |language: &'static str| {
        let path = format!("{}/../../languages/{language}.json", env!("CARGO_MANIFEST_DIR"));
        let json: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let found = &json["findings"][code];
        (language, ["title", "detail", "fix"].map(|part| found[part].as_str().unwrap_or("{}").to_owned()))
    };
    ["en", "de", "fr", "ja"].map(read).to_vec()
}

/// Whatever check finds whatever cause, and fills in nothing: no sentence is left with a hole.
#[test]
fn no_cause_at_any_check_leaves_a_brace_in_any_sentence_of_any_language() {
    for (code, entry) in Code::ALL.iter().zip(CATALOG) {
        for id in CheckId::ALL {
            let check = Diagnosis::new(*code).with("status", 403).whole().check(id, &links());
            let code = check.code.clone().unwrap();
            assert!(code == entry.name || (code == "unexpected_response" && check.evidence.get("cause").is_some()));
            let english = [check.title, check.detail, check.fix.unwrap().text];
            let values: Vec<_> =
                check.values.iter().map(|(name, value)| (name.to_owned(), value.to_string())).collect();
            let in_languages = sentences(&code).into_iter().flat_map(|(_, sentences)| {
                sentences.map(|text| {
                    values.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
                })
            });
            for text in english.into_iter().chain(in_languages) {
                assert!(!text.is_empty() && !text.contains(['{', '}']), "{} at {}: {text}", entry.name, id.name());
            }
        }
    }
}

/// What only a super administrator of Okta can do is said together with who can do it.
#[test]
fn whoever_is_told_to_grant_something_is_told_who_may() {
    let causes = CATALOG.iter().map(|entry| (entry.name.to_owned(), entry.fix));
    let steps = model::okta::GUIDE.iter().map(|step| (format!("step {}", step.number), step.text));
    let mut told = 0;
    for (what, text) in causes.chain(steps) {
        if ["Grant", "grant them", "Edit assignments"].iter().any(|act| text.contains(act)) {
            assert!(text.contains("a super administrator of Okta can do this"), "{what}: {text}");
            told += 1;
        }
    }
    assert!(told >= 10, "{told}");
}

#[test]
fn a_cause_with_its_values_stays_what_it_is() {
    let found = Diagnosis::new(Code::AccessDenied).fill("objects", "users").whole();
    assert_eq!(found.code, Code::AccessDenied);
    let half = Diagnosis::new(Code::AccessDenied).with("status", 403).whole();
    assert_eq!((half.code, &half.evidence["cause"]), (Code::UnexpectedResponse, &"access_denied".into()));
}

#[test]
fn a_line_of_the_report_has_its_values_and_its_link() {
    let links = links();
    let check = Diagnosis::new(Code::ScopeMissing)
        .fill("missing", "okta.users.read")
        .fill("objects", "users")
        .with("missing", vec!["okta.users.read"])
        .check(CheckId::Scopes, &links);
    assert_eq!(check.detail, "Not granted to the app: okta.users.read. The connection cannot read users.");
    let fix = check.fix.unwrap();
    assert_eq!(fix.step, Some(11));
    let url = "https://acme-admin.okta.com/admin/app/oidc_client/instance/0oa1b2c3d4E5F6G7H8i9/#tab-okta-api-scopes";
    assert_eq!(fix.url.as_deref(), Some(url));
    let check = Diagnosis::new(Code::NotOkta).check(CheckId::Organization, &links);
    assert_eq!(check.detail, "login.acme.com responds, but it is not an Okta organization.");
}
