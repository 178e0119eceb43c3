//! Scheduler: verifies every stored connection again, each `verify_every`, and deletes what has been kept long enough.
//! When something is due is in `policy.rs`, in which order in `plan.rs`.

mod plan;
mod policy;

use crate::app::App;
use crate::audit_log::{Actor, AuditWriter, action, note_revocations};
use crate::clock::{Clock, rfc3339};
use crate::metrics;
use crate::problem::ApiResult;
use crate::verifier::{Verifier, silent};
use futures::future::{BoxFuture, FutureExt};
use futures::stream::{FuturesUnordered, StreamExt};
use model::check::Outcome;
use plan::{LEASE, Plan, Tried};
use policy::Policy;
use std::sync::Arc;
use std::time::Duration;
use store::{Lease, ScheduledConnection, Store, StoreError};
use tokio::time::MissedTickBehavior;
use uuid::Uuid;

/// The name in the audit log.
pub(crate) const BY: &str = "schedule";
const DELETE_EXPIRED_EVERY: Duration = Duration::from_hours(1);
/// How long a generated key pair waits for a connection: the public half is to be put into Okta next.
const KEEP_UNCLAIMED: Duration = Duration::from_hours(7 * 24);

/// Runs for as long as the server does.
pub(crate) async fn run(app: &App) {
    let scheduler = Scheduler::of(app);
    tokio::join!(scheduler.verify_what_is_due(), scheduler.delete_expired(), metrics::run_upkeep());
}

/// The scheduled work of one server.
struct Scheduler {
    store: Arc<dyn Store>,
    verifier: Verifier,
    audit: AuditWriter,
    clock: Clock,
    verify_every: Duration,
    history_keep: Duration,
}

impl Scheduler {
    fn of(app: &App) -> Self {
        Self {
            store: app.store.clone(),
            verifier: app.verifier(),
            audit: app.audit(),
            clock: app.clock.clone(),
            verify_every: app.config.verify_every,
            history_keep: app.config.history_keep,
        }
    }

    async fn verify_what_is_due(&self) {
        let every = self.verify_every;
        if every.is_zero() {
            return;
        }
        let mut round = Round::new(self, every);
        let mut looks = tokio::time::interval(Policy { every }.look_every());
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = looks.tick() => round.look().await,
                Some(()) = round.wait(), if round.is_busy() => {}
            }
            round.begin();
        }
    }

    async fn delete_expired(&self) {
        loop {
            if let Err(error) = self.delete_expired_once().await {
                tracing::warn!(%error, "expired data could not be deleted");
            }
            tokio::time::sleep(DELETE_EXPIRED_EVERY).await;
        }
    }

    async fn delete_expired_once(&self) -> Result<(), StoreError> {
        let before = |keep: Duration| rfc3339(self.clock.now() - keep);
        let entry = |action| self.audit.entry(&Actor::program(BY), action, serde_json::Value::Null);
        self.store.forget_generated_keys(&before(KEEP_UNCLAIMED), &entry(action::KEYS_FORGOTTEN)).await?;
        self.store.forget_idempotency_keys(&self.clock.text()).await?;
        note_revocations(self.store.as_ref(), self.clock.now()).await?;
        let keep = self.history_keep;
        if !keep.is_zero() {
            self.store.trim_audit_log(&before(keep), &entry(action::HISTORY_TRIMMED)).await?;
        }
        self.store.forget_organizations().await
    }

    /// What goes wrong with one connection must not keep the others from being verified, and is not tried again at
    /// once.
    async fn verify(&self, holder: String, connection: ScheduledConnection) -> (String, Tried) {
        let now = self.clock.now();
        let lease = Lease { connection: &connection, holder: &holder, now, until: now + LEASE };
        let tried = match self.store.lease_organization(&lease).await {
            Ok(true) => {
                let tried = self.verify_leased(&connection).await;
                if let Err(error) = self.store.release_organization(&connection.domain, &holder).await {
                    tracing::warn!(%error, "an organization stays reserved for a while");
                }
                tried
            }
            Ok(false) => Tried::Nothing,
            Err(error) => {
                tracing::warn!(%error, "a scheduled verification could not begin");
                Tried::Nothing
            }
        };
        (connection.domain, tried)
    }

    async fn verify_leased(&self, connection: &ScheduledConnection) -> Tried {
        let id = connection.id;
        let work = async {
            let Some(record) = self.store.get(id).await? else { return Ok(Tried::Conclusive) };
            let by = Actor::program(BY);
            let ended = self.verifier.run_stored(record, &by, silent()).await?;
            let is_conclusive = ended.report.outcome != Outcome::Inconclusive;
            ApiResult::Ok(if is_conclusive { Tried::Conclusive } else { Tried::Nothing })
        };
        let refusal = match work.await {
            Ok(tried) => return tried,
            Err(refusal) => refusal,
        };
        tracing::warn!(%id, code = refusal.problem().code, "a scheduled verification failed");
        if let Err(error) = self.store.note_try(id, self.clock.now()).await {
            tracing::warn!(%error, "a try could not be noted");
        }
        // Not the organization's fault: its other connections go on.
        Tried::Conclusive
    }
}

/// What is under way.
struct Round<'a> {
    scheduler: &'a Scheduler,
    policy: Policy,
    plan: Plan,
    /// Which server this is, to the others on the same database.
    holder: String,
    running: FuturesUnordered<BoxFuture<'a, (String, Tried)>>,
}

impl<'a> Round<'a> {
    fn new(scheduler: &'a Scheduler, every: Duration) -> Self {
        let (policy, holder) = (Policy { every }, Uuid::now_v7().to_string());
        Self { scheduler, policy, plan: Plan::new(policy), holder, running: FuturesUnordered::new() }
    }

    /// Finds out what is due.
    async fn look(&mut self) {
        let now = self.scheduler.clock.now();
        let found = async {
            let candidates = self.scheduler.store.verification_candidates(&self.policy.window(now)).await?;
            Ok::<_, StoreError>((candidates, self.scheduler.store.organization_backoffs().await?))
        };
        match found.await {
            Ok((candidates, organizations)) => self.plan.load(candidates, &organizations, now),
            Err(error) => tracing::warn!(%error, "what is due for verification could not be looked up"),
        }
    }

    /// Begins as much as there are places for.
    fn begin(&mut self) {
        while let Some(connection) = self.plan.next() {
            self.running.push(self.scheduler.verify(self.holder.clone(), connection).boxed());
        }
    }

    fn is_busy(&self) -> bool {
        !self.running.is_empty()
    }

    /// Until one has ended.
    async fn wait(&mut self) -> Option<()> {
        let (domain, tried) = self.running.next().await?;
        self.plan.finished(&domain, tried);
        Some(())
    }
}

#[cfg(test)]
mod tests;
