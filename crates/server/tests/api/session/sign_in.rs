use crate::support::{CONNECTIONS, Reply, TestApp};
use model::permission::Role;
use okta_sim::Org;
use reqwest::Method;
use serde_json::json;
use time::Duration;

const SESSION: &str = "/api/v1/session";

async fn sign_in(app: &TestApp, token: &str) -> Reply {
    app.send(app.anonymous(Method::POST, SESSION).json(&json!({"token": token}))).await
}

async fn link(app: &TestApp, role: Role) -> String {
    app.app.auth.create_link(role, Some("Ada"), app.app.clock.now()).await.unwrap().expose().clone()
}

/// `name=value` of the cookie.
fn cookie(reply: &Reply) -> String {
    reply.header("set-cookie").split(';').next().unwrap().to_owned()
}

async fn get_with(app: &TestApp, path: &str, cookie: &str) -> Reply {
    app.send(app.anonymous(Method::GET, path).header("cookie", cookie)).await
}

#[tokio::test]
async fn a_link_signs_in_once() {
    let app = TestApp::start().await;
    let link = link(&app, Role::Viewer).await;
    let reply = sign_in(&app, &link).await.expect(201);
    let session = reply.json();
    assert_eq!((session["name"].as_str(), session["role"].as_str()), (Some("Ada"), Some("viewer")));
    assert!(session["expires_at"].is_string());
    assert_eq!(get_with(&app, SESSION, &cookie(&reply)).await.expect(200).json(), session);
    get_with(&app, CONNECTIONS, &cookie(&reply)).await.expect(200);
    sign_in(&app, &link).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn the_cookie_is_for_this_host_and_for_no_script() {
    let app = TestApp::start().await;
    let reply = sign_in(&app, &link(&app, Role::Admin).await).await.expect(201);
    let set = reply.header("set-cookie");
    let attributes: Vec<_> = set.split("; ").skip(1).collect();
    assert_eq!(attributes, ["Path=/", "Max-Age=604800", "HttpOnly", "SameSite=Strict"]);
    assert!(set.starts_with("session="));
    assert_eq!(reply.header("cache-control"), "no-store");
}

#[tokio::test]
async fn over_https_the_cookie_is_secure_and_has_its_prefix() {
    for (url, start, path) in [
        ("https://console.example.com", "__Host-session=", "Path=/"),
        ("https://console.example.com/console/", "__Secure-session=", "Path=/console/"),
    ] {
        let app = TestApp::start_with(vec![Org::demo()], &[("APPCONN_PUBLIC_URL", url)]).await;
        let base = if url.ends_with("/console/") { "/console" } else { "" };
        let token = link(&app, Role::Admin).await;
        let request = app.anonymous(Method::POST, &format!("{base}{SESSION}")).json(&json!({"token": token}));
        let reply = app.send(request).await.expect(201);
        let set = reply.header("set-cookie");
        assert!(set.starts_with(start) && set.contains(path) && set.ends_with("; Secure"), "{set}");
        get_with(&app, &format!("{base}{SESSION}"), &cookie(&reply)).await.expect(200);
    }
}

#[tokio::test]
async fn an_api_token_signs_in_too() {
    let app = TestApp::start().await;
    let reply = sign_in(&app, app.token(Role::Admin)).await.expect(201);
    assert_eq!(reply.json()["role"], "admin");
    get_with(&app, CONNECTIONS, &cookie(&reply)).await.expect(200);
}

#[tokio::test]
async fn whoever_has_a_token_may_ask_who_they_are() {
    let app = TestApp::start().await;
    for role in Role::ALL {
        let session = app.send(app.request_as(role, Method::GET, SESSION)).await.expect(200).json();
        assert_eq!(session, json!({"name": role.name(), "role": role.name(), "expires_at": null}));
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_here_and_in_the_browser() {
    let app = TestApp::start().await;
    let reply = sign_in(&app, &link(&app, Role::Admin).await).await.expect(201);
    let cookie = cookie(&reply);
    let request = app.anonymous(Method::DELETE, SESSION).header("cookie", &cookie);
    let out = app.send(request.header("sec-fetch-site", "same-origin")).await.expect(204);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(out.header("clear-site-data"), "\"cache\"");
    get_with(&app, SESSION, &cookie).await.problem(401, "unauthenticated");
    app.send(app.anonymous(Method::DELETE, SESSION)).await.expect(204);
}

#[tokio::test]
async fn whoever_signs_in_anew_gets_a_new_secret_and_the_old_session_ends() {
    let app = TestApp::start().await;
    let first = cookie(&sign_in(&app, &link(&app, Role::Viewer).await).await);
    let token = link(&app, Role::Admin).await;
    let planted = format!("session=acs_{}", "A".repeat(43));
    for before in [&first, &planted, &"session=".to_owned()] {
        let token = if *before == first { token.clone() } else { link(&app, Role::Admin).await };
        let request = app.anonymous(Method::POST, SESSION).json(&json!({"token": token}));
        let request = request.header("cookie", before).header("sec-fetch-site", "same-origin");
        let after = cookie(&app.send(request).await.expect(201));
        assert_ne!(after, *before);
        get_with(&app, SESSION, before).await.problem(401, "unauthenticated");
        get_with(&app, SESSION, &after).await.expect(200);
    }
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_or_too_old() {
    let app = TestApp::start().await;
    let idle = cookie(&sign_in(&app, &link(&app, Role::Admin).await).await);
    app.pass(Duration::hours(12));
    get_with(&app, SESSION, &idle).await.problem(401, "unauthenticated");

    let used = cookie(&sign_in(&app, &link(&app, Role::Admin).await).await);
    for _ in 0..15 {
        app.pass(Duration::hours(11));
        get_with(&app, SESSION, &used).await.expect(200);
    }
    app.pass(Duration::hours(11));
    get_with(&app, SESSION, &used).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn what_is_no_token_signs_nobody_in() {
    let app = TestApp::start().await;
    for token in ["", "x", "acl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &"x".repeat(10_000)] {
        let reply = sign_in(&app, token).await;
        reply.problem(401, "unauthenticated");
        assert_eq!(reply.header("set-cookie"), "");
    }
    let expired = link(&app, Role::Admin).await;
    app.pass(Duration::minutes(16));
    sign_in(&app, &expired).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_refusal_says_how_to_authenticate() {
    let app = TestApp::start().await;
    let none = app.send(app.anonymous(Method::GET, CONNECTIONS)).await;
    none.problem(401, "unauthenticated");
    assert_eq!(none.header("www-authenticate"), "Bearer");
    for value in ["Bearer nonsense", "Basic YTpi", "Bearer"] {
        let bad = app.send(app.anonymous(Method::GET, CONNECTIONS).header("authorization", value)).await;
        bad.problem(401, "unauthenticated");
        assert_eq!(bad.header("www-authenticate"), "Bearer error=\"invalid_token\"", "{value}");
    }
}
