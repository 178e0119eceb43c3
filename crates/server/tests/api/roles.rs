//! Who may do what: one table for every route that the API describes.

use crate::support::TestApp;
use model::permission::Role;
use reqwest::Method;
use std::collections::BTreeSet;

const ID: &str = "0198c0de-0000-7000-8000-000000000000";

/// `(method, path, roles that may; None for everybody)`.
type Row = (&'static str, &'static str, Option<&'static [Role]>);

const VIEW: Option<&[Role]> = Some(&[Role::Viewer, Role::Admin]);
const MANAGE: Option<&[Role]> = Some(&[Role::Admin]);
const GET_TOKEN: Option<&[Role]> = Some(&[Role::Service]);
const SIGNED_IN: Option<&[Role]> = Some(&Role::ALL);

const TABLE: &[Row] = &[
    ("GET", "/api/v1/applications", VIEW),
    ("GET", "/api/v1/connections", VIEW),
    ("POST", "/api/v1/connections", MANAGE),
    ("GET", "/api/v1/connections/{id}", VIEW),
    ("PUT", "/api/v1/connections/{id}", MANAGE),
    ("DELETE", "/api/v1/connections/{id}", MANAGE),
    ("GET", "/api/v1/connections/export", VIEW),
    ("POST", "/api/v1/connections/delete", MANAGE),
    ("POST", "/api/v1/connections/verify", MANAGE),
    ("POST", "/api/v1/connections/{id}/verify", MANAGE),
    ("GET", "/api/v1/connections/{id}/history", VIEW),
    ("POST", "/api/v1/connections/{id}/token", GET_TOKEN),
    ("POST", "/api/v1/keys", MANAGE),
    ("GET", "/api/v1/session", SIGNED_IN),
    ("POST", "/api/v1/session", None),
    ("DELETE", "/api/v1/session", None),
    ("GET", "/api/openapi.json", None),
    ("GET", "/healthz", None),
    ("GET", "/readyz", None),
    ("GET", "/metrics", None),
];

#[test]
fn the_table_has_every_route_that_the_document_describes() {
    let document = serde_json::to_value(server::openapi()).unwrap();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let table: BTreeSet<(String, String)> =
        TABLE.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(described, table);
}

#[tokio::test]
async fn each_role_may_do_this_and_no_more() {
    let app = TestApp::start().await;
    for (method, path, allowed) in TABLE {
        let (method, path) = (Method::from_bytes(method.as_bytes()).unwrap(), path.replace("{id}", ID));
        let what = format!("{method} {path}");
        let anonymous = app.send(app.anonymous(method.clone(), &path)).await;
        assert_eq!(anonymous.status == 401, allowed.is_some(), "{what} {}", anonymous.status);
        for role in Role::ALL {
            let reply = app.send(app.request_as(role, method.clone(), &path)).await;
            assert_ne!(reply.status, 401, "{what} {role:?}");
            let refused = allowed.is_some_and(|allowed| !allowed.contains(&role));
            assert_eq!(reply.status == 403, refused, "{what} {role:?} {}", reply.status);
            if refused {
                reply.problem(403, "forbidden");
            }
        }
    }
}
