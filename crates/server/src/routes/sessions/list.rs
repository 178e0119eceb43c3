//! `GET /api/v1/sessions`

use super::{device, is_current};
use crate::app::{App, rfc3339};
use crate::auth::{Principal, SessionView};
use crate::extract::{Anyone, FromParams, Params, Query};
use crate::problem::{Answer, Refusal, kind};
use axum::Json;
use axum::extract::State;
use model::api::{SessionEntry, SessionList};
use model::permission::Permission;

/// The query: `of=everyone`.
pub(crate) struct Of {
    everyone: bool,
}

impl FromParams for Of {
    fn from_params(params: &mut Params) -> Self {
        let everyone = params.take_as("of", "everyone", |text| (text == "everyone").then_some(true));
        Self { everyone: everyone.unwrap_or(false) }
    }
}

/// Where the caller is signed in; with `of=everyone`, where everyone is, for administrators.
#[utoipa::path(
    get,
    path = "/api/v1/sessions",
    tag = "Session",
    params(("of" = Option<String>, Query, description = "`everyone`: not only the caller's", pattern = "^everyone$")),
    responses((status = 200, description = "Sessions that have not ended", body = SessionList), crate::openapi::Refused)
)]
pub(crate) async fn list_sessions(
    State(app): State<App>,
    Anyone(caller): Anyone,
    Query(of): Query<Of>,
) -> Answer<Json<SessionList>> {
    if of.everyone && !caller.role.may(Permission::Manage) {
        return Err(Refusal::new(
            kind::FORBIDDEN,
            "Only administrators can see where others are signed in. Leave out of=everyone to see your own sessions.",
        ));
    }
    let whose = (!of.everyone).then_some(caller.subject.as_str());
    let sessions = app.auth.sessions(whose, app.clock.now()).await?;
    Ok(Json(SessionList { items: sessions.into_iter().map(|session| entry(&caller, session)).collect() }))
}

fn entry(caller: &Principal, session: SessionView) -> SessionEntry {
    let current = is_current(caller, &session);
    let (browser, system) = device::names(session.user_agent.as_deref().unwrap_or_default());
    SessionEntry {
        id: session.id.to_string(),
        name: session.name,
        role: session.role,
        current,
        created_at: rfc3339(session.created_at),
        last_used_at: rfc3339(session.last_used_at),
        expires_at: session.expires_at.map(rfc3339),
        address: session.address.map(|address| address.to_string()),
        browser: browser.map(str::to_owned),
        system: system.map(str::to_owned),
    }
}
