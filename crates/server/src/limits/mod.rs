//! Limits: how often and how much at once one caller may do what is expensive.

mod concurrency;
mod rate;

pub(crate) use concurrency::Slot;
pub(crate) use rate::{Limit, RateLimitKey, RateLimits, network};

use crate::admission::{Permit, processors};
use crate::auth::Principal;
use crate::problem::{ApiError, ApiResult};
use concurrency::ConcurrencyLimits;
use std::sync::Arc;
use time::OffsetDateTime;
use tokio::sync::{Semaphore, SemaphorePermit};

/// All limits.
#[derive(Debug)]
pub(crate) struct Limits {
    /// How often.
    pub(crate) rate: RateLimits,
    concurrency: ConcurrencyLimits,
    cpu: Arc<Semaphore>,
    reading: Semaphore,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rate: RateLimits::default(),
            concurrency: ConcurrencyLimits::default(),
            cpu: Arc::new(Semaphore::new(processors().div_ceil(2))),
            // One of the connections to the database, so that others have the rest.
            reading: Semaphore::new(1),
        }
    }
}

impl Limits {
    /// Lets a caller send requests to the organization at `host`, or refuses until when. The request waits for Okta from
    /// here on, so it gives its permit back.
    pub(crate) fn acquire_verification_slot(
        &self,
        caller: &Principal,
        host: &str,
        now: OffsetDateTime,
        permit: &Permit,
    ) -> ApiResult<Slot> {
        self.take_budget(caller, now)?;
        permit.release();
        self.concurrency.okta(caller, host)
    }

    /// Lets a caller have a key pair generated, or refuses until when.
    pub(crate) fn acquire_key_slot(&self, caller: &Principal, now: OffsetDateTime, permit: &Permit) -> ApiResult<Slot> {
        self.take_budget(caller, now)?;
        permit.release();
        self.concurrency.key(caller)
    }

    /// Lets a caller export, or refuses until when.
    pub(crate) fn acquire_export_slot(&self, caller: &Principal, permit: &Permit) -> ApiResult<Slot> {
        permit.release();
        self.concurrency.export(caller)
    }

    /// Lets one export at a time read from the database.
    pub(crate) async fn reading_exports(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.reading.acquire().await.ok()
    }

    /// Runs arithmetic that takes a while on a thread that answers no requests, and on half of the processors at most: the
    /// rest is for other requests.
    pub(crate) async fn spawn_cpu_bound<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> ApiResult<T> {
        let permit = self.cpu.clone().acquire_owned().await.map_err(|error| ApiError::internal(&error))?;
        let work = move || {
            // Goes on when the client is gone, so it holds its own permit.
            let _permit = permit;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| ApiError::internal(&error))
    }

    fn take_budget(&self, caller: &Principal, now: OffsetDateTime) -> ApiResult<()> {
        self.rate.take(Limit::WorkByCredential, caller.subject.clone(), now).map_err(ApiError::too_often)?;
        self.rate.take(Limit::WorkByAddress, caller.address, now).map_err(ApiError::too_often)
    }
}
