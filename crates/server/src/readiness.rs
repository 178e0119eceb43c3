//! Readiness probe: whether the database takes writes, and whether the master key that it asks for can be read.

use crate::app::App;
use crate::keyring;
use crate::problem::Answer;
use tokio::sync::Mutex;
use tokio::time::{Duration, Instant};

/// How long a good answer holds: anybody may ask, and each look is a write.
const HOLDS: Duration = Duration::from_secs(1);

/// The last good answer. One look at a time.
#[derive(Default)]
pub(crate) struct Readiness(Mutex<Option<Instant>>);

impl Readiness {
    /// Looks, unless it was good a moment ago.
    pub(crate) async fn check(&self, app: &App) -> Answer<()> {
        let mut good_at = self.0.lock().await;
        if good_at.is_some_and(|at| at.elapsed() < HOLDS) {
            return Ok(());
        }
        *good_at = None;
        app.store.probe_write().await?;
        app.vault.refresh(app.store.as_ref()).await.map_err(keyring::failed)?;
        *good_at = Some(Instant::now());
        Ok(())
    }
}
