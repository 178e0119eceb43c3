//! What the browser carries there and back.

use super::{BEGIN, Begun, CALLBACK, Place, SESSION, assert_failed, session};
use reqwest::Method;
use std::collections::HashMap;
use time::Duration;
use url::Url;

#[tokio::test]
async fn a_state_counts_once_in_the_browser_that_began_and_for_ten_minutes() {
    let place = Place::start().await;
    let begun = place.begin("").await;
    place.give(&place.signer.token(&place.claims(&begun)));
    place.back_with_code(&begun).await.expect(303);
    assert_failed(&place.back_with_code(&begun).await, "expired", "a second time");

    let (ours, theirs) = (place.begin("").await, place.begin("").await);
    let mixed = Begun { cookie: ours.cookie, asked: theirs.asked.clone() };
    assert_failed(&place.back_with_code(&mixed).await, "expired", "another browser's state");
    assert_failed(&place.back_with_code(&theirs).await, "expired", "which is used up by that");

    let without = place.begin("").await;
    let without = Begun { cookie: "other=1".to_owned(), ..without };
    assert_failed(&place.back_with_code(&without).await, "expired", "no cookie");

    let late = place.begin("").await;
    place.app.pass(Duration::minutes(10));
    assert_failed(&place.back_with_code(&late).await, "expired", "too late");

    for query in ["", "code=c1", "state=x&code=c1", "state=&code=c1"] {
        assert_failed(&place.back(&place.begin("").await, query).await, "expired", query);
    }
    let twice = place.begin("").await;
    let query = format!("state={0}&state={0}&code=c1", twice.asked["state"]);
    assert_failed(&place.back(&twice, &query).await, "expired", "two states");
    assert_eq!(place.provider.asked("/token").len(), 1, "no code went out for any of these");
}

#[tokio::test]
async fn a_sign_in_leads_to_no_other_site() {
    let place = Place::start().await;
    for wanted in
        ["https://evil.example/", "//evil.example", "/%5Cevil.example", "/%09/evil.example", "/api/v1/session", ""]
    {
        let begun = place.begin(&format!("?return_to={wanted}")).await;
        place.give(&place.signer.token(&place.claims(&begun)));
        assert_eq!(place.back_with_code(&begun).await.expect(303).header("location"), "/", "{wanted}");
    }
    for query in ["next=/", "return_to=/a&return_to=/b", "prompt=none"] {
        let reply = place.app.send(place.app.anonymous(Method::GET, &format!("{BEGIN}?{query}"))).await;
        reply.problem(400, "invalid_query");
    }
}

#[tokio::test]
async fn nothing_inside_another_site_s_page_begins_or_ends_a_sign_in() {
    let place = Place::start().await;
    let begun = place.begin("").await;
    for path in [BEGIN.to_owned(), format!("{CALLBACK}?state={}&code=c1", begun.asked["state"])] {
        for mode in ["no-cors", "cors", "same-origin", "websocket"] {
            let request = place.app.anonymous(Method::GET, &path).header("cookie", &begun.cookie);
            let reply = place.app.send(request.header("sec-fetch-mode", mode)).await;
            reply.problem(403, "cross_site");
            assert_eq!(reply.header("set-cookie"), "", "{mode}");
        }
    }
    place.give(&place.signer.token(&place.claims(&begun)));
    place.back_with_code(&begun).await.expect(303);
}

#[tokio::test]
async fn the_session_that_the_browser_had_ends_when_another_begins() {
    let place = Place::start().await;
    let sign_in = async |before: Option<&str>| {
        let request = place.app.anonymous(Method::GET, BEGIN).header("sec-fetch-mode", "navigate");
        let request = before.into_iter().fold(request, |request, cookie| request.header("cookie", cookie));
        let reply = place.app.send(request).await.expect(303);
        let url = Url::parse(reply.header("location")).unwrap();
        let cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
        let begun = Begun { cookie, asked: url.query_pairs().into_owned().collect() };
        place.give(&place.signer.token(&place.claims(&begun)));
        session(&place.back_with_code(&begun).await.expect(303))
    };
    let status = async |cookie: &str| {
        place.app.send(place.app.anonymous(Method::GET, SESSION).header("cookie", cookie)).await.status
    };
    let first = sign_in(None).await;
    let elsewhere = sign_in(None).await;
    let second = sign_in(Some(&first)).await;
    assert_ne!(first, second);
    assert_eq!([status(&first).await, status(&elsewhere).await, status(&second).await], [401, 200, 200]);
}

#[tokio::test]
async fn behind_a_prefix_over_https_cookies_and_ways_back_are_the_console_s_own() {
    let place = Place::start_with(&[("APPCONN_PUBLIC_URL", "https://host.example/console/")]).await;
    let path = format!("/console{BEGIN}?return_to=/connections");
    let reply = place.app.send(place.app.anonymous(Method::GET, &path)).await.expect(303);
    let set = reply.header("set-cookie").to_owned();
    assert!(
        set.starts_with("__Secure-sign-in=")
            && set.ends_with("; Path=/console/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"),
        "{set}"
    );
    let url = Url::parse(reply.header("location")).unwrap();
    let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
    assert_eq!(asked["redirect_uri"], format!("https://host.example/console{CALLBACK}"));
    let begun = Begun { cookie: set.split(';').next().unwrap().to_owned(), asked };
    place.give(&place.signer.token(&place.claims(&begun)));
    let path = format!("/console{CALLBACK}?state={}&code=c1", begun.asked["state"]);
    let reply =
        place.app.send(place.app.anonymous(Method::GET, &path).header("cookie", &begun.cookie)).await.expect(303);
    assert_eq!(reply.header("location"), "/console/connections");
    assert!(
        reply
            .headers
            .get_all("set-cookie")
            .iter()
            .any(|cookie| cookie.to_str().unwrap().starts_with("__Secure-session="))
    );
}

#[tokio::test]
async fn whoever_comes_too_often_is_told_when_to_come_back() {
    for path in [BEGIN, CALLBACK] {
        let place = Place::start().await;
        let mut reply = place.app.send(place.app.anonymous(Method::GET, path)).await;
        // 60 at once and one a second: this is faster.
        for _ in 0..90 {
            if reply.status == 303 {
                reply = place.app.send(place.app.anonymous(Method::GET, path)).await;
            }
        }
        reply.problem(429, "rate_limited");
        assert_eq!(reply.header("retry-after"), "1");
    }
}
