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
        let settings = serde_json::json!({"domain": demo.domain, "client_id": demo.client_id, "private_key": demo.pem});
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
    let scheduler = Scheduler::of(app);
    let mut round = Round::new(&scheduler, every);
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
    history.iter().filter(|chained| chained.entry.action == action::VERIFIED).count()
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
        Scheduler::of(&app).delete_expired_once().await.unwrap();
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
