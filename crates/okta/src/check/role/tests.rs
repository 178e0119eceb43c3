#![allow(clippy::unwrap_used)]

use super::*;
use outbound::header::HeaderMap;
use zeroize::Zeroizing;

/// What the finding says: `passed`, or the code of what was found.
fn judged(status: u16, body: &str) -> &'static str {
    evaluate(&Answer::new(status, &HeaderMap::new(), Zeroizing::new(body.as_bytes().to_vec()))).code()
}

/// `okta-facts.md` §5.
#[test]
fn only_an_active_super_administrator_passes() {
    for (status, body, expected) in [
        (200, r#"[{"type":"SUPER_ADMIN","status":"ACTIVE","label":"Super Administrator"}]"#, "passed"),
        (200, r#"[{"type":"ORG_ADMIN","status":"ACTIVE"},{"type":"SUPER_ADMIN","status":"ACTIVE"}]"#, "passed"),
        (200, r#"[{"type":"SUPER_ADMIN","status":"INACTIVE"}]"#, "role_missing"),
        (200, r#"[{"type":"READ_ONLY_ADMIN","status":"ACTIVE"}]"#, "role_missing"),
        (200, r#"[{"type":"CUSTOM","status":"ACTIVE","label":"Super Administrator"}]"#, "role_missing"),
        (200, "[]", "role_missing"),
        (200, r#"[42, null, "SUPER_ADMIN", {"type": ["SUPER_ADMIN"]}]"#, "role_missing"),
        (200, "{}", "role_unknown"),
        (200, "<html>", "role_unknown"),
        (403, r#"{"errorCode":"E0000006","errorSummary":"You do not have permission"}"#, "role_missing"),
        (404, r#"{"errorCode":"E0000007","errorSummary":"Not found"}"#, "role_unknown"),
        (
            401,
            r#"{"errorCode":"E0000015","errorSummary":"You do not have permission to access the feature"}"#,
            "role_unknown",
        ),
        (
            403,
            r#"{"errorCode":"E0000015","errorSummary":"You do not have permission to access the feature"}"#,
            "role_unknown",
        ),
        (403, "<html>", "role_unknown"),
        (429, "", "role_unknown"),
        (503, "", "role_unknown"),
    ] {
        assert_eq!(judged(status, body), expected, "{status} {body}");
    }
}

/// Which cause it would have been elsewhere is in the details; the outcome does not hang on it.
#[test]
fn a_side_question_without_an_answer_decides_nothing() {
    let answer = Answer::new(503, &HeaderMap::new(), Zeroizing::new(Vec::new()));
    let Finding::Found(found) = evaluate(&answer) else { panic!("not told") };
    assert_eq!(found.entry().effect, crate::Effect::Notes);
    assert_eq!((&found.evidence["cause"], &found.evidence["status"]), (&"gateway_unavailable".into(), &503.into()));
}

#[test]
fn a_client_id_that_a_customer_has_chosen_is_one_segment_of_the_path() {
    for (id, expected) in [
        ("0oa1b2c3d4E5F6G7H8i9", "0oa1b2c3d4E5F6G7H8i9"),
        ("backup-prod_svc.01", "backup-prod_svc.01"),
        ("svc'backup(1)", "svc%27backup%281%29"),
        ("$-_.+!*'(),", "%24-_.%2B%21%2A%27%28%29%2C"),
    ] {
        assert_eq!(segment(&ClientId::parse(id).unwrap()), expected);
    }
}
