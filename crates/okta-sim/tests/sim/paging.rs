//! Pagination.

use std::collections::BTreeSet;

use okta_sim::{Directory, Org};
use serde_json::Value;

use crate::support::{Answer, Caller, start, start_with};

/// The target of a relation in the `Link` headers.
fn link(answer: &Answer, relation: &str) -> Option<String> {
    let lines: Vec<&str> = answer.headers.get_all("link").iter().map(|line| line.to_str().unwrap()).collect();
    let end = format!(">; rel=\"{relation}\"");
    lines.iter().find_map(|line| Some(line.strip_suffix(&end)?.strip_prefix('<')?.to_owned()))
}

async fn walk(caller: &Caller, token: &str, first: &str) -> (Vec<Value>, usize) {
    let (mut found, mut pages, mut next) = (Vec::new(), 0, Some(first.to_owned()));
    while let Some(url) = next {
        let answer = caller.get(&url, token).await;
        assert_eq!(answer.status, 200, "{url}: {}", answer.body);
        found.extend(answer.json().as_array().unwrap().iter().cloned());
        next = link(&answer, "next");
        pages += 1;
    }
    (found, pages)
}

#[tokio::test]
async fn following_next_visits_every_object_once() {
    let (_sim, caller) = start_with(|_| ()).await;
    let token = caller.token().await;
    for (path, total, pages) in [
        ("/api/v1/users?limit=7", 40, 6),
        ("/api/v1/users?limit=40", 40, 1),
        ("/api/v1/groups?limit=1", 12, 12),
        ("/api/v1/apps?limit=3", 10, 4),
        ("/api/v1/devices?limit=5", 8, 2),
        ("/api/v1/meta/types/user", 3, 1),
    ] {
        let (found, walked) = walk(&caller, &token, path).await;
        let ids: BTreeSet<&str> = found.iter().map(|object| object["id"].as_str().unwrap()).collect();
        assert_eq!((found.len(), ids.len(), walked), (total, total, pages), "{path}");
        assert!(ids.iter().all(|id| id.len() == 20), "{ids:?}");
    }
}

#[tokio::test]
async fn links_come_in_lines_of_their_own() {
    let (_sim, caller) = start_with(|_| ()).await;
    let answer = caller.get("/api/v1/users?limit=1", &caller.token().await).await;
    assert_eq!(answer.headers.get_all("link").iter().count(), 2);
    assert_eq!(link(&answer, "self"), Some(format!("{}/api/v1/users?limit=1", caller.base)));
    let next = link(&answer, "next").unwrap();
    let start = format!("{}/api/v1/users?after=", caller.base);
    assert!(next.starts_with(&start) && next.ends_with("&limit=1"), "{next}");
}

#[tokio::test]
async fn other_parameters_stay_in_the_links() {
    let (_sim, caller) = start_with(|_| ()).await;
    let answer = caller.get("/api/v1/users?search=a%20b&limit=1", &caller.token().await).await;
    assert!(link(&answer, "next").unwrap().contains("&search=a%20b&limit=1"));
}

#[tokio::test]
async fn limits_are_capped_and_have_defaults() {
    let many = Directory { users: 250, groups: 300, apps: 250, devices: 201, user_types: 1 };
    let (_sim, caller) = start(Org { directory: many, ..Org::demo() }).await;
    let token = caller.token().await;
    for (path, size) in [
        ("/api/v1/users", 200),
        ("/api/v1/users?limit=1000", 200),
        ("/api/v1/groups", 300),
        ("/api/v1/apps", 20),
        ("/api/v1/apps?limit=500", 200),
        ("/api/v1/devices", 200),
    ] {
        let answer = caller.get(path, &token).await;
        assert_eq!(answer.json().as_array().unwrap().len(), size, "{path}");
    }
    let (found, _) = walk(&caller, &token, "/api/v1/users").await;
    let logins: BTreeSet<&str> = found.iter().map(|user| user["profile"]["login"].as_str().unwrap()).collect();
    assert_eq!(logins.len(), 250, "logins are unique");
}

#[tokio::test]
async fn bad_limits_and_cursors_are_refused() {
    let (_sim, caller) = start_with(|_| ()).await;
    let token = caller.token().await;
    let groups = caller.get("/api/v1/groups?limit=1", &token).await;
    let foreign = link(&groups, "next").unwrap().replace("/groups", "/users");
    for url in ["/api/v1/users?limit=0", "/api/v1/users?limit=x", "/api/v1/users?after=1", &foreign] {
        let answer = caller.get(url, &token).await;
        assert_eq!((answer.status, answer.json()["errorCode"].as_str()), (400, Some("E0000001")), "{url}");
    }
}

#[tokio::test]
async fn roles_link_to_the_console_host() {
    let (sim, caller) = start_with(|_| ()).await;
    let admin = format!("https://{}", sim.org(&sim.hosts()[0]).unwrap().admin_host());
    let token = caller.token().await;
    let first = caller.get("/api/v1/iam/roles?limit=2", &token).await;
    let next = link(&first, "next").unwrap();
    assert!(next.starts_with(&format!("{admin}/api/v1/iam/roles?after=")), "{next}");
    assert_eq!(first.json()["_links"]["next"]["href"], next);
    assert_eq!(first.json()["roles"].as_array().unwrap().len(), 2);
    let second = caller.get(&next, &token).await;
    assert_eq!(second.json()["roles"].as_array().unwrap().len(), 1, "{second:?}");
    assert_eq!(link(&second, "next"), None);
}

#[tokio::test]
async fn one_user_can_be_read_by_id() {
    let (_sim, caller) = start_with(|_| ()).await;
    let token = caller.token().await;
    let users = caller.get("/api/v1/users?limit=1", &token).await.json();
    let id = users[0]["id"].as_str().unwrap();
    assert_eq!(caller.get(&format!("/api/v1/users/{id}"), &token).await.json(), users[0]);
}
