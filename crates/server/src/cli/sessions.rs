//! `app-connections session …`.

use super::error::CliError;
use super::output::{note, print};
use super::tokens::{minute, open_without_key, revoking};
use crate::auth::SessionView;
use crate::config::Config;
use time::OffsetDateTime;
use uuid::Uuid;

/// How many sessions are in memory at once.
const AT_ONCE: u32 = 500;

pub(super) async fn list(config: &Config) -> Result<(), CliError> {
    let auth = open_without_key(config).await?.0;
    let now = OffsetDateTime::now_utc();
    print(&line(["ID", "ROLE", "BEGAN", "LAST USED", "ADDRESS", "NAME"]))?;
    let mut after = None;
    loop {
        let page = auth.sessions(None, after, AT_ONCE, now).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some((last.created_at, last.id));
        for session in &page {
            print_session(session)?;
        }
    }
}

fn print_session(session: &SessionView) -> Result<(), CliError> {
    print(&line([
        &session.id.to_string(),
        session.role.name(),
        &minute(Some(session.created_at)),
        &minute(Some(session.last_used_at)),
        &session.address.map_or_else(|| "-".to_owned(), |address| address.to_string()),
        &session.name,
    ]))
}

pub(super) async fn revoke(config: &Config, id: Uuid) -> Result<(), CliError> {
    let (auth, store) = open_without_key(config).await?;
    let revoke = auth.revoke_session(id, None, OffsetDateTime::now_utc());
    let session = revoking(config, store.as_ref(), id, revoke).await?;
    note(&format!("Session {id} of {} is ended.", session.name))
}

/// The name comes last: only it has no known width.
fn line(cells: [&str; 6]) -> String {
    let [id, role, began, used, address, name] = cells;
    format!("{id:<36}  {role:<7}  {began:<17}  {used:<17}  {address:<39}  {name}")
}
