//! The admin API: changes organizations while the simulator runs.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    error::SimError,
    org::Org,
    scenario::{SCENARIOS, Scenario},
    state::Copy,
    world::World,
};

#[derive(Clone)]
struct Admin {
    world: Arc<World>,
    ca_pem: String,
}

/// Serves until the task is aborted.
pub(crate) fn serve(listener: TcpListener, world: Arc<World>, ca_pem: String) -> JoinHandle<()> {
    let router = router(Admin { world, ca_pem });
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!("admin port: {error}");
        }
    })
}

fn router(admin: Admin) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/ca.pem", get(ca))
        .route("/scenarios", get(scenarios))
        .route("/reset", post(reset_all))
        .route("/orgs", get(hosts).post(copy))
        .route("/orgs/{host}", get(read).put(replace).delete(remove))
        .route("/orgs/{host}/scenarios/{name}", post(apply))
        .route("/orgs/{host}/reset", post(reset))
        .route("/orgs/{host}/nonce", post(rotate_nonce))
        .route("/orgs/{host}/requests", get(requests).delete(forget))
        .with_state(admin)
}

impl IntoResponse for SimError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::UnknownHost(_) | Self::UnknownScenario(_) => StatusCode::NOT_FOUND,
            Self::HostTaken(_) => StatusCode::CONFLICT,
            Self::State { .. } => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, Json(json!({ "error": self.to_string() }))).into_response()
    }
}

async fn ca(State(admin): State<Admin>) -> Response {
    ([(header::CONTENT_TYPE, "application/x-pem-file")], admin.ca_pem).into_response()
}

async fn scenarios() -> Json<Value> {
    Json(SCENARIOS.iter().map(|scenario| json!({ "name": scenario.name, "about": scenario.about })).collect())
}

async fn hosts(State(admin): State<Admin>) -> Json<Vec<String>> {
    Json(admin.world.hosts())
}

/// `{host, aliases?, scenarios?}`: a copy of the demo organization.
async fn copy(State(admin): State<Admin>, headers: HeaderMap, body: Bytes) -> Result<StatusCode, SimError> {
    let copy: Copy = parse(&headers, &body)?;
    admin.world.add(copy.organization()?)?;
    Ok(StatusCode::CREATED)
}

/// JSON, or TOML if the client accepts only that.
async fn read(State(admin): State<Admin>, Path(host): Path<String>, headers: HeaderMap) -> Result<Response, SimError> {
    let org = admin.world.with(&host, |entry| entry.org.clone())?;
    if !mentions(&headers, &header::ACCEPT, "toml") {
        return Ok(Json(org).into_response());
    }
    let text = toml::to_string_pretty(&org).map_err(|error| unreadable(&error))?;
    Ok(([(header::CONTENT_TYPE, "application/toml")], text).into_response())
}

async fn replace(
    State(admin): State<Admin>,
    Path(host): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, SimError> {
    let org: Org = parse(&headers, &body)?;
    if org.host != host {
        return Err(unreadable(&format!("host is {}, the path names {host}", org.host)));
    }
    admin.world.put(org)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove(State(admin): State<Admin>, Path(host): Path<String>) -> Result<StatusCode, SimError> {
    admin.world.remove(&host)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn apply(State(admin): State<Admin>, Path((host, name)): Path<(String, String)>) -> Result<StatusCode, SimError> {
    let scenario = Scenario::named(&name).ok_or(SimError::UnknownScenario(name))?;
    admin.world.apply(&host, scenario)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn reset(State(admin): State<Admin>, Path(host): Path<String>) -> Result<StatusCode, SimError> {
    admin.world.reset(&host)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn reset_all(State(admin): State<Admin>) -> Result<StatusCode, SimError> {
    admin.world.hosts().iter().try_for_each(|host| admin.world.reset(host))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn rotate_nonce(State(admin): State<Admin>, Path(host): Path<String>) -> Result<StatusCode, SimError> {
    admin.world.with(&host, |entry| entry.live.nonces.rotate())?;
    Ok(StatusCode::NO_CONTENT)
}

async fn requests(State(admin): State<Admin>, Path(host): Path<String>) -> Result<Response, SimError> {
    Ok(Json(admin.world.with(&host, |entry| entry.live.log.all())?).into_response())
}

async fn forget(State(admin): State<Admin>, Path(host): Path<String>) -> Result<StatusCode, SimError> {
    admin.world.with(&host, |entry| entry.live.log.clear())?;
    Ok(StatusCode::NO_CONTENT)
}

/// Parses a body as JSON, or as TOML if its `content-type` is that.
fn parse<T: serde::de::DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, SimError> {
    if mentions(headers, &header::CONTENT_TYPE, "toml") {
        let text = std::str::from_utf8(body).map_err(|error| unreadable(&error))?;
        toml::from_str(text).map_err(|error| unreadable(&error))
    } else {
        serde_json::from_slice(body).map_err(|error| unreadable(&error))
    }
}

fn mentions(headers: &HeaderMap, name: &header::HeaderName, word: &str) -> bool {
    headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(word))
}

fn unreadable(reason: &impl ToString) -> SimError {
    SimError::State { path: "the request's body".into(), reason: reason.to_string() }
}
