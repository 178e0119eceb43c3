#![allow(clippy::unwrap_used)]

use super::*;
use outbound::header::HeaderMap;
use zeroize::Zeroizing;

fn outcome(at: usize, status: u16, body: &str) -> Outcome {
    evaluate(&READS[at], &Ok(Answer::new(status, &HeaderMap::new(), Zeroizing::new(body.as_bytes().to_vec()))), false)
}

/// The code of what an answer to a read of users is; `passed` where it is as it should be.
pub(crate) fn judged_users(answer: &Answer) -> &'static str {
    let read = &READS[6];
    let found = if answer.status == 200 {
        content(read, answer).0
    } else {
        Some(diagnose(Endpoint::Api, &Asked::default(), answer))
    };
    found.map_or("passed", |found| found.code.name())
}

fn result_of(outcome: &Outcome) -> &str {
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
        (0, "[]", "access_empty"),
        (0, r#"[{"id":"0oa"}]"#, "read"),
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
        (6, "<html>", "html_response"),
    ] {
        assert_eq!(result_of(&outcome(at, 200, body)), expected, "{} {body}", READS[at].scope.key);
    }
}

#[test]
fn what_nobody_knows_counts_more_than_what_is_denied() {
    let denied = r#"{"errorCode":"E0000006","errorSummary":"No."}"#;
    let code = |outcomes: &[Outcome]| sum_up(outcomes).code();
    assert_eq!(code(&[outcome(4, 200, "[]"), outcome(1, 403, denied)]), "access_denied");
    assert_eq!(code(&[outcome(0, 503, ""), outcome(1, 403, denied)]), "gateway_unavailable");
    assert_eq!(code(&[outcome(6, 200, "[]"), outcome(1, 403, denied)]), "access_denied");
    let unread = |code| evaluate_unread(&READS[1], code);
    assert_eq!(code(&[unread(Code::AccessScopeMissing), outcome(6, 200, "[]")]), "access_empty");
    assert_eq!(code(&[unread(Code::ClassicEngine), outcome(6, 200, "[]")]), "access_empty");
    assert_eq!(code(&[unread(Code::ClassicEngine)]), "classic_engine");
    assert_eq!(code(&[outcome(1, 200, "[]")]), "passed");
}

#[test]
fn a_feature_that_the_organization_lacks_is_no_failure() {
    let off = r#"{"errorCode":"E0000015","errorSummary":"You do not have permission to access the feature you are requesting"}"#;
    let Finding::Found(found) = sum_up(&[outcome(1, 401, off)]) else { panic!("not noticed") };
    assert_eq!((found.code.name(), found.entry().effect), ("feature_not_enabled", crate::Effect::Notes));
    assert_eq!(found.evidence["objects"]["devices"]["status"], 401);
}

#[test]
fn an_empty_page_of_a_list_that_goes_on_is_no_empty_list() {
    let mut headers = HeaderMap::new();
    headers.insert("link", r#"<https://acme.okta.com/api/v1/users?after=x&limit=1>; rel="next""#.parse().unwrap());
    let answer = Answer::new(200, &headers, Zeroizing::new(b"[]".to_vec()));
    assert_eq!(page_of(&READS[6], answer.next.as_deref().unwrap()).as_deref(), Some("/api/v1/users?after=x&limit=1"));
    assert_eq!(result_of(&evaluate(&READS[6], &Ok(answer), false)), "read");
    for elsewhere in ["https://acme.okta.com/api/v1/groups?after=x", "/api/v1/users", "x", ""] {
        assert_eq!(page_of(&READS[6], elsewhere), None, "{elsewhere}");
    }
}

/// Classic Engine answers what it does not have in one way or another; a role that is too weak is something else.
#[test]
fn classic_engine_has_no_devices_and_everything_else() {
    let off = r#"{"errorCode":"E0000015","errorSummary":"No."}"#;
    let gone = r#"{"errorCode":"E0000007","errorSummary":"Not found"}"#;
    let denied = r#"{"errorCode":"E0000006","errorSummary":"No."}"#;
    for (at, status, body, expected) in [
        (1, 401, off, "classic_engine"),
        (1, 404, gone, "classic_engine"),
        (1, 404, "<html>", "classic_engine"),
        (1, 403, denied, "access_denied"),
        (1, 503, "", "gateway_unavailable"),
        (6, 404, gone, "unexpected_response"),
    ] {
        let answer = Answer::new(status, &HeaderMap::new(), Zeroizing::new(body.as_bytes().to_vec()));
        assert_eq!(result_of(&evaluate(&READS[at], &Ok(answer), true)), expected, "{at} {status} {body}");
    }
}
