//! Routing: the table of every path that an organization serves.

mod access;
mod apps;
mod client_roles;
mod devices;
mod discovery;
mod groups;
mod iam_roles;
mod org;
mod paging;
mod token;
mod user_types;
mod users;

use axum::http::Method;

use self::access::{Area, Read};
use crate::{call::Call, error::api, reply::Reply, world::Entry};

/// A route.
struct Route {
    method: Method,
    /// Path segments; `{}` matches any one.
    pattern: &'static str,
    answer: Answer,
}

#[derive(Clone, Copy)]
enum Answer {
    /// Public: no access token needed.
    Open(fn(&mut Entry, &Call) -> Reply),
    /// One object, for access tokens with the scope of the area and a role that may read it.
    One(Area, fn(&Read<'_>) -> Reply),
    /// The same for a list, which may be empty where it should be refused.
    List(Area, fn(&Read<'_>) -> Reply),
}

static ROUTES: &[Route] = &[
    get("/.well-known/okta-organization", Answer::Open(discovery::organization)),
    get("/.well-known/openid-configuration", Answer::Open(discovery::openid_configuration)),
    get("/oauth2/v1/keys", Answer::Open(discovery::keys)),
    Route { method: Method::POST, pattern: "/oauth2/v1/token", answer: Answer::Open(token::token) },
    get("/oauth2/v1/clients/{}/roles", Answer::One(Area::Roles, client_roles::list)),
    get("/api/v1/iam/roles", Answer::One(Area::Roles, iam_roles::list)),
    get("/api/v1/org", Answer::One(Area::Org, org::read)),
    get("/api/v1/apps", Answer::List(Area::Apps, apps::list)),
    get("/api/v1/apps/{}", Answer::One(Area::Apps, apps::read)),
    get("/api/v1/apps/{}/credentials/jwks", Answer::One(Area::Apps, apps::keys)),
    get("/api/v1/devices", Answer::List(Area::Devices, devices::list)),
    get("/api/v1/groups", Answer::List(Area::Groups, groups::list)),
    get("/api/v1/meta/types/user", Answer::List(Area::UserTypes, user_types::list)),
    get("/api/v1/users", Answer::List(Area::Users, users::list)),
    get("/api/v1/users/{}", Answer::One(Area::Users, users::read)),
];

const fn get(pattern: &'static str, answer: Answer) -> Route {
    Route { method: Method::GET, pattern, answer }
}

/// Handles a request to an Okta organization.
pub(crate) fn answer(entry: &mut Entry, call: &Call) -> Reply {
    let mut matching =
        ROUTES.iter().filter_map(|route| Some((route, parameters(route.pattern, &call.path)?))).peekable();
    if matching.peek().is_none() {
        return api::not_found(&call.path, "Resource");
    }
    let Some((route, parameters)) = matching.find(|(route, _)| route.method == call.method) else {
        return api::method_not_allowed();
    };
    match route.answer {
        Answer::Open(answer) => answer(entry, call),
        Answer::One(area, answer) => access::read(entry, call, area, parameters, false, answer),
        Answer::List(area, answer) => access::read(entry, call, area, parameters, true, answer),
    }
}

/// Whether a route starts with this segment; a first segment that no route has is a prefix.
pub(crate) fn knows_first_segment(segment: &str) -> bool {
    ROUTES.iter().any(|route| route.pattern.split('/').nth(1) == Some(segment))
}

/// The values of the `{}` of `pattern` in `path`; `None` if it does not match.
fn parameters<'a>(pattern: &str, path: &'a str) -> Option<Vec<&'a str>> {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    let mut found = Vec::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(found),
            (Some("{}"), Some(segment)) if !segment.is_empty() => found.push(segment),
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}
