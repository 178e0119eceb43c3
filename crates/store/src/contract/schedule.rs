//! Scheduled verification: what is due, back-off, leases, and which of two runs is kept.

use super::samples::{AT, entry, id, record, stored, stored_with, verification};
use crate::{Lease, ScheduledConnection, Store, StoreError, VerificationWindow};
use model::check::Outcome;
use model::connection::Status;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const NOON: OffsetDateTime = datetime!(2026-11-24 12:00 UTC);
const DOMAIN: &str = "https://acme.okta.com";

fn window(last_before: OffsetDateTime) -> VerificationWindow {
    VerificationWindow { last_before, inconclusive_before: NOON, ahead_of: NOON + Duration::days(10) }
}

async fn found(store: &dyn Store, last_before: OffsetDateTime) -> Vec<ScheduledConnection> {
    store.verification_candidates(&window(last_before)).await.unwrap()
}

pub async fn what_was_asked_long_ago_may_be_due_some_of_each_organization(store: &dyn Store) {
    for number in 0..25 {
        let mut record = record(&format!("a{number}"));
        record.connection.verified_at = Some(format!("2026-11-24T12:00:{number:02}Z"));
        stored_with(store, record).await;
    }
    let mut other = record("other");
    other.connection.settings.domain = "https://other.okta.com".to_owned();
    let other = stored_with(store, other).await;
    assert_eq!(found(store, NOON - Duration::SECOND).await, []);
    let due = found(store, NOON + Duration::minutes(1)).await;
    let of = |domain: &str| due.iter().filter(|found| found.domain == domain).cloned().collect::<Vec<_>>();
    assert_eq!((of(DOMAIN).len(), of("https://other.okta.com").len()), (20, 1));
    assert!(of(DOMAIN).iter().all(|found| found.last < NOON + Duration::seconds(20)), "those last asked longest ago");
    // What lies ahead is found whenever it is.
    let ahead = verification(Some(Status::Active), Outcome::Passed, "2027-11-24T12:00:00Z");
    store.record_verification(id(&other), &ahead, &entry("verified")).await.unwrap();
    assert_eq!(
        found(store, NOON - Duration::SECOND).await.iter().map(|found| found.id).collect::<Vec<_>>(),
        [id(&other)]
    );
}

pub async fn tries_without_a_result_count_until_there_is_one(store: &dyn Store) {
    let record = stored(store, "a").await;
    let (key, later) = (id(&record), "2026-11-24T13:00:00Z");
    assert_eq!(store.organization_backoffs().await.unwrap(), []);
    for tries in 1..=3 {
        let mut inconclusive = verification(None, Outcome::Inconclusive, AT);
        inconclusive.retry_at = (tries == 2).then(|| later.to_owned());
        store.record_verification(key, &inconclusive, &entry("verified")).await.unwrap();
        let due = found(store, NOON - Duration::SECOND).await;
        assert_eq!((due[0].inconclusive, due[0].last), (tries, NOON), "found by its back-off");
        let organizations = store.organization_backoffs().await.unwrap();
        let [organization] = organizations.as_slice() else { panic!("{organizations:?}") };
        assert_eq!((organization.inconclusive, organization.tried_at), (tries, Some(NOON)));
        assert_eq!(organization.retry_at, (tries == 2).then_some(NOON + Duration::HOUR));
    }
    store.note_try(key, NOON + Duration::MINUTE).await.unwrap();
    let passed = verification(Some(Status::Active), Outcome::Passed, later);
    store.record_verification(key, &passed, &entry("verified")).await.unwrap();
    assert_eq!(found(store, NOON).await, []);
    assert_eq!(found(store, NOON + Duration::HOUR).await[0].inconclusive, 0);
    let organization = &store.organization_backoffs().await.unwrap()[0];
    assert_eq!((organization.inconclusive, organization.retry_at), (0, None));
    // Other settings begin anew.
    let inconclusive = verification(None, Outcome::Inconclusive, "2026-11-24T14:00:00Z");
    store.record_verification(key, &inconclusive, &entry("verified")).await.unwrap();
    let mut changed = store.get(key).await.unwrap().unwrap();
    changed.secret_version += 1;
    changed.connection.verified_at = None;
    changed.connection.updated_at = "2026-11-25T00:00:00Z".to_owned();
    store.update(&changed, 1, &entry("updated")).await.unwrap();
    let due = found(store, NOON + Duration::DAY).await;
    assert_eq!((due[0].inconclusive, due[0].last), (0, datetime!(2026-11-25 00:00 UTC)));
    store.delete(&[(key, None)], &entry("deleted")).await.unwrap();
    store.forget_organizations().await.unwrap();
    assert_eq!(store.organization_backoffs().await.unwrap(), []);
}

pub async fn one_server_has_an_organization(store: &dyn Store) {
    let (record, _) = (stored(store, "a").await, stored(store, "b").await);
    let due = found(store, NOON).await;
    let connection = due.iter().find(|found| found.id == id(&record)).unwrap();
    let lease = |holder, minutes: i64| {
        let now = NOON + Duration::minutes(minutes);
        Lease { connection, holder, now, until: now + Duration::minutes(2) }
    };
    assert!(store.lease_organization(&lease("one", 0)).await.unwrap());
    let until = store.organization_backoffs().await.unwrap()[0].leased_until;
    assert_eq!(until, Some(NOON + Duration::minutes(2)));
    assert!(!store.lease_organization(&lease("two", 0)).await.unwrap(), "it is taken");
    store.release_organization(DOMAIN, "two").await.unwrap();
    assert!(!store.lease_organization(&lease("two", 1)).await.unwrap(), "another's is not given back");
    assert!(store.lease_organization(&lease("two", 2)).await.unwrap(), "its lease has ended");
    assert!(!store.lease_organization(&lease("one", 0)).await.unwrap(), "clocks may differ a little");
    assert!(store.lease_organization(&lease("one", -60)).await.unwrap(), "but not by an hour");
    store.release_organization(DOMAIN, "one").await.unwrap();
    assert_eq!(store.organization_backoffs().await.unwrap(), [], "nothing is left of it");
    let passed = verification(Some(Status::Active), Outcome::Passed, "2026-11-24T12:00:01Z");
    store.record_verification(id(&record), &passed, &entry("verified")).await.unwrap();
    assert!(!store.lease_organization(&lease("one", 5)).await.unwrap(), "it was asked in the meantime");
}

pub async fn of_two_runs_the_one_that_began_later_is_kept(store: &dyn Store) {
    let record = stored(store, "a").await;
    let run = |started_at: &str, at: &str, status| {
        let mut run = verification(Some(status), Outcome::Passed, at);
        run.started_at = started_at.to_owned();
        run
    };
    for (began, ended, status, kept) in [
        ("2026-11-24T12:00:10Z", "2026-11-24T12:00:12Z", Status::Active, true),
        ("2026-11-24T12:00:05Z", "2026-11-24T12:00:20Z", Status::Limited, false),
        ("2026-11-24T12:00:10Z", "2026-11-24T12:00:30Z", Status::Failed, true),
        ("2027-11-24T12:00:00Z", "2027-11-24T12:00:01Z", Status::Active, true),
        // The clock was a year ahead, and is not any more.
        ("2026-11-24T13:00:00Z", "2026-11-24T13:00:01Z", Status::Limited, true),
    ] {
        let run = run(began, ended, status);
        let entries = store.audit_entries(id(&record), 100, None).await.unwrap().len();
        assert_eq!(store.record_verification(id(&record), &run, &entry("verified")).await.unwrap(), kept, "{began}");
        let now = store.get(id(&record)).await.unwrap().unwrap().connection;
        assert_eq!(now.status == status, kept, "{began}");
        assert_eq!(store.audit_entries(id(&record), 100, None).await.unwrap().len() - entries, usize::from(kept));
    }
    let gone = store.record_verification(uuid::Uuid::now_v7(), &run(AT, AT, Status::Active), &entry("verified")).await;
    assert!(matches!(gone, Err(StoreError::NotFound)), "{gone:?}");
}
