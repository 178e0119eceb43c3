//! Readiness probe: whether the database takes writes, and whether the master key that it asks for can be read.

use crate::problem::ApiResult;
use crate::signing_key;
use store::Store;
use tokio::sync::Mutex;
use tokio::time::{Duration, Instant};
use vault::Vault;

/// How long a good answer holds: anybody may ask, and each look is a write.
const HOLDS: Duration = Duration::from_secs(1);

/// The last good answer. One look at a time.
#[derive(Default)]
pub(crate) struct Readiness(Mutex<Option<Instant>>);

impl Readiness {
    /// Looks, unless it was good a moment ago.
    pub(crate) async fn check(&self, store: &dyn Store, vault: &Vault) -> ApiResult<()> {
        let mut good_at = self.0.lock().await;
        if good_at.is_some_and(|at| at.elapsed() < HOLDS) {
            return Ok(());
        }
        *good_at = None;
        store.probe_write().await?;
        vault.refresh(store).await.map_err(signing_key::failed)?;
        *good_at = Some(Instant::now());
        Ok(())
    }
}
