#![allow(clippy::unwrap_used)]

use super::*;
use reqwest::header::HeaderMap;
use zeroize::Zeroizing;

fn outcome(at: usize, status: u16, body: &str) -> Outcome {
    judge(&READS[at], &Ok(Answer::new(status, &HeaderMap::new(), Zeroizing::new(body.as_bytes().to_vec()))))
}

fn result(outcome: &Outcome) -> &str {
    outcome.evidence["result"].as_str().unwrap()
}

#[test]
fn every_scope_has_its_read() {
    for (scope, read) in SCOPES.iter().zip(&READS) {
        assert_eq!(scope.name, read.scope.name);
        assert!(read.path.starts_with("/api/v1/"));
    }
}

#[test]
fn a_200_counts_by_what_it_holds() {
    for (at, body, expected) in [
        (0, "[]", "read"),
        (1, "[]", "read"),
        (2, "[]", "access_empty"),
        (2, r#"[{"id":"00g"}]"#, "read"),
        (3, r#"{"id":"00o"}"#, "read"),
        (4, r#"{"roles":[]}"#, "read"),
        (4, r#"{"_links":{}}"#, "unexpected_response"),
        (5, "[]", "access_empty"),
        (6, "[]", "access_empty"),
        (6, r#"[{"id":"00u"}]"#, "read"),
        (6, "\"users\"", "unexpected_response"),
        (6, "", "unexpected_response"),
        (6, "<html>", "unexpected_response"),
    ] {
        assert_eq!(result(&outcome(at, 200, body)), expected, "{} {body}", READS[at].scope.key);
    }
}

#[test]
fn what_nobody_knows_counts_more_than_what_is_denied() {
    let denied = r#"{"errorCode":"E0000006","errorSummary":"No."}"#;
    let code = |outcomes: &[Outcome]| match sum_up(outcomes) {
        Finding::Found(diagnosis) => diagnosis.code.name(),
        _ => "passed",
    };
    assert_eq!(code(&[outcome(0, 200, "[]"), outcome(1, 403, denied)]), "access_denied");
    assert_eq!(code(&[outcome(0, 503, ""), outcome(1, 403, denied)]), "okta_unavailable");
    assert_eq!(code(&[outcome(6, 200, "[]"), outcome(1, 403, denied)]), "access_denied");
    assert_eq!(code(&[judge_missing(&READS[0]), outcome(6, 200, "[]")]), "access_empty");
    assert_eq!(code(&[outcome(0, 200, "[]")]), "passed");
}

#[test]
fn a_feature_that_the_organization_lacks_is_no_failure() {
    let off = r#"{"errorCode":"E0000015","errorSummary":"You do not have permission to access the feature you are requesting"}"#;
    let Finding::Found(found) = sum_up(&[outcome(1, 401, off)]) else { panic!("not noticed") };
    assert_eq!((found.code.name(), found.entry().effect), ("feature_not_enabled", crate::Effect::Notes));
    assert_eq!(found.evidence["objects"]["devices"]["status"], 401);
}
