use crate::support::{Reply, TestApp, build_console};
use okta_sim::Org;
use reqwest::Method;

const PAGE: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

async fn console() -> TestApp {
    let app = TestApp::start().await;
    build_console(&app.data.path().join("dist"));
    app
}

async fn open(app: &TestApp, method: Method, path: &str, accept: &str, encoding: &str) -> Reply {
    let request = app.anonymous(method, path).header("accept", accept).header("accept-encoding", encoding);
    app.send(request).await
}

#[tokio::test]
async fn every_address_of_the_console_opens_it() {
    let app = console().await;
    for path in
        ["/", "/index.html", "/connections", "/connections/0198c0de-0000-7000-8000-000000000000", "/sign-in", "/?q=a.b"]
    {
        let reply = open(&app, Method::GET, path, PAGE, "identity").await.expect(200);
        assert!(reply.text.contains("<base href=\"/\">"), "{path}");
        assert_eq!(reply.header("cache-control"), "no-cache", "{path}");
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8", "{path}");
    }
}

#[tokio::test]
async fn names_with_a_hash_are_kept_for_ever_and_others_asked_for_each_time() {
    let app = console().await;
    for (path, kind, cache) in [
        ("/console-0123456789abcdef.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("/console-0123456789abcdef_bg.wasm", "application/wasm", "public, max-age=31536000, immutable"),
        ("/split_later-0123456789abcdef.wasm", "application/wasm", "public, max-age=31536000, immutable"),
        ("/boot.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/icons/logo.svg", "image/svg+xml; charset=utf-8", "no-cache"),
    ] {
        let reply = open(&app, Method::GET, path, "*/*", "identity").await.expect(200);
        assert_eq!((reply.header("content-type"), reply.header("cache-control")), (kind, cache), "{path}");
    }
}

#[tokio::test]
async fn files_are_sent_as_they_were_compressed() {
    let app = console().await;
    for (accepted, encoding, body) in [
        ("br, gzip", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("identity", "", "// plain"),
        ("br;q=0, gzip", "gzip", "gzip"),
    ] {
        let reply = open(&app, Method::GET, "/console-0123456789abcdef.js", "*/*", accepted).await.expect(200);
        assert_eq!((reply.header("content-encoding"), reply.text.as_str()), (encoding, body), "{accepted}");
        assert!(reply.header("vary").contains("accept-encoding"), "{accepted}");
    }
}

#[tokio::test]
async fn a_missing_file_is_no_page() {
    let app = console().await;
    for (path, accept) in [
        ("/gone-0123456789abcdef.js", "*/*"),
        ("/favicon.ico", PAGE),
        ("/connections", "application/json"),
        ("/icons/", "image/png"),
    ] {
        let reply = open(&app, Method::GET, path, accept, "identity").await;
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
        reply.problem(404, "not_found");
    }
}

#[tokio::test]
async fn an_address_outside_of_the_path_says_what_a_proxy_did() {
    let app = TestApp::start_with(vec![], &[("APPCONN_PUBLIC_URL", "http://127.0.0.1/tools/okta/")]).await;
    for path in ["/", "/connections", "/api/v1/session"] {
        let problem = app.send(app.anonymous(Method::GET, path)).await.problem(404, "not_found");
        let detail = problem["detail"].as_str().unwrap();
        for words in ["/tools/okta/", "If a proxy removes the path", "APPCONN_PUBLIC_URL"] {
            assert!(detail.contains(words), "{path}: {detail}");
        }
    }
}

#[tokio::test]
async fn who_meant_the_api_is_not_answered_with_a_page() {
    let app = console().await;
    for path in ["//api/v1/connections", "/API/v1/connections", "/api%2Fv1/connections", "/Api", "/api/v2/x"] {
        let reply = open(&app, Method::GET, path, "*/*", "").await;
        reply.problem(404, "not_found");
    }
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let app = console().await;
    for path in ["/..%2Fmaster.key", "/%2e%2e/master.key", "/icons/..%2f..%2fmaster.key", "/..%5cmaster.key"] {
        let reply = open(&app, Method::GET, path, "*/*", "identity").await;
        assert_eq!(reply.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_bill_of_materials_and_what_the_build_keeps_are_not_served() {
    let app = console().await;
    std::fs::create_dir(app.data.path().join("dist/.stage")).unwrap();
    for name in [".fingerprint", ".trunk-lock", ".stage/boot.js"] {
        std::fs::write(app.data.path().join("dist").join(name), "x").unwrap();
    }
    for path in [
        "/app-connections.cdx.json",
        "/app-connections%2Ecdx.json",
        "/app-connections.cdx%2ejson",
        "/.fingerprint",
        "/%2efingerprint",
        "/.trunk-lock",
        "/.stage/boot.js",
    ] {
        open(&app, Method::GET, path, "*/*", "identity").await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn head_and_revalidation_send_no_body() {
    let app = console().await;
    let head = open(&app, Method::HEAD, "/", PAGE, "identity").await.expect(200);
    assert_eq!(head.text, "");
    let got = open(&app, Method::GET, "/boot.js", "*/*", "identity").await;
    let tag = got.header("etag").to_owned();
    assert_ne!(tag, "");
    let again = app.send(app.anonymous(Method::GET, "/boot.js").header("if-none-match", tag)).await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
}

#[tokio::test]
async fn without_a_build_the_page_says_so_and_the_api_works() {
    let app = TestApp::start().await;
    let reply = open(&app, Method::GET, "/", PAGE, "identity").await.expect(503);
    assert!(reply.text.contains("cargo xtask build"));
    app.get("/api/v1/connections").await.expect(200);
}

#[tokio::test]
async fn a_path_prefix_moves_everything() {
    let env = [("APPCONN_PUBLIC_URL", "http://console.example.com/console/")];
    let app = TestApp::start_with(vec![Org::demo()], &env).await;
    build_console(&app.data.path().join("dist"));
    for path in ["/console/", "/console/connections/1"] {
        let page = open(&app, Method::GET, path, PAGE, "identity").await.expect(200);
        assert!(
            page.text.contains("<base href=\"/console/\">") && page.text.contains("src=\"/console/boot.js\""),
            "{}",
            page.text
        );
    }
    open(&app, Method::GET, "/console/boot.js", "*/*", "identity").await.expect(200);
    app.get("/console/api/v1/connections").await.expect(200);
    let created = app.post("/console/api/v1/connections?verify=skip", &app.input("Acme")).await.expect(201);
    assert!(created.header("location").starts_with("/console/api/v1/connections/"));
    let bare = open(&app, Method::GET, "/console", PAGE, "identity").await.expect(308);
    assert_eq!(bare.header("location"), "/console/");
    open(&app, Method::GET, "/", PAGE, "identity").await.problem(404, "not_found");
    app.get("/api/v1/connections").await.problem(404, "not_found");
    app.get("/healthz").await.expect(200);
}
