//! `GET /api/v1/connections`

use super::cursor;
use crate::app::App;
use crate::extract::{FromParams, Params, Query, Viewer};
use crate::problem::ApiResult;
use axum::Json;
use axum::extract::State;
use model::api::{ConnectionPage, Sort};
use model::connection::Status;
use model::field::holds_private_key;
use model::okta::Application;
use store::ListQuery;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The longest text to search for, in characters.
const MAX_TEXT_CHARS: usize = 200;

/// Which connections, in which order.
pub(crate) struct Wanted {
    query: ListQuery,
    cursor: Option<String>,
}

impl FromParams for Wanted {
    fn from_params(params: &mut Params) -> Self {
        let query = ListQuery { limit: params.take_limit(), ..which(params) };
        Self { query, cursor: params.take("cursor") }
    }
}

/// Search, filter and order, for whatever answers with connections.
pub(super) fn which(params: &mut Params) -> ListQuery {
    let short = |text: &str| {
        let fits = text.chars().count() <= MAX_TEXT_CHARS && !holds_private_key(text);
        fits.then(|| text.trim().to_owned())
    };
    let short_text = "at most 200 characters, and no private key";
    ListQuery {
        text: params.take_as("q", short_text, short).unwrap_or_default(),
        statuses: params
            .take_as("status", "one or more of active, limited, failed, unverified, with commas between", statuses)
            .unwrap_or_default(),
        modified_by: params.take_as("modified_by", short_text, short).unwrap_or_default(),
        modified_after: params.take_as("modified_after", "a time as in 2026-11-24T10:00:00Z", moment),
        application: params.take_as("application", "okta", |id| Application::parse(id).ok()),
        sort: params
            .take_as(
                "sort",
                "one of name, status, application, domain, verified_at, updated_at, with - in front for descending",
                Sort::parse,
            )
            .unwrap_or(Sort::DEFAULT),
        limit: 0,
        after: None,
    }
}

fn statuses(text: &str) -> Option<Vec<Status>> {
    text.split(',').map(Status::from_name).collect()
}

fn moment(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(&text.to_ascii_uppercase(), &Rfc3339).ok()
}

/// A page of connections.
#[utoipa::path(
    get,
    path = "/api/v1/connections",
    tag = "Connections",
    params(
        ("q" = Option<String>, Query, max_length = 200, description = "Part of name, description, domain or client ID, ignoring case"),
        ("status" = Option<String>, Query, pattern = "^(active|limited|failed|unverified)(,(active|limited|failed|unverified))*$", description = "Only with one of these statuses: active, limited, failed, unverified, with commas between"),
        ("modified_by" = Option<String>, Query, max_length = 200, description = "Only what was last changed by someone whose name has this part, ignoring case"),
        ("modified_after" = Option<String>, Query, format = DateTime, description = "Only what was changed after this moment"),
        ("application" = Option<Application>, Query, description = "Only of this application"),
        ("sort" = Option<String>, Query, pattern = "^-?(name|status|application|domain|verified_at|updated_at)$", description = "name, status, application, domain, verified_at or updated_at; - in front for descending"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "1 to 200, 50 unless given"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before, with the same sort"),
    ),
    responses((status = 200, description = "A page", body = ConnectionPage), crate::openapi::Refused)
)]
pub(crate) async fn list_connections(
    State(app): State<App>,
    _: Viewer,
    Query(Wanted { mut query, cursor }): Query<Wanted>,
) -> ApiResult<Json<ConnectionPage>> {
    query.after = cursor.map(|cursor| cursor::decode(query.sort, &cursor)).transpose()?;
    let page = app.store.list(&query).await?;
    let next_cursor = page.next.map(|position| cursor::encode(query.sort, &position));
    Ok(Json(ConnectionPage { items: page.items, next_cursor, total: page.total }))
}
