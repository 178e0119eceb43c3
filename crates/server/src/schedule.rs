//! What the server does without being asked: it verifies every stored connection again, each `verify_every`, a little
//! earlier or later so that they do not all ask Okta at once, and forgets what has been kept long enough.

use crate::app::{App, rfc3339};
use crate::figures;
use crate::history::{self, Actor};
use crate::problem::Answer;
use crate::store::{ConnectionRecord, ListQuery, StoreError};
use crate::verification;
use model::api::{Sort, SortColumn};
use model::connection::Connection;
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

/// Who the history says it was.
pub(crate) const BY: &str = "schedule";
const TIDY_EVERY: Duration = Duration::from_hours(1);
/// How long a generated key pair waits for a connection: whoever makes one puts the public half into Okta next.
const KEEP_UNCLAIMED: Duration = Duration::from_hours(7 * 24);
/// How many are read at once.
const PAGE: u32 = 50;

/// Goes on for as long as the server runs.
pub(crate) async fn run(app: App) {
    tokio::join!(verify_what_is_due(&app), tidy(&app), figures::keep_up());
}

async fn verify_what_is_due(app: &App) {
    let every = app.config.verify_every;
    if every.is_zero() {
        return;
    }
    let pause = (every / 20).clamp(Duration::from_secs(1), Duration::from_mins(5));
    loop {
        tokio::time::sleep(pause).await;
        if let Err(refusal) = round(app, every).await {
            tracing::warn!(code = refusal.problem().code, "scheduled verification stopped for now");
        }
    }
}

async fn tidy(app: &App) {
    loop {
        if let Err(error) = tidy_once(app).await {
            tracing::warn!(%error, "what is too old could not be forgotten");
        }
        tokio::time::sleep(TIDY_EVERY).await;
    }
}

async fn tidy_once(app: &App) -> Result<(), StoreError> {
    let before = |keep: Duration| rfc3339(app.clock.now() - keep);
    let entry = |action| history::entry(app, &Actor::program(BY), action, serde_json::Value::Null);
    app.store.forget_generated_keys(&before(KEEP_UNCLAIMED), &entry(history::KEYS_FORGOTTEN)).await?;
    let keep = app.config.history_keep;
    if !keep.is_zero() {
        app.store.trim_history(&before(keep), &entry(history::HISTORY_TRIMMED)).await?;
    }
    Ok(())
}

/// One round: the connections that were verified longest ago come first, and behind the first that is not due none is.
async fn round(app: &App, every: Duration) -> Answer<()> {
    let sort = Sort { column: SortColumn::VerifiedAt, descending: false };
    let mut query = ListQuery { text: String::new(), status: None, application: None, sort, limit: PAGE, after: None };
    loop {
        let page = app.store.list(&query).await?;
        let mut goes_on = false;
        for connection in page.items {
            let due = is_due(&connection, every, app.clock.now());
            goes_on = due || connection.verified_at.is_none();
            if due {
                verify(app, &connection.id).await;
            }
        }
        match page.next {
            Some(next) if goes_on => query.after = Some(next),
            _ => return Ok(()),
        }
    }
}

/// What goes wrong with one connection must not keep the others from being verified.
async fn verify(app: &App, id: &str) {
    let work = async {
        match stored(app, id).await? {
            Some(record) => {
                verification::run_stored(app, record, &Actor::program(BY), verification::silent()).await.map(drop)
            }
            None => Ok(()),
        }
    };
    if let Err(refusal) = work.await {
        tracing::warn!(id, code = refusal.problem().code, "a scheduled verification failed");
    }
}

async fn stored(app: &App, id: &str) -> Answer<Option<ConnectionRecord>> {
    let Ok(id) = Uuid::parse_str(id) else { return Ok(None) };
    Ok(app.store.get(id).await?)
}

/// Whether it is time: `every`, and up to a tenth more or less, the same for one connection each time.
fn is_due(connection: &Connection, every: Duration, now: OffsetDateTime) -> bool {
    let last = connection.verified_at.as_ref().unwrap_or(&connection.updated_at);
    let Ok(last) = OffsetDateTime::parse(last, &Rfc3339) else { return true };
    let spread = connection.id.bytes().fold(0_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 201);
    now - last >= every * (900 + spread) / 1_000
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use model::connection::{KeyView, Settings, Status};
    use model::okta::Application;
    use tower::ServiceExt;

    fn verified(at: Option<&str>) -> Connection {
        let text = String::new;
        let key = KeyView { key_id: None, algorithm: text(), bits: 0, thumbprint: text(), set_at: text() };
        Connection {
            id: Uuid::nil().to_string(),
            name: text(),
            description: text(),
            application: Application::Okta,
            settings: Settings { domain: text(), client_id: text(), key, organization_id: None },
            status: Status::Active,
            report: None,
            created_at: text(),
            created_by: text(),
            updated_at: "2026-11-24T00:00:00Z".to_owned(),
            updated_by: text(),
            verified_at: at.map(str::to_owned),
            version: 1,
        }
    }

    /// A server with connections to the demo organisation that were never verified.
    async fn app_with(names: &[&str]) -> (App, okta_sim::Sim, tempfile::TempDir) {
        let sim = okta_sim::Sim::builder().start().await.unwrap();
        let data = tempfile::tempdir().unwrap();
        let path = |name: &str| data.path().join(name).display().to_string();
        std::fs::write(path("ca.pem"), sim.ca_pem()).unwrap();
        std::fs::write(path("token"), "a".repeat(40)).unwrap();
        std::fs::set_permissions(path("token"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let env = [
            ("APPCONN_DATABASE_URL", format!("sqlite://{}", path("db"))),
            ("APPCONN_MASTER_KEY_FILE", path("key")),
            ("APPCONN_OKTA_RESOLVE", sim.resolve()),
            ("APPCONN_OKTA_CA_FILE", path("ca.pem")),
            ("APPCONN_ADMIN_TOKEN_FILE", path("token")),
            ("APPCONN_HISTORY_KEEP", "365d".to_owned()),
        ];
        let env = env.into_iter().map(|(name, value)| (name.to_owned(), value));
        let app = App::start(crate::config::Config::load(None, env).unwrap()).await.unwrap();
        let demo = sim.demo();
        for name in names {
            let settings =
                serde_json::json!({"domain": demo.domain, "client_id": demo.client_id, "private_key": demo.pem});
            let input = serde_json::json!({"name": name, "application": "okta", "settings": settings});
            let request = axum::extract::Request::post("/api/v1/connections?verify=skip")
                .header("authorization", format!("Bearer {}", "a".repeat(40)))
                .header("content-type", "application/json")
                .body(axum::body::Body::from(input.to_string()))
                .unwrap();
            assert_eq!(crate::router(app.clone()).oneshot(request).await.unwrap().status(), 201);
        }
        (app, sim, data)
    }

    async fn statuses(app: &App) -> Vec<Status> {
        let query = ListQuery {
            text: String::new(),
            status: None,
            application: None,
            sort: Sort::DEFAULT,
            limit: 200,
            after: None,
        };
        app.store.list(&query).await.unwrap().items.into_iter().map(|connection| connection.status).collect()
    }

    #[tokio::test]
    async fn a_round_verifies_what_is_due_and_nothing_else() {
        let day = Duration::from_hours(24);
        let (mut app, sim, _data) = app_with(&["a", "b", "c"]).await;
        round(&app, day).await.unwrap();
        assert_eq!(statuses(&app).await, [Status::Unverified; 3]);
        app.clock = crate::Clock::from_fn(|| OffsetDateTime::now_utc() + time::Duration::hours(27));
        round(&app, day).await.unwrap();
        assert_eq!(statuses(&app).await, [Status::Active; 3]);
        let asked = sim.requests(okta_sim::DEMO_HOST).len();
        round(&app, day).await.unwrap();
        assert_eq!(sim.requests(okta_sim::DEMO_HOST).len(), asked);
    }

    #[tokio::test]
    async fn what_was_kept_long_enough_is_forgotten() {
        let (mut app, _sim, _data) = app_with(&["a"]).await;
        let key = crate::store::GeneratedKeyRecord {
            id: Uuid::now_v7(),
            sealed_key: Vec::new(),
            key_id: String::new(),
            thumbprint: String::new(),
            created_at: app.clock.text(),
        };
        app.store.insert_generated_key(&key).await.unwrap();
        for (days, kept, actions) in [
            (6, true, &["token_used", "created"][..]),
            (8, false, &["token_used", "created", "keys_forgotten"]),
            (400, false, &["history_trimmed"]),
        ] {
            app.clock = crate::Clock::from_fn(move || OffsetDateTime::now_utc() + time::Duration::days(days));
            tidy_once(&app).await.unwrap();
            assert_eq!(app.store.generated_key(key.id).await.unwrap().is_some(), kept, "after {days} days");
            let history = app.store.chained_history(0, 100).await.unwrap();
            let found: Vec<_> = history.iter().map(|chained| chained.entry.action.as_str()).collect();
            assert_eq!(found, actions, "after {days} days");
        }
    }

    #[test]
    fn a_connection_is_due_after_its_time_give_or_take_a_tenth() {
        let day = Duration::from_hours(24);
        for (last, now, due) in [
            (Some("2026-11-24T00:00:00Z"), "2026-11-24T21:00:00Z", false),
            (Some("2026-11-24T00:00:00Z"), "2026-11-25T02:30:00Z", true),
            (None, "2026-11-24T21:00:00Z", false),
            (None, "2026-11-25T02:30:00Z", true),
            (Some("never"), "2026-11-24T00:00:00Z", true),
        ] {
            let now = OffsetDateTime::parse(now, &Rfc3339).unwrap();
            assert_eq!(is_due(&verified(last), day, now), due, "{last:?} {now}");
        }
    }
}
