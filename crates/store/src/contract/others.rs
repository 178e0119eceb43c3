use super::samples::{AT, entry, id, record, stored};
use crate::{ConnectionRecord, GeneratedKeyRecord, IdempotencyRecord, Store, StoreError};
use uuid::Uuid;

fn idempotency(principal: &str, key: &str, connection: Uuid) -> IdempotencyRecord {
    IdempotencyRecord {
        principal: principal.to_owned(),
        key: key.to_owned(),
        body_hash: vec![7; 32],
        connection_id: connection,
    }
}

pub async fn a_retry_is_recognized_for_its_owner_only(store: &dyn Store) {
    let first = record("first");
    let key = idempotency("Ada", "k", id(&first));
    store.insert(&first, &entry("created"), Some(&key)).await.unwrap();
    let found = store.find_idempotency_key("Ada", "k").await.unwrap().unwrap();
    assert_eq!((found.connection_id, found.body_hash), (id(&first), vec![7; 32]));
    assert!(store.find_idempotency_key("Bob", "k").await.unwrap().is_none());
    assert!(store.find_idempotency_key("Ada", "K").await.unwrap().is_none());
    let second = record("second");
    store.insert(&second, &entry("created"), Some(&idempotency("Bob", "k", id(&second)))).await.unwrap();
}

pub async fn a_retry_is_recognized_before_the_name_is(store: &dyn Store) {
    let first = record("a");
    store.insert(&first, &entry("created"), Some(&idempotency("Ada", "k", id(&first)))).await.unwrap();
    let again = record("a");
    let refused = store.insert(&again, &entry("created"), Some(&idempotency("Ada", "k", id(&again)))).await;
    let Err(StoreError::IdempotencyKeyUsed(earlier)) = refused else { panic!("{refused:?}") };
    assert_eq!(earlier.connection_id, id(&first));
    let taken = store.insert(&again, &entry("created"), Some(&idempotency("Ada", "other", id(&again)))).await;
    assert!(matches!(taken, Err(StoreError::NameTaken)), "{taken:?}");
    assert!(store.find_idempotency_key("Ada", "other").await.unwrap().is_none(), "a refused create uses up no key");
}

pub async fn of_many_equal_requests_one_creates(store: &dyn Store) {
    let creates = (0..16).map(|_| async {
        let record = record("a");
        store.insert(&record, &entry("created"), Some(&idempotency("Ada", "k", id(&record)))).await
    });
    let outcomes = futures::future::join_all(creates).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let known = store.find_idempotency_key("Ada", "k").await.unwrap().unwrap().connection_id;
    for refused in outcomes.into_iter().filter_map(Result::err) {
        let StoreError::IdempotencyKeyUsed(earlier) = refused else { panic!("{refused:?}") };
        assert_eq!(earlier.connection_id, known);
    }
}

pub async fn retries_are_forgotten_after_a_day(store: &dyn Store) {
    for (name, at, known) in
        [("a", "2026-11-24T00:00:00Z", true), ("b", "2026-11-25T00:00:00Z", true), ("c", "2026-11-25T00:00:01Z", false)]
    {
        let record = record(name);
        let mut created = entry("created");
        created.at = at.to_owned();
        store.insert(&record, &created, Some(&idempotency("Ada", name, id(&record)))).await.unwrap();
        assert_eq!(store.find_idempotency_key("Ada", "a").await.unwrap().is_some(), known, "{at}");
    }
}

fn generated(created_at: &str) -> GeneratedKeyRecord {
    GeneratedKeyRecord {
        id: Uuid::now_v7(),
        sealed_key: (0..=255).collect(),
        key_id: "kid".to_owned(),
        thumbprint: "t".to_owned(),
        created_at: created_at.to_owned(),
    }
}

pub async fn a_generated_key_that_nobody_took_is_forgotten_in_time(store: &dyn Store) {
    let [old, new] = [generated("2026-11-01T00:00:00Z"), generated("2026-11-08T00:00:00Z")];
    for key in [&old, &new] {
        store.insert_generated_key(key).await.unwrap();
    }
    let begun = store.chained_entries(0, 100).await.unwrap().len();
    for (before, forgotten) in [(&old.created_at, 0), (&new.created_at, 1), (&new.created_at, 0)] {
        let entry = entry("keys_forgotten");
        assert_eq!(store.forget_generated_keys(before, &entry).await.unwrap(), forgotten, "{before}");
    }
    assert!(store.generated_key(old.id).await.unwrap().is_none());
    assert!(store.generated_key(new.id).await.unwrap().is_some());
    let history = store.chained_entries(0, 100).await.unwrap();
    let details = history[begun..].iter().map(|chained| chained.entry.details.to_string());
    assert_eq!(details.collect::<Vec<_>>(), [r#"{"keys":1,"before":"2026-11-08T00:00:00Z"}"#], "said once");
}

pub async fn a_generated_key_waits_until_it_is_taken(store: &dyn Store) {
    let key = generated(AT);
    store.insert_generated_key(&key).await.unwrap();
    let found = store.generated_key(key.id).await.unwrap().unwrap();
    assert_eq!((found.sealed_key, found.key_id, found.thumbprint), (key.sealed_key, key.key_id, key.thumbprint));
    assert_eq!((found.id, found.created_at), (key.id, key.created_at));
    let with_it = |name| ConnectionRecord { uses_generated_key: Some(key.id), ..record(name) };
    let (first, second) = (with_it("first"), with_it("second"));
    store.insert(&first, &entry("created"), None).await.unwrap();
    assert!(store.generated_key(key.id).await.unwrap().is_none());
    let refused = store.insert(&second, &entry("created"), None).await;
    assert!(matches!(refused, Err(StoreError::GeneratedKeyUsed)), "{refused:?}");
    assert!(store.get(id(&second)).await.unwrap().is_none(), "nothing is left of it");
    let refused = store.update(&first, 1, &entry("updated")).await;
    assert!(matches!(refused, Err(StoreError::GeneratedKeyUsed)), "{refused:?}");
    let read = store.get(id(&first)).await.unwrap().unwrap();
    assert_eq!((read.connection.version, read.uses_generated_key), (1, None));
}

pub async fn a_value_about_the_database_is_set_once(store: &dyn Store) {
    assert_eq!(store.meta("a").await.unwrap(), None);
    assert_eq!(store.init_meta("a", b"1").await.unwrap(), b"1");
    assert_eq!(store.init_meta("a", b"2").await.unwrap(), b"1");
    assert_eq!(store.init_meta("b", b"").await.unwrap(), b"");
    assert_eq!(store.meta("a").await.unwrap().unwrap(), b"1");
}

pub async fn it_knows_whether_it_holds_secrets(store: &dyn Store) {
    assert!(!store.holds_secrets().await.unwrap());
    store.init_meta("a", b"1").await.unwrap();
    assert!(!store.holds_secrets().await.unwrap());
    stored(store, "a").await;
    assert!(store.holds_secrets().await.unwrap());
}

pub async fn it_answers_until_it_is_closed(store: &dyn Store) {
    store.ping().await.unwrap();
    store.close().await;
    let refused = store.ping().await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
}

pub async fn a_retry_is_forgotten_after_a_day_although_nobody_sends_another(store: &dyn Store) {
    let first = record("first");
    store.insert(&first, &entry("created"), Some(&idempotency("Ada", "k", id(&first)))).await.unwrap();
    let made: time::OffsetDateTime =
        time::OffsetDateTime::parse(AT, &time::format_description::well_known::Rfc3339).unwrap();
    for (hours, forgotten) in [(23, 0), (25, 1), (25, 0)] {
        let now = super::samples::rfc3339(made + time::Duration::hours(hours));
        assert_eq!(store.forget_idempotency_keys(&now).await.unwrap(), forgotten, "{hours}");
        assert_eq!(store.find_idempotency_key("Ada", "k").await.unwrap().is_some(), hours == 23, "{hours}");
    }
}
