use crate::support::{CONNECTIONS, Reply, TestApp, build_console};
use okta_sim::Org;
use reqwest::Method;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors ";

fn assert_secure(reply: &Reply, what: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(reply.header(name), value, "{name} of {what}");
    }
    let page = reply.header("content-type").starts_with("text/html");
    let policy = if page { format!("{POLICY}'none'") } else { "default-src 'none'; frame-ancestors 'none'".to_owned() };
    assert_eq!(reply.header("content-security-policy"), policy, "{what}");
    assert_eq!(reply.header("permissions-policy").contains("camera=()"), page, "{what}");
    assert_eq!(reply.header("access-control-allow-origin"), "", "{what}");
    assert_eq!(reply.header("server"), "", "{what}");
}

#[tokio::test]
async fn every_answer_has_the_security_headers_errors_and_files_included() {
    let app = TestApp::start().await;
    build_console(&app.data.path().join("dist"));
    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/connections/new"),
        (Method::GET, "/boot.js"),
        (Method::GET, "/console-0123456789abcdef_bg.wasm"),
        (Method::GET, "/missing.js"),
        (Method::GET, "/healthz"),
        (Method::GET, "/metrics"),
        (Method::GET, "/api/openapi.json"),
        (Method::GET, CONNECTIONS),
        (Method::GET, "/api/v1/connections?x=1"),
        (Method::GET, "/api/v1/connections/x"),
        (Method::GET, "/api/nothing"),
        (Method::PATCH, CONNECTIONS),
        (Method::POST, CONNECTIONS),
    ] {
        let what = format!("{method} {path}");
        assert_secure(&app.send(app.request(method.clone(), path)).await, &what);
        assert_secure(&app.send(app.anonymous(method, path)).await, &what);
    }
}

/// The browser merges a 304's headers into what it has stored: another policy would be the page's from then on.
#[tokio::test]
async fn a_page_that_has_not_changed_keeps_the_policy_that_it_came_with() {
    let app = TestApp::start().await;
    build_console(&app.data.path().join("dist"));
    let first = app.get("/").await;
    let again = app.anonymous(Method::GET, "/").header("if-none-match", first.header("etag"));
    let again = app.send(again).await;
    assert_eq!(again.status, 304);
    for name in ["content-security-policy", "permissions-policy"] {
        assert!(again.header(name).is_empty() || again.header(name) == first.header(name), "{name}");
    }
    assert_eq!(again.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn answers_of_the_api_are_never_cached() {
    let app = TestApp::start().await;
    for path in [CONNECTIONS, "/api/v1/applications", "/api/v1/session", "/api/v1/connections/x", "/api/openapi.json"] {
        assert_eq!(app.get(path).await.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn https_is_remembered_only_over_https() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/healthz").await.header("strict-transport-security"), "");
    let app = TestApp::start_with(vec![Org::demo()], &[("APPCONN_PUBLIC_URL", "https://console.example.com")]).await;
    let sent = app.get("/healthz").await;
    assert_eq!(sent.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    let env = [("APPCONN_PUBLIC_URL", "https://shared.example.com/tools/okta/")];
    let app = TestApp::start_with(vec![Org::demo()], &env).await;
    let sent = app.get("/tools/okta/api/v1/session").await;
    assert_eq!(sent.header("strict-transport-security"), "max-age=63072000", "names below the host are not ours");
}

#[tokio::test]
async fn only_configured_origins_may_frame_the_console() {
    let env = [("APPCONN_EMBED_ORIGINS", "https://host.example,https://other.example:8443")];
    let app = TestApp::start_with(vec![Org::demo()], &env).await;
    let policy = app.get("/").await.header("content-security-policy").to_owned();
    assert!(policy.ends_with("frame-ancestors 'self' https://host.example https://other.example:8443"), "{policy}");
}

#[tokio::test]
async fn the_policy_names_what_is_inline_in_the_page_as_it_is_sent() {
    let page =
        "<html><head><base href=\"/\"><style>p { color: red }</style><script>self.a =\"/x\";</script></head></html>";
    let style = "style-src 'self' 'sha256-ngewhhP73WDIbgwseeu52VAAJgKdGUsu1IUQQsAm8m4='; ";
    for (public_url, path, script) in [
        (
            "http://127.0.0.1/",
            "/",
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-8vJjC/w9LoM3z0BXBcWhm75RH2Ztx66Dg5ApuTl3/Ng='; ",
        ),
        (
            "http://127.0.0.1/tools/",
            "/tools/",
            "script-src 'self' 'wasm-unsafe-eval' 'sha256-Zsp6S6IaNbHQKfrnY1O4/usCAcLIGjuJKpTIS8sONKs='; ",
        ),
    ] {
        let app = TestApp::start_with(vec![Org::demo()], &[("APPCONN_PUBLIC_URL", public_url)]).await;
        let dist = app.data.path().join("dist");
        build_console(&dist);
        std::fs::write(dist.join("index.html"), page).unwrap();
        let reply = app.send(app.anonymous(Method::GET, path)).await.expect(200);
        let policy = reply.header("content-security-policy");
        assert!(policy.contains(style) && policy.contains(script), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && policy.contains("trusted-types 'none'"), "{path}: {policy}");
        // Another release, while the server runs.
        std::fs::write(dist.join("index.html"), "<html></html>").unwrap();
        let policy = app.send(app.anonymous(Method::GET, path)).await.header("content-security-policy").to_owned();
        assert!(!policy.contains("sha256"), "{path}: {policy}");
    }
}

/// A feature that the browser does not know is an error in its console, and that fails every browser test.
#[tokio::test]
async fn the_permissions_policy_names_only_features_that_chromium_knows() {
    let app = TestApp::start().await;
    build_console(&app.data.path().join("dist"));
    let policy = app.get("/").await.header("permissions-policy").to_owned();
    for unknown in ["web-share", "ambient-light-sensor", "battery", "document-domain", "interest-cohort", "vr"] {
        assert!(!policy.split(", ").any(|feature| feature.starts_with(&format!("{unknown}="))), "{unknown}");
    }
}

/// The buffers of a connection may hold the private key that it brought.
#[tokio::test]
async fn a_request_with_a_body_ends_its_connection_and_others_keep_it() {
    let app = TestApp::start().await;
    let verify = format!("{CONNECTIONS}/{}/verify", app.create("Acme").await["id"].as_str().unwrap());
    let body = |request: reqwest::RequestBuilder| request.body("{}");
    for (request, ends) in [
        (app.request(Method::GET, CONNECTIONS), false),
        (app.request(Method::POST, &verify), false),
        (app.request(Method::POST, CONNECTIONS).json(&app.input("Other")), true),
        (body(app.request(Method::POST, CONNECTIONS)), true),
        (body(app.request(Method::PUT, "/api/nothing")), true),
        (body(app.request(Method::DELETE, CONNECTIONS)), true),
        (body(app.anonymous(Method::POST, "/api/v1/connections/verify")), true),
    ] {
        let what = format!("{request:?}");
        assert_eq!(app.send(request).await.header("connection") == "close", ends, "{what}");
    }
}
