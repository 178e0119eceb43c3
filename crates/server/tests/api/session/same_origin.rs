use crate::support::{CONNECTIONS, TestApp};
use model::permission::Role;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn another_site_changes_nothing_with_the_cookie() {
    let app = TestApp::start().await;
    let token = app.token(Role::Admin).to_owned();
    let reply =
        app.send(app.anonymous(Method::POST, "/api/v1/session").json(&json!({"token": token}))).await.expect(201);
    let cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
    let own = app.origin.clone();
    for (number, (site, origin, status)) in [
        (Some("same-origin"), Some(own.as_str()), 201),
        (None, Some(own.as_str()), 201),
        (Some("cross-site"), Some("https://evil.example"), 403),
        (Some("same-site"), Some("http://127.0.0.1:1"), 403),
        (Some("cross-site"), None, 403),
        (None, Some("https://evil.example"), 403),
        (None, Some("null"), 403),
        (None, None, 403),
    ]
    .into_iter()
    .enumerate()
    {
        let before = app.total().await;
        let mut request = app.anonymous(Method::POST, &format!("{CONNECTIONS}?verify=skip")).header("cookie", &cookie);
        for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let reply = app.send(request.json(&app.input(&format!("Name {number}")))).await;
        if status == 403 {
            reply.problem(403, "cross_site");
        }
        assert_eq!(reply.status, status, "{site:?} {origin:?}");
        assert_eq!(app.total().await, before + u64::from(status == 201), "{site:?} {origin:?}");
    }
}

#[tokio::test]
async fn another_site_signs_nobody_in_or_out() {
    let app = TestApp::start().await;
    for method in [Method::POST, Method::DELETE] {
        let request = app.anonymous(method, "/api/v1/session").header("origin", "https://evil.example");
        app.send(request.json(&json!({"token": app.token(Role::Admin)}))).await.problem(403, "cross_site");
    }
}

#[tokio::test]
async fn a_token_in_the_header_needs_no_origin() {
    let app = TestApp::start().await;
    let request =
        app.request(Method::POST, &format!("{CONNECTIONS}?verify=skip")).header("origin", "https://host.example");
    app.send(request.json(&app.input("Acme"))).await.expect(201);
}
