//! Last use of credentials, written in the background of the request.

use crate::soon::soon;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use store::Store;
use time::OffsetDateTime;
use uuid::Uuid;

/// What is being noted.
#[derive(Default)]
pub(super) struct LastUsed(Arc<Mutex<HashSet<Uuid>>>);

impl LastUsed {
    /// Notes a use, unless the one before is still being noted.
    pub(super) async fn note(&self, store: &Arc<dyn Store>, id: Uuid, now: OffsetDateTime) {
        if !lock(&self.0).insert(id) {
            return;
        }
        let (under_way, store) = (self.0.clone(), store.clone());
        soon(async move {
            // Reading goes on when nothing can be written.
            if let Err(error) = store.touch_credential(id, now).await {
                tracing::warn!(%error, "the last use of a credential could not be noted");
            }
            lock(&under_way).remove(&id);
        })
        .await;
    }
}

#[cfg(test)]
impl LastUsed {
    /// Until what is under way has been noted: a test's clock goes faster than the disk.
    pub(super) async fn settled(&self) {
        while !lock(&self.0).is_empty() {
            tokio::task::yield_now().await;
        }
    }
}

fn lock(set: &Mutex<HashSet<Uuid>>) -> std::sync::MutexGuard<'_, HashSet<Uuid>> {
    set.lock().unwrap_or_else(PoisonError::into_inner)
}
