//! Scheduled verification: every stored connection again, each `verify_every`, a little earlier or later so that they do
//! not all ask Okta at once.

use crate::app::App;
use crate::problem::Answer;
use crate::store::{ConnectionRecord, ListQuery};
use crate::verification;
use model::api::{Sort, SortColumn};
use model::connection::Connection;
use std::time::Duration;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

/// Who the history says it was.
const BY: &str = "schedule";
/// How many are looked at in one round.
const ROUND: u32 = 50;

/// Verifies what is due, for as long as the server runs.
pub(crate) async fn run(app: App) {
    let every = app.config.verify_every;
    if every.is_zero() {
        return;
    }
    let pause = (every / 20).clamp(Duration::from_secs(1), Duration::from_secs(300));
    loop {
        tokio::time::sleep(pause).await;
        if let Err(refusal) = round(&app, every).await {
            tracing::warn!(code = refusal.problem().code, "scheduled verification stopped for now");
        }
    }
}

/// One round: the connections that were verified longest ago come first.
async fn round(app: &App, every: Duration) -> Answer<()> {
    let sort = Sort { column: SortColumn::VerifiedAt, descending: false };
    let query = ListQuery { text: String::new(), status: None, application: None, sort, limit: ROUND, after: None };
    for connection in app.store.list(&query).await?.items {
        if is_due(&connection, every, app.clock.now()) {
            if let Some(record) = stored(app, &connection.id).await? {
                verification::run_stored(app, record, BY, verification::silent()).await?;
            }
        }
    }
    Ok(())
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

    #[test]
    fn a_connection_is_due_after_its_time_give_or_take_a_tenth() {
        let day = Duration::from_secs(86_400);
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
