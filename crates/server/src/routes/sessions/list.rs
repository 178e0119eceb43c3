//! `GET /api/v1/sessions`

use super::{device, is_current};
use crate::app::App;
use crate::auth::{Principal, SessionView};
use crate::clock::rfc3339;
use crate::extract::{Anyone, FromParams, Params, Query};
use crate::problem::{ApiError, ApiResult, kind};
use axum::Json;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::api::{SessionEntry, SessionList};
use model::permission::Permission;
use time::OffsetDateTime;
use uuid::Uuid;

/// The query: `of=everyone`, and which page.
pub(crate) struct Wanted {
    everyone: bool,
    limit: u32,
    cursor: Option<String>,
}

impl FromParams for Wanted {
    fn from_params(params: &mut Params) -> Self {
        let everyone = params.take_as("of", "everyone", |text| (text == "everyone").then_some(true));
        Self { everyone: everyone.unwrap_or(false), limit: params.take_limit(), cursor: params.take("cursor") }
    }
}

/// Where the caller is signed in; with `of=everyone`, where everyone is, for administrators.
#[utoipa::path(
    get,
    path = "/api/v1/sessions",
    tag = "Session",
    params(
        ("of" = Option<String>, Query, description = "`everyone`: not only the caller's", pattern = "^everyone$"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "1 to 200, 50 unless given"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before"),
    ),
    responses((status = 200, description = "Sessions that have not ended", body = SessionList), crate::openapi::Refused)
)]
pub(crate) async fn list_sessions(
    State(app): State<App>,
    Anyone(caller): Anyone,
    Query(wanted): Query<Wanted>,
) -> ApiResult<Json<SessionList>> {
    if wanted.everyone && !caller.role.may(Permission::Manage) {
        return Err(ApiError::new(
            kind::FORBIDDEN,
            "Only administrators can see where others are signed in. Leave out of=everyone to see your own sessions.",
        ));
    }
    let whose = (!wanted.everyone).then_some(caller.subject.as_str());
    let after = wanted.cursor.as_deref().map(decode).transpose()?;
    let mut sessions = app.auth.sessions(whose, after, wanted.limit + 1, app.clock.now()).await?;
    let more = sessions.len() > wanted.limit as usize;
    sessions.truncate(wanted.limit as usize);
    let next_cursor = sessions.last().filter(|_| more).map(encode);
    let items = sessions.into_iter().map(|session| entry(&caller, session)).collect();
    Ok(Json(SessionList { items, next_cursor }))
}

/// The cursor of the page after this session.
fn encode(last: &SessionView) -> String {
    URL_SAFE_NO_PAD.encode(format!("{} {}", last.created_at.unix_timestamp_nanos(), last.id))
}

fn decode(cursor: &str) -> ApiResult<(OffsetDateTime, Uuid)> {
    let text = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let place = text.as_deref().and_then(|text| text.split_once(' ')).and_then(|(began, id)| {
        // No session began before 1970, and the database knows no such time.
        let nanos = began.parse::<i64>().ok().filter(|nanos| *nanos >= 0)?;
        Some((OffsetDateTime::from_unix_timestamp_nanos(nanos.into()).ok()?, Uuid::parse_str(id).ok()?))
    });
    place.ok_or_else(|| store::StoreError::InvalidPosition.into())
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
