//! Scheduled work: the server verifies every stored connection again, each `verify_every`, and forgets what has been kept
//! long enough. When something is due is in `policy.rs`, in which order in `plan.rs`.

mod plan;
mod policy;

use crate::app::{App, rfc3339};
use crate::history::{self, Actor};
use crate::metrics;
use crate::problem::Answer;
use crate::verification;
use futures::future::{BoxFuture, FutureExt};
use futures::stream::{FuturesUnordered, StreamExt};
use model::check::Outcome;
use plan::{LEASE, Plan, Tried};
use policy::Policy;
use std::time::Duration;
use store::{Lease, ScheduledConnection, StoreError};
use tokio::time::MissedTickBehavior;
use uuid::Uuid;

/// Who the history says it was.
pub(crate) const BY: &str = "schedule";
const TIDY_EVERY: Duration = Duration::from_hours(1);
/// How long a generated key pair waits for a connection: whoever makes one puts the public half into Okta next.
const KEEP_UNCLAIMED: Duration = Duration::from_hours(7 * 24);

/// Goes on for as long as the server runs.
pub(crate) async fn run(app: App) {
    tokio::join!(verify_what_is_due(&app), tidy(&app), metrics::run_upkeep());
}

async fn verify_what_is_due(app: &App) {
    let every = app.config.verify_every;
    if every.is_zero() {
        return;
    }
    let mut round = Round::new(app, every);
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

/// What is under way.
struct Round<'a> {
    app: &'a App,
    policy: Policy,
    plan: Plan,
    /// Which server this is, to the others on the same database.
    holder: String,
    running: FuturesUnordered<BoxFuture<'a, (String, Tried)>>,
}

impl<'a> Round<'a> {
    fn new(app: &'a App, every: Duration) -> Self {
        let (policy, holder) = (Policy { every }, Uuid::now_v7().to_string());
        Self { app, policy, plan: Plan::new(policy), holder, running: FuturesUnordered::new() }
    }

    /// Finds out what is due.
    async fn look(&mut self) {
        let now = self.app.clock.now();
        let found = async {
            let candidates = self.app.store.verification_candidates(&self.policy.window(now)).await?;
            Ok::<_, StoreError>((candidates, self.app.store.organization_backoffs().await?))
        };
        match found.await {
            Ok((candidates, organizations)) => self.plan.load(candidates, &organizations, now),
            Err(error) => tracing::warn!(%error, "what is due for verification could not be looked up"),
        }
    }

    /// Begins as much as there are places for.
    fn begin(&mut self) {
        while let Some(connection) = self.plan.next() {
            self.running.push(verify(self.app, self.holder.clone(), connection).boxed());
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
    app.store.forget_idempotency_keys(&app.clock.text()).await?;
    history::note_revocations(app.store.as_ref(), app.clock.now()).await?;
    let keep = app.config.history_keep;
    if !keep.is_zero() {
        app.store.trim_audit_log(&before(keep), &entry(history::HISTORY_TRIMMED)).await?;
    }
    app.store.forget_organizations().await
}

/// What goes wrong with one connection must not keep the others from being verified, and is not tried again at once.
async fn verify(app: &App, holder: String, connection: ScheduledConnection) -> (String, Tried) {
    let now = app.clock.now();
    let lease = Lease { connection: &connection, holder: &holder, now, until: now + LEASE };
    let tried = match app.store.lease_organization(&lease).await {
        Ok(true) => {
            let tried = verify_leased(app, &connection).await;
            if let Err(error) = app.store.release_organization(&connection.domain, &holder).await {
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

async fn verify_leased(app: &App, connection: &ScheduledConnection) -> Tried {
    let id = connection.id;
    let work = async {
        let Some(record) = app.store.get(id).await? else { return Ok(Tried::Conclusive) };
        let by = Actor::program(BY);
        let ended = verification::run_stored(app, record, &by, verification::silent()).await?;
        let is_conclusive = ended.report.outcome != Outcome::Inconclusive;
        Answer::Ok(if is_conclusive { Tried::Conclusive } else { Tried::Nothing })
    };
    let refusal = match work.await {
        Ok(tried) => return tried,
        Err(refusal) => refusal,
    };
    tracing::warn!(%id, code = refusal.problem().code, "a scheduled verification failed");
    if let Err(error) = app.store.note_try(id, app.clock.now()).await {
        tracing::warn!(%error, "a try could not be noted");
    }
    // Not the organization's fault: its other connections go on.
    Tried::Conclusive
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use model::api::Sort;
    use model::connection::Status;
    use store::ListQuery;
    use time::OffsetDateTime;
    use tower::ServiceExt;

    /// A server with connections to the demo organization that were never verified.
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
                .header("host", "console.example")
                .header("authorization", format!("Bearer {}", "a".repeat(40)))
                .header("content-type", "application/json")
                .header("idempotency-key", *name)
                .body(axum::body::Body::from(input.to_string()))
                .unwrap();
            assert_eq!(crate::router(app.clone()).oneshot(request).await.unwrap().status(), 201);
        }
        (app, sim, data)
    }

    async fn statuses(app: &App) -> Vec<Status> {
        let query = ListQuery::everything(Sort::DEFAULT, 200);
        app.store.list(&query).await.unwrap().items.into_iter().map(|connection| connection.status).collect()
    }

    /// One look, and everything that is due then.
    async fn round(app: &App, every: Duration) {
        let mut round = Round::new(app, every);
        round.look().await;
        round.begin();
        while round.wait().await.is_some() {
            round.begin();
        }
    }

    #[tokio::test]
    async fn a_round_verifies_what_is_due_and_nothing_else() {
        let day = Duration::from_hours(24);
        let (mut app, sim, _data) = app_with(&["a", "b", "c"]).await;
        round(&app, day).await;
        assert_eq!(statuses(&app).await, [Status::Unverified; 3]);
        app.clock = crate::Clock::from_fn(|| OffsetDateTime::now_utc() + time::Duration::hours(27));
        round(&app, day).await;
        assert_eq!(statuses(&app).await, [Status::Active; 3]);
        let asked = sim.requests(okta_sim::DEMO_HOST).len();
        round(&app, day).await;
        assert_eq!(sim.requests(okta_sim::DEMO_HOST).len(), asked);
    }

    fn at(hours: i64) -> crate::Clock {
        crate::Clock::from_fn(move || OffsetDateTime::now_utc() + time::Duration::hours(hours))
    }

    /// How often Okta was asked, as the history says.
    async fn runs(app: &App) -> usize {
        let history = app.store.chained_entries(0, 1_000).await.unwrap();
        history.iter().filter(|chained| chained.entry.action == history::VERIFIED).count()
    }

    #[tokio::test]
    async fn who_limits_is_left_alone_for_longer_each_time_whatever_restarts() {
        let day = Duration::from_hours(24);
        let (mut app, sim, _data) = app_with(&["a", "b", "c"]).await;
        sim.apply(okta_sim::DEMO_HOST, "limited_everywhere").unwrap();
        // A new round each time knows nothing but what is in the database, as after a restart.
        for (hours, expected) in [(27, 1), (28, 1), (29, 2), (31, 2), (33, 3), (36, 3), (40, 4), (41, 4)] {
            app.clock = at(hours);
            round(&app, day).await;
            assert_eq!(runs(&app).await, expected, "after {hours} hours");
        }
        let backoff = &app.store.organization_backoffs().await.unwrap()[0];
        assert_eq!((backoff.inconclusive, backoff.leased_until), (4, None));
        assert!(backoff.retry_at.is_some(), "the reset that it names is heeded");
        sim.update(okta_sim::DEMO_HOST, |org| org.faults.clear()).unwrap();
        app.clock = at(55);
        round(&app, day).await;
        assert_eq!(runs(&app).await, 7, "all of them, as soon as one gets through");
        assert_eq!(statuses(&app).await, [Status::Active; 3]);
        assert_eq!(app.store.organization_backoffs().await.unwrap(), []);
    }

    #[tokio::test]
    async fn who_wants_to_be_left_alone_for_ever_is_asked_again_after_the_regular_time() {
        let day = Duration::from_hours(24);
        let (mut app, sim, _data) = app_with(&["a"]).await;
        let headers = vec![("retry-after".to_owned(), u64::MAX.to_string())];
        let unavailable = okta_sim::Effect::Verbatim { status: 503, headers, body: String::new() };
        sim.update(okta_sim::DEMO_HOST, |org| org.faults.push(okta_sim::Fault::on("/", unavailable))).unwrap();
        for (hours, expected) in [(27, 1), (50, 1), (52, 2)] {
            app.clock = at(hours);
            round(&app, day).await;
            assert_eq!(runs(&app).await, expected, "after {hours} hours");
        }
    }

    #[tokio::test]
    async fn what_nothing_can_be_written_of_is_not_tried_at_every_look() {
        let day = Duration::from_hours(24);
        let (mut app, sim, _data) = app_with(&["a"]).await;
        // A key that this server has yet to read, and cannot.
        vault::Rotation::run(&app.config.vault, app.store.as_ref()).await.unwrap();
        std::fs::remove_file(&app.config.vault.master_key_file).unwrap();
        for (hours, due) in [(27, false), (28, false), (29, true)] {
            app.clock = at(hours);
            if !due {
                round(&app, day).await;
            }
            let (policy, now) = (Policy { every: day }, app.clock.now());
            let found = app.store.verification_candidates(&policy.window(now)).await.unwrap();
            assert_eq!(found.iter().any(|found| policy.is_due(found, now)), due, "after {hours} hours");
        }
        assert_eq!((statuses(&app).await, runs(&app).await), (vec![Status::Unverified], 0));
        assert_eq!(sim.requests(okta_sim::DEMO_HOST).len(), 0);
    }

    #[tokio::test]
    async fn of_two_servers_on_one_database_one_asks() {
        let day = Duration::from_hours(24);
        let (mut app, _sim, _data) = app_with(&["a", "b", "c"]).await;
        let mut other = App::start((*app.config).clone()).await.unwrap();
        (app.clock, other.clock) = (at(27), at(27));
        tokio::join!(round(&app, day), round(&other, day));
        tokio::join!(round(&other, day), round(&app, day));
        assert_eq!(statuses(&app).await, [Status::Active; 3]);
        assert_eq!(runs(&app).await, 3);
    }

    #[tokio::test]
    async fn a_clock_that_was_a_year_ahead_ends_nothing() {
        let day = Duration::from_hours(24);
        let (mut app, sim, _data) = app_with(&["a"]).await;
        app.clock = at(365 * 24);
        round(&app, day).await;
        assert_eq!(statuses(&app).await, [Status::Active]);
        sim.apply(okta_sim::DEMO_HOST, "missing_role").unwrap();
        app.clock = at(27);
        round(&app, day).await;
        assert_eq!(statuses(&app).await, [Status::Limited], "what lies ahead is due, and what is found now is kept");
        round(&app, day).await;
        assert_eq!(runs(&app).await, 2);
    }

    #[tokio::test]
    async fn what_was_kept_long_enough_is_forgotten() {
        let (mut app, _sim, _data) = app_with(&["a"]).await;
        let key = store::GeneratedKeyRecord {
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
            assert_eq!(
                app.store.forget_idempotency_keys(&app.clock.text()).await.unwrap(),
                0,
                "no retry is left to forget"
            );
            assert_eq!(app.store.generated_key(key.id).await.unwrap().is_some(), kept, "after {days} days");
            let history = app.store.chained_entries(0, 100).await.unwrap();
            let found: Vec<_> = history.iter().map(|chained| chained.entry.action.as_str()).collect();
            assert_eq!(found, actions, "after {days} days");
        }
    }
}
