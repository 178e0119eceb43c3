//! Where people are signed in, and how they end it.

use crate::support::{Reply, TestApp};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::permission::Role;
use reqwest::Method;
use serde_json::{Value, json};
use time::Duration;

const SESSIONS: &str = "/api/v1/sessions";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// Signs in with a link; gives the cookie.
async fn sign_in(app: &TestApp, role: Role, name: &str) -> String {
    let link = app.app.auth.create_link(role, Some(name), app.app.clock.now()).await.unwrap().expose().clone();
    let request = app.anonymous(Method::POST, "/api/v1/session").header("user-agent", FIREFOX);
    let reply = app.send(request.json(&json!({ "token": link }))).await.expect(201);
    reply.header("set-cookie").split(';').next().unwrap().to_owned()
}

async fn call(app: &TestApp, method: Method, path: &str, cookie: &str) -> Reply {
    let request = app.anonymous(method, path).header("cookie", cookie).header("sec-fetch-site", "same-origin");
    app.send(request).await
}

async fn list(app: &TestApp, query: &str, cookie: &str) -> Vec<Value> {
    let reply = call(app, Method::GET, &format!("{SESSIONS}{query}"), cookie).await.expect(200);
    reply.json()["items"].as_array().unwrap().clone()
}

fn path(session: &Value) -> String {
    format!("{SESSIONS}/{}", session["id"].as_str().unwrap())
}

async fn is_in(app: &TestApp, cookie: &str) -> bool {
    call(app, Method::GET, "/api/v1/session", cookie).await.status == 200
}

#[tokio::test]
async fn everybody_sees_their_own_sessions_and_an_administrator_all() {
    let app = TestApp::start().await;
    let ada = sign_in(&app, Role::Viewer, "Ada").await;
    let phone = sign_in(&app, Role::Viewer, "Ada").await;
    let bob = sign_in(&app, Role::Admin, "Bob").await;
    let mine = list(&app, "", &ada).await;
    let current: Vec<_> = mine.iter().map(|session| session["current"].as_bool().unwrap()).collect();
    assert_eq!(current.iter().filter(|current| **current).count(), 1);
    assert_eq!(mine.len(), 2);
    for session in &mine {
        assert_eq!((session["name"].as_str(), session["role"].as_str()), (Some("Ada"), Some("viewer")));
        assert_eq!((session["browser"].as_str(), session["system"].as_str()), (Some("Firefox"), Some("Linux")));
        assert_eq!(session["address"], "127.0.0.1");
        assert!(session["created_at"].is_string() && session["last_used_at"].is_string());
    }
    let other = list(&app, "", &phone).await;
    assert_ne!(
        other.iter().find(|session| session["current"] == true).unwrap()["id"],
        mine.iter().find(|session| session["current"] == true).unwrap()["id"]
    );
    assert_eq!(list(&app, "", &bob).await.len(), 1);
    assert_eq!(list(&app, "?of=everyone", &bob).await.len(), 3);
    call(&app, Method::GET, &format!("{SESSIONS}?of=everyone"), &ada).await.problem(403, "forbidden");
    call(&app, Method::GET, &format!("{SESSIONS}?of=bob"), &bob).await.problem(400, "invalid_query");
    let text = call(&app, Method::GET, &format!("{SESSIONS}?of=everyone"), &bob).await.text;
    for cookie in [&ada, &phone, &bob] {
        assert!(!text.contains(cookie.split_once('=').unwrap().1));
    }
}

#[tokio::test]
async fn a_session_is_ended_by_whose_it_is_and_by_an_administrator_and_by_nobody_else() {
    let app = TestApp::start().await;
    let ada = sign_in(&app, Role::Viewer, "Ada").await;
    let phone = sign_in(&app, Role::Viewer, "Ada").await;
    let eve = sign_in(&app, Role::Viewer, "Eve").await;
    let bob = sign_in(&app, Role::Admin, "Bob").await;
    let id_of = async |cookie: &str| {
        let all = list(&app, "", cookie).await;
        path(all.iter().find(|session| session["current"] == true).unwrap())
    };
    let (ada_path, phone_path) = (id_of(&ada).await, id_of(&phone).await);
    call(&app, Method::DELETE, &phone_path, &eve).await.problem(404, "not_found");
    assert!(is_in(&app, &phone).await);
    call(&app, Method::DELETE, &phone_path, &ada).await.expect(204);
    assert!(!is_in(&app, &phone).await && is_in(&app, &ada).await);
    call(&app, Method::DELETE, &phone_path, &ada).await.problem(404, "not_found");
    call(&app, Method::DELETE, &ada_path, &bob).await.expect(204);
    assert!(!is_in(&app, &ada).await);
    call(&app, Method::DELETE, &format!("{SESSIONS}/x"), &bob).await.problem(404, "not_found");
    let ended = app.app.store.chained_entries(0, 100).await.unwrap();
    let ended: Vec<_> = ended.into_iter().filter(|entry| entry.entry.action == "session_revoked").collect();
    let by: Vec<_> = ended.iter().map(|entry| entry.entry.by.as_str()).collect();
    assert_eq!(by, ["Ada", "Bob"]);
}

#[tokio::test]
async fn signing_out_everywhere_else_leaves_this_one_and_those_of_others() {
    let app = TestApp::start().await;
    let here = sign_in(&app, Role::Viewer, "Ada").await;
    let others = [sign_in(&app, Role::Viewer, "Ada").await, sign_in(&app, Role::Viewer, "Ada").await];
    let bob = sign_in(&app, Role::Viewer, "Bob").await;
    let reply = call(&app, Method::DELETE, SESSIONS, &here).await.expect(200);
    assert_eq!(reply.json(), json!({"ended": 2}));
    for other in &others {
        assert!(!is_in(&app, other).await);
    }
    assert!(is_in(&app, &here).await && is_in(&app, &bob).await);
    assert_eq!(list(&app, "", &here).await.len(), 1);
}

#[tokio::test]
async fn the_oldest_of_very_many_sessions_is_listed_and_ended_like_any_other() {
    let app = TestApp::start().await;
    let oldest = sign_in(&app, Role::Viewer, "Ada").await;
    let now = app.app.clock.now();
    let device = server::auth::Device::default();
    for _ in 0..520 {
        let link = app.app.auth.create_link(Role::Viewer, Some("Ada"), now).await.unwrap();
        app.app.auth.sign_in(link.expose(), &device, now, &server::Permit::default()).await.unwrap();
    }
    let bob = sign_in(&app, Role::Admin, "Bob").await;
    let (mut cursor, mut ids) = (String::new(), Vec::new());
    loop {
        let page = call(&app, Method::GET, &format!("{SESSIONS}?of=everyone&limit=200{cursor}"), &bob).await;
        let page = page.expect(200).json();
        ids.extend(page["items"].as_array().unwrap().iter().map(|session| session["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((all, ids.len()), (522, 522), "each once");
    let before_1970 = URL_SAFE_NO_PAD.encode(format!("-1 {}", uuid::Uuid::nil()));
    for cursor in ["x", &before_1970] {
        call(&app, Method::GET, &format!("{SESSIONS}?cursor={cursor}"), &bob).await.problem(400, "cursor_invalid");
    }
    let first = list(&app, "?limit=1", &oldest).await;
    assert_eq!((first.len(), &first[0]["current"]), (1, &json!(false)));
    // Ids are in the order of time.
    call(&app, Method::DELETE, &format!("{SESSIONS}/{}", ids[0]), &bob).await.expect(204);
    assert!(!is_in(&app, &oldest).await);
    let here = sign_in(&app, Role::Viewer, "Ada").await;
    let ended = call(&app, Method::DELETE, SESSIONS, &here).await.expect(200).json();
    assert_eq!(ended, json!({"ended": 520}));
    assert_eq!(list(&app, "", &here).await.len(), 1);
    let history = app.app.store.chained_entries(0, 10_000).await.unwrap();
    let last = history.iter().rfind(|chained| chained.entry.action == "session_revoked").unwrap();
    assert_eq!(serde_json::to_value(&last.entry.details).unwrap()["sessions"], 520);
}

#[tokio::test]
async fn what_has_ended_is_not_listed() {
    let app = TestApp::start().await;
    let bob = sign_in(&app, Role::Admin, "Bob").await;
    let out = sign_in(&app, Role::Viewer, "Ada").await;
    sign_in(&app, Role::Viewer, "Eve").await;
    call(&app, Method::DELETE, "/api/v1/session", &out).await.expect(204);
    assert_eq!(list(&app, "?of=everyone", &bob).await.len(), 2);
    app.pass(Duration::hours(11));
    assert!(is_in(&app, &bob).await);
    app.pass(Duration::hours(2));
    assert_eq!(list(&app, "?of=everyone", &bob).await.len(), 1, "not used for twelve hours");
}

#[tokio::test]
async fn an_api_token_sees_and_ends_the_sessions_that_began_with_it() {
    let app = TestApp::start().await;
    let request = app.anonymous(Method::POST, "/api/v1/session").json(&json!({"token": app.token(Role::Viewer)}));
    app.send(request).await.expect(201);
    sign_in(&app, Role::Viewer, "viewer").await;
    let mine = app.send(app.request_as(Role::Viewer, Method::GET, SESSIONS)).await.expect(200).json();
    assert_eq!(mine["items"].as_array().unwrap().len(), 1);
    assert_eq!(mine["items"][0]["current"], false);
    let ended = app.send(app.request_as(Role::Viewer, Method::DELETE, SESSIONS)).await.expect(200);
    assert_eq!(ended.json()["ended"], 1);
}
