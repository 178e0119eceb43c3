//! `GET /api/v1/connections/export`

use super::list;
use crate::admission::Permit;
use crate::app::App;
use crate::csv;
use crate::extract::{FromParams, Params, Query, Viewer};
use crate::limits::{Limits, Slot};
use crate::problem::ApiResult;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream};
use model::connection::Connection;
use model::okta::Application;
use std::io;
use std::sync::Arc;
use store::{ListQuery, Store, StoreError};
use time::OffsetDateTime;
use uuid::Uuid;

/// How many connections of an export are in memory at once.
const AT_ONCE: usize = 500;

/// The columns: the names of the API's members, which no language changes.
pub(super) const HEAD: [&str; 14] = [
    "id",
    "name",
    "description",
    "application",
    "domain",
    "client_id",
    "key_id",
    "key_thumbprint",
    "status",
    "verified_at",
    "updated_at",
    "updated_by",
    "created_at",
    "created_by",
];

/// Which connections, in which order.
pub(crate) struct Wanted(ListQuery);

impl FromParams for Wanted {
    fn from_params(params: &mut Params) -> Self {
        Self(list::which(params))
    }
}

/// Every connection that matches, as CSV.
///
/// RFC 4180, UTF-8 with a byte order mark, one line of heads. A text that a spreadsheet would take for a formula has an
/// apostrophe in front. Sent as it is read: a download that breaks off is not complete. Which connections are in it,
/// and
/// in which order, is decided at its beginning; a line says what is true when it is sent.
#[utoipa::path(
    get,
    path = "/api/v1/connections/export",
    tag = "Connections",
    params(
        ("q" = Option<String>, Query, max_length = 200, description = "Part of name, description, domain or client ID, ignoring case"),
        ("status" = Option<String>, Query, pattern = "^(active|limited|failed|unverified)(,(active|limited|failed|unverified))*$", description = "Only with one of these statuses: active, limited, failed, unverified, with commas between"),
        ("modified_by" = Option<String>, Query, max_length = 200, description = "Only what was last changed by someone whose name has this part, ignoring case"),
        ("modified_after" = Option<String>, Query, format = DateTime, description = "Only what was changed after this moment"),
        ("application" = Option<Application>, Query, description = "Only of this application"),
        ("sort" = Option<String>, Query, pattern = "^-?(name|status|application|domain|verified_at|updated_at)$", description = "name, status, application, domain, verified_at or updated_at; - in front for descending"),
    ),
    responses(
        (status = 200, description = "All of them", content_type = "text/csv", body = String, headers(("Content-Disposition" = String, description = "A name for the file"))),
        crate::openapi::Refused,
    )
)]
pub(crate) async fn export_connections(
    State(app): State<App>,
    Viewer(caller): Viewer,
    Query(Wanted(query)): Query<Wanted>,
    permit: Permit,
) -> ApiResult<Response> {
    let slot = app.limits.acquire_export_slot(&caller, &permit)?;
    // Which ones and in which order, as they are now, before the answer begins: what fails here is still a proper
    // refusal, and whatever is renamed or moved meanwhile is in the file once.
    let ids = {
        let _reading = app.limits.reading_exports().await;
        app.store.list_ids(&query).await?
    };
    let headers = headers(app.clock.now());
    Ok((headers, Body::from_stream(pages(app.store, app.limits, ids, slot))).into_response())
}

/// What says that the answer is a file, and its name.
pub(super) fn headers(now: OffsetDateTime) -> [(HeaderName, String); 2] {
    let name = format!("attachment; filename=\"connections-{}.csv\"", now.date());
    [(header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()), (header::CONTENT_DISPOSITION, name)]
}

/// The file, some rows at a time.
fn pages(
    store: Arc<dyn Store>,
    limits: Arc<Limits>,
    ids: Vec<Uuid>,
    slot: Slot,
) -> impl Stream<Item = io::Result<Bytes>> {
    let begin = [csv::BYTE_ORDER_MARK.to_owned(), csv::line(HEAD)].concat();
    stream::try_unfold((begin, ids.into_iter(), slot), move |(mut text, mut ids, slot)| {
        let (store, limits) = (store.clone(), limits.clone());
        async move {
            let some: Vec<Uuid> = ids.by_ref().take(AT_ONCE).collect();
            if !some.is_empty() {
                let _reading = limits.reading_exports().await;
                let rows = store.get_many(&some).await.map_err(|error| broken(&error))?;
                for row in &rows {
                    text.push_str(&line(row));
                }
            } else if text.is_empty() {
                return Ok(None);
            }
            Ok(Some((Bytes::from(text), (String::new(), ids, slot))))
        }
    })
}

pub(super) fn line(row: &Connection) -> String {
    let settings = &row.settings;
    let cells: [&str; HEAD.len()] = [
        &row.id,
        &row.name,
        &row.description,
        row.application.id(),
        &settings.domain,
        &settings.client_id,
        settings.key.key_id.as_deref().unwrap_or_default(),
        &settings.key.thumbprint,
        row.status.name(),
        row.verified_at.as_deref().unwrap_or_default(),
        &row.updated_at,
        &row.updated_by,
        &row.created_at,
        &row.created_by,
    ];
    csv::line(cells)
}

/// Ends the answer in the middle, so that it is not taken for a complete file.
fn broken(error: &StoreError) -> io::Error {
    tracing::error!(%error, "an export broke off");
    io::Error::other("the export broke off")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::app::tests::{ADMIN_TOKEN, start_in};
    use axum::extract::Request;
    use futures::StreamExt;
    use model::field::ProfileName;
    use std::collections::BTreeSet;
    use store::ConnectionRecord;
    use store::contract::samples::{entry, record};
    use tower::ServiceExt;
    use vault::Binding;

    /// A server with so many connections, named by their numbers.
    async fn with_connections(count: usize) -> (App, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let app = start_in(folder.path()).await;
        let nobodys = Binding::GeneratedKey { id: Uuid::nil(), thumbprint: "" };
        let sealed_key = app.vault.seal(b"no export opens it", &nobodys).unwrap();
        for number in 0..count {
            let record = ConnectionRecord { sealed_key: sealed_key.clone(), ..record(&format!("n{number:04}")) };
            app.store.insert(&record, &entry("created"), None).await.unwrap();
        }
        (app, folder)
    }

    async fn get(app: &App, path: &str) -> Response {
        let request = Request::get(path).header("host", "console.example");
        let request = request.header("authorization", format!("Bearer {ADMIN_TOKEN}")).body(Body::empty()).unwrap();
        crate::router(app.clone()).oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn what_is_renamed_while_the_file_is_sent_is_in_it_once() {
        let count = AT_ONCE + 100;
        let (app, _folder) = with_connections(count).await;
        let mut sent = get(&app, "/api/v1/connections/export?sort=name").await.into_body().into_data_stream();
        let mut file = sent.next().await.unwrap().unwrap().to_vec();
        // The last one goes in front of all, and the first one, which was sent, behind all.
        for (name, renamed) in [(format!("n{:04}", count - 1), "a"), ("n0000".to_owned(), "z")] {
            let id = app.store.id_of_name(&ProfileName::parse(&name).unwrap()).await.unwrap().unwrap();
            let mut moved = app.store.get(id).await.unwrap().unwrap();
            moved.connection.name = renamed.to_owned();
            app.store.update(&moved, 1, &entry("updated")).await.unwrap();
        }
        while let Some(more) = sent.next().await {
            file.extend(more.unwrap());
        }
        let file = String::from_utf8(file).unwrap();
        let rows: Vec<_> = file.lines().skip(1).map(|line| line.split(',').take(2).collect::<Vec<_>>()).collect();
        let ids: BTreeSet<_> = rows.iter().map(|row| row[0]).collect();
        assert_eq!((rows.len(), ids.len()), (count, count));
        assert_eq!((rows[0][1], rows[count - 1][1]), ("n0000", "a"), "where they were, as they are called when sent");
    }

    #[tokio::test]
    async fn a_caller_has_some_exports_in_progress_until_they_are_read() {
        let (app, _folder) = with_connections(1).await;
        let export = || get(&app, "/api/v1/connections/export");
        let mut unread = futures::future::join_all((0..4).map(|_| export())).await;
        assert!(unread.iter().all(|response| response.status() == 200));
        let refused = export().await;
        assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (503, "5"));
        let read = unread.pop().unwrap().into_body().into_data_stream().collect::<Vec<_>>().await;
        assert!(read.iter().all(Result::is_ok));
        assert_eq!(export().await.status(), 200);
    }

    #[tokio::test]
    async fn exports_read_one_after_the_other_and_others_meanwhile() {
        let (app, _folder) = with_connections(3).await;
        let reading = app.limits.reading_exports().await;
        let mut waiting = std::pin::pin!(get(&app, "/api/v1/connections/export"));
        for _ in 0..30 {
            tokio::select! {
                biased;
                _ = &mut waiting => panic!("two exports read at once"),
                listed = get(&app, "/api/v1/connections") => assert_eq!(listed.status(), 200),
            }
        }
        drop(reading);
        assert_eq!(waiting.await.status(), 200);
    }
}
