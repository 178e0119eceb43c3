#![allow(clippy::unwrap_used)]

use super::*;
use outbound::header::HeaderValue;

fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Answer {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(*name, HeaderValue::from_str(value).unwrap());
    }
    Answer::new(status, &map, Zeroizing::new(body.as_bytes().to_vec()))
}

fn said(error: &str, description: &str) -> ErrorBody {
    ErrorBody { error: error.to_owned(), description: description.to_owned() }
}

#[test]
fn both_shapes_of_error_and_the_header_are_read() {
    let challenge = "DPoP algs=\"RS256 ES256\", realm=\"http://acme.okta.com\", scope=\"okta.groups.read\", \
                     error=\"insufficient_scope\", error_description=\"The access token provided does not contain the required scopes.\"";
    for (headers, body, expected) in [
        (&[][..], r#"{"error":"invalid_client","error_description":"No."}"#, said("invalid_client", "No.")),
        (&[], r#"{"errorCode":"E0000006","errorSummary":"Not you.","errorCauses":[]}"#, said("E0000006", "Not you.")),
        (&[], r#"{"error":"x"}"#, said("x", "")),
        (
            &[("www-authenticate", challenge)],
            "",
            said("insufficient_scope", "The access token provided does not contain the required scopes."),
        ),
        (
            &[("www-authenticate", challenge)],
            "{}",
            said("insufficient_scope", "The access token provided does not contain the required scopes."),
        ),
        (&[("www-authenticate", "Bearer error_description=\"only\"")], "", said("", "only")),
        (&[("www-authenticate", "Bearer error=\"never closed")], "", said("", "")),
        (&[("www-authenticate", "Basic xerror=\"no\"")], "", said("", "")),
        (
            &[("www-authenticate", "Bearer realm=\"acme\""), ("www-authenticate", challenge)],
            "",
            said("insufficient_scope", "The access token provided does not contain the required scopes."),
        ),
        (
            &[("www-authenticate", "Bearer realm=acme, error=insufficient_scope, error_description=No")],
            "",
            said("insufficient_scope", "No"),
        ),
        (&[], "<html>", said("", "")),
        (&[], "[]", said("", "")),
        (&[], r#"{"error":42}"#, said("", "")),
        (&[], r#"{"error":"a\u0000b\nc"}"#, said("a b c", "")),
    ] {
        assert_eq!(answer(400, headers, body).error(), expected, "{body}");
    }
}

#[test]
fn words_are_cut_and_cannot_break_a_line() {
    let long = format!(r#"{{"error":"{}"}}"#, "é".repeat(5000));
    assert_eq!(answer(400, &[], &long).error().error.chars().count(), MAX_WORDS);
}

#[test]
fn the_wait_is_counted_by_oktas_clock() {
    let now = OffsetDateTime::UNIX_EPOCH + time::Duration::days(20_000);
    let at = |seconds: i64| (now.unix_timestamp() + seconds).to_string();
    // Their clock is two hours behind ours.
    let theirs = (now - time::Duration::hours(2)).format(&Rfc2822).unwrap();
    for (headers, expected) in [
        (&[("x-rate-limit-reset", at(3))][..], Some(4)),
        (&[("x-rate-limit-reset", at(3 - 7200)), ("date", theirs)], Some(4)),
        (&[("x-rate-limit-reset", at(-60))], Some(0)),
        (&[("x-rate-limit-reset", i64::MIN.to_string())], None),
        (&[("x-rate-limit-reset", i64::MAX.to_string())], Some(u64::MAX)),
        (&[("x-rate-limit-reset", "soon".to_owned())], None),
        (&[], None),
    ] {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let wait = answer(429, &headers, "").rate_limit_wait(now).map(|wait| wait.as_secs());
        match expected {
            Some(u64::MAX) => assert!(wait.is_some_and(|wait| wait > 1_000_000), "{headers:?}"),
            expected => assert_eq!(wait, expected, "{headers:?}"),
        }
    }
}

#[test]
fn who_wants_to_be_left_alone_says_for_how_long() {
    let now = OffsetDateTime::from_unix_timestamp(1_780_000_000).unwrap();
    let date = |seconds: i64| (now + time::Duration::seconds(seconds)).format(&Rfc2822).unwrap();
    let reset = ("x-rate-limit-reset", (now.unix_timestamp() + 59).to_string());
    for (status, headers, expected) in [
        (429, vec![reset.clone()], Some(60)),
        (429, vec![("retry-after", "120".to_owned()), reset.clone()], Some(120)),
        (429, vec![("retry-after", "7".to_owned()), reset.clone()], Some(60)),
        (503, vec![("retry-after", " 7200 ".to_owned())], Some(7_200)),
        (503, vec![("retry-after", date(90))], Some(90)),
        // By their own clock, which is an hour ahead.
        (503, vec![("retry-after", date(3_690)), ("date", date(3_600))], Some(90)),
        (503, vec![("retry-after", date(-90))], None),
        (503, vec![("retry-after", "soon".to_owned())], None),
        (503, vec![("retry-after", "-1".to_owned())], None),
        (503, vec![reset.clone()], None),
        (200, vec![("retry-after", "120".to_owned()), reset], None),
        (429, vec![], None),
    ] {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let wait = answer(status, &headers, "").retry_after(now).map(|wait| wait.as_secs());
        assert_eq!(wait, expected, "{status} {headers:?}");
    }
}

#[test]
fn headers_are_read() {
    let answer = answer(
        302,
        &[
            ("date", "Tue, 24 Nov 2026 11:00:00 GMT"),
            ("x-okta-request-id", "abc123"),
            ("dpop-nonce", "n1"),
            ("location", "https://elsewhere.example.com/path?secret=1"),
            ("link", "<https://a/?limit=1>; rel=\"self\""),
            ("link", "<https://a/?after=x>; rel=\"next\""),
            ("content-type", "application/json;charset=UTF-8"),
        ],
        "",
    );
    assert_eq!(answer.date.unwrap().unix_timestamp(), 1_795_518_000);
    assert_eq!(answer.request_id.as_deref(), Some("abc123"));
    assert_eq!(answer.dpop_nonce.as_deref(), Some("n1"));
    assert_eq!(answer.redirect_host.as_deref(), Some("elsewhere.example.com"));
    assert_eq!(answer.next.as_deref(), Some("https://a/?after=x"));
    assert_eq!(answer.content_type.as_deref(), Some("application/json;charset=UTF-8"));
    assert!(!answer.is_challenged);
}

/// Two bytes of JSON may take hundreds in memory.
#[test]
fn a_body_of_too_many_values_is_no_json() {
    let list = |item: &str, count: usize| format!("[{}]", vec![item; count].join(","));
    for (body, is_json) in [
        (list("0", 1000), true),
        (list("{\"a\":[]}", 2000), true),
        (list("{\"\":0}", 30_000), false),
        (list("[0]", 60_000), false),
        (list("\"a,[{\\\",[{\"", 8000), true),
        (format!("[\"{}\"]", ",".repeat(100_000)), true),
        ("[".repeat(100_000), false),
    ] {
        assert_eq!(answer(200, &[], &body).json().is_some(), is_json, "{}…", &body[..40]);
    }
}

/// What it says of its kind is not believed.
#[test]
fn a_page_is_known_by_what_it_holds() {
    for (body, is_page) in [
        ("<!doctype html><title>Wi-Fi</title>", true),
        ("\n  <HTML>", true),
        ("{\"a\": \"<html>\"}", false),
        ("", false),
        ("not for you", false),
    ] {
        assert_eq!(answer(200, &[("content-type", "application/json")], body).is_page(), is_page, "{body}");
    }
    let challenge = answer(403, &[("cf-mitigated", "challenge"), ("server", "cloudflare")], "<html>");
    assert!(challenge.is_challenged && challenge.server.as_deref() == Some("cloudflare"));
}
