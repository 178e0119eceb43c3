use super::samples::{AT, entry, id, record, report, stored, stored_with, verification};
use crate::{Store, StoreError};
use model::api::{HistoryEntry, Sort};
use model::check::Outcome;
use model::connection::Status;
use model::field::ProfileName;
use uuid::Uuid;

pub async fn a_connection_comes_back_as_it_was_stored(store: &dyn Store) {
    let mut full = record("Ünïcode \"quoted\" ' -- 株式会社");
    full.connection.description = "line\nline % _ \\".to_owned();
    full.connection.report = Some(report(Outcome::Limited));
    full.connection.status = Status::Limited;
    full.connection.verified_at = Some("2026-11-24T12:00:01.5Z".to_owned());
    full.connection.settings.organization_id = Some("00o1".to_owned());
    full.connection.version = 1;
    full.sealed_key = (0..=255).collect();
    let mut bare = record("bare");
    bare.connection.settings.key.key_id = None;
    for record in [full, bare] {
        let record = stored_with(store, record).await;
        let found = store.get(id(&record)).await.unwrap().unwrap();
        assert_eq!(found.connection, record.connection);
        assert_eq!(found.sealed_key, record.sealed_key);
    }
}

pub async fn nothing_is_found_under_an_unknown_id(store: &dyn Store) {
    let unknown = record("nobody");
    assert!(store.get(id(&unknown)).await.unwrap().is_none());
    let update = store.update(&unknown, 1, &entry("updated")).await;
    assert!(matches!(update, Err(StoreError::NotFound)), "{update:?}");
    let verified = verification(Some(Status::Active), Outcome::Passed, AT);
    let verified = store.record_verification(id(&unknown), &verified, &entry("verified")).await;
    assert!(matches!(verified, Err(StoreError::NotFound)), "{verified:?}");
    assert!(store.audit_entries(id(&unknown), 10, None).await.unwrap().is_empty());
}

pub async fn names_that_read_the_same_are_one(store: &dyn Store) {
    for (name, same) in [
        ("Acme", "aCME"),
        ("Ärger", "ÄRGER"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("Привет", "ПРИВЕТ"),
        ("Café", "Cafe\u{301}"),
        ("Straße", "STRASSE"),
        ("İzmir", "izmir"),
        ("ＢＥＴＡ", "beta"),
        ("バックアップ", "ハ\u{3099}ックアッフ\u{309a}"),
        ("Gamma", "\u{feff}gamma\u{200b}"),
    ] {
        let first = stored(store, name).await;
        for taken in [name, same] {
            let found = store.id_of_name(&ProfileName::parse(taken).unwrap()).await.unwrap();
            assert_eq!(found, Some(id(&first)), "{taken}");
            let refused = store.insert(&record(taken), &entry("created"), None).await;
            assert!(matches!(refused, Err(StoreError::NameTaken)), "{taken}: {refused:?}");
        }
    }
    let part = ProfileName::parse("Acm").unwrap();
    assert_eq!(store.id_of_name(&part).await.unwrap(), None, "part of a name is another name");
    let mut other = stored(store, "other").await;
    other.connection.name = "ACME".to_owned();
    let refused = store.update(&other, 1, &entry("updated")).await;
    assert!(matches!(refused, Err(StoreError::NameTaken)), "{refused:?}");
    other.connection.name = "OTHER".to_owned();
    store.update(&other, 1, &entry("updated")).await.expect("its own name in other letters");
}

pub async fn a_replace_needs_the_version_it_was_made_from(store: &dyn Store) {
    let mut record = stored(store, "a").await;
    record.connection.description = "first".to_owned();
    store.update(&record, 1, &entry("updated")).await.unwrap();
    record.connection.description = "second".to_owned();
    for stale in [0, 1, 3] {
        let refused = store.update(&record, stale, &entry("updated")).await;
        assert!(matches!(refused, Err(StoreError::Stale)), "{stale}: {refused:?}");
    }
    let found = store.get(id(&record)).await.unwrap().unwrap().connection;
    assert_eq!((found.description.as_str(), found.version), ("first", 2));
}

pub async fn a_replace_keeps_who_created_it_and_counts_the_version(store: &dyn Store) {
    let mut record = stored(store, "a").await;
    let original = record.connection.clone();
    record.connection.created_by = "Mallory".to_owned();
    record.connection.created_at = "2000-01-01T00:00:00Z".to_owned();
    record.connection.updated_by = "Bob".to_owned();
    record.connection.updated_at = "2026-11-25T12:00:00Z".to_owned();
    record.connection.settings.domain = "https://other.okta.com".to_owned();
    record.connection.report = Some(report(Outcome::Passed));
    record.connection.version = 77;
    record.sealed_key = vec![9];
    record.secret_version = 2;
    store.update(&record, 1, &entry("updated")).await.unwrap();
    let found = store.get(id(&record)).await.unwrap().unwrap();
    let mut expected = record.connection.clone();
    expected.created_by = original.created_by;
    expected.created_at = original.created_at;
    expected.version = 2;
    assert_eq!(found.connection, expected);
    assert_eq!(found.sealed_key, [9]);
}

pub async fn of_many_replaces_of_one_version_one_wins(store: &dyn Store) {
    let record = stored(store, "a").await;
    for round in 1..=5 {
        let replaces = (0..16).map(|writer| {
            let mut record = record.clone();
            record.connection.updated_by = format!("writer {writer}");
            async move { store.update(&record, round, &entry("updated")).await }
        });
        let outcomes = futures::future::join_all(replaces).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(StoreError::Stale))), "{outcomes:?}");
    }
    assert_eq!(store.get(id(&record)).await.unwrap().unwrap().connection.version, 6);
    assert_eq!(store.audit_entries(id(&record), 100, None).await.unwrap().len(), 6);
}

pub async fn a_refused_write_leaves_nothing(store: &dyn Store) {
    let mut first = stored(store, "first").await;
    stored(store, "second").await;
    first.connection.name = "second".to_owned();
    first.connection.report = Some(report(Outcome::Failed));
    first.sealed_key = vec![9];
    first.secret_version = 2;
    store.update(&first, 1, &entry("updated")).await.unwrap_err();
    let found = store.get(id(&first)).await.unwrap().unwrap();
    assert_eq!((found.connection.name.as_str(), found.connection.version), ("first", 1));
    assert_eq!((found.connection.report, found.sealed_key), (None, vec![1, 2, 3]));
    assert_eq!(store.audit_entries(id(&first), 10, None).await.unwrap().len(), 1);
    let refused = record("second");
    store.insert(&refused, &entry("created"), None).await.unwrap_err();
    assert!(store.get(id(&refused)).await.unwrap().is_none());
    assert!(store.audit_entries(id(&refused), 10, None).await.unwrap().is_empty());
}

pub async fn deleting_takes_all_or_none(store: &dyn Store) {
    let (a, b) = (id(&stored(store, "a").await), id(&stored(store, "b").await));
    for (ids, expected) in [
        (vec![(a, None), (Uuid::nil(), None)], "not found"),
        (vec![(a, Some(1)), (b, Some(2))], "changed in the meantime"),
    ] {
        let refused = store.delete(&ids, &entry("deleted")).await.unwrap_err().to_string();
        assert_eq!(refused, expected);
        assert!(store.get(a).await.unwrap().is_some() && store.get(b).await.unwrap().is_some());
        assert_eq!(store.audit_entries(a, 10, None).await.unwrap().len(), 1, "no trace of a deletion");
    }
    store.delete(&[(a, Some(1)), (b, None)], &entry("deleted")).await.unwrap();
    assert!(store.get(a).await.unwrap().is_none() && store.get(b).await.unwrap().is_none());
    assert!(!store.holds_secrets().await.unwrap());
}

pub async fn a_deletion_leaves_its_history_and_frees_the_name(store: &dyn Store) {
    let gone = id(&stored(store, "Acme").await);
    let late = HistoryEntry { at: "2099-01-01T00:00:00Z".to_owned(), by: "Bob".to_owned(), ..entry("deleted") };
    store.delete(&[(gone, None)], &late).await.unwrap();
    let history = store.audit_entries(gone, 10, None).await.unwrap();
    assert_eq!(history.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["deleted", "created"]);
    assert_eq!((history[0].by.as_str(), history[0].at.as_str()), ("Bob", "2099-01-01T00:00:00Z"));
    assert_eq!(history[0].details.get("name"), Some(&"Acme".into()));
    assert_eq!(history[0].details.get("domain"), Some(&"https://acme.okta.com".into()));
    stored(store, "acme").await;
}

pub async fn a_verification_changes_status_and_report_but_not_the_version(store: &dyn Store) {
    let record = stored(store, "a").await;
    let at = "2026-11-25T01:02:03Z";
    let verified = verification(Some(Status::Active), Outcome::Passed, at);
    store.record_verification(id(&record), &verified, &entry("verified")).await.unwrap();
    let mut expected = record.connection.clone();
    expected.status = Status::Active;
    expected.verified_at = Some(at.to_owned());
    expected.report = Some(report(Outcome::Passed));
    assert_eq!(store.get(id(&record)).await.unwrap().unwrap().connection, expected);
    let history = store.audit_entries(id(&record), 10, None).await.unwrap();
    assert_eq!(history[0].action, "verified");
}

pub async fn a_verification_of_another_version_is_not_recorded(store: &dyn Store) {
    let record = stored(store, "a").await;
    store.update(&record, 1, &entry("updated")).await.unwrap();
    let before = store.get(id(&record)).await.unwrap().unwrap().connection;
    let verified = verification(Some(Status::Active), Outcome::Passed, AT);
    let refused = store.record_verification(id(&record), &verified, &entry("verified")).await;
    assert!(matches!(refused, Err(StoreError::Stale)), "{refused:?}");
    assert_eq!(store.get(id(&record)).await.unwrap().unwrap().connection, before);
    assert_eq!(store.audit_entries(id(&record), 10, None).await.unwrap().len(), 2, "no entry either");
}

pub async fn an_unfinished_verification_changes_only_the_report(store: &dyn Store) {
    let mut record = record("a");
    record.connection.status = Status::Active;
    record.connection.verified_at = Some(AT.to_owned());
    record.connection.report = Some(report(Outcome::Passed));
    let record = stored_with(store, record).await;
    let unfinished = verification(None, Outcome::Inconclusive, "2026-12-01T00:00:00Z");
    store.record_verification(id(&record), &unfinished, &entry("verified")).await.unwrap();
    let mut expected = record.connection.clone();
    expected.report = Some(report(Outcome::Inconclusive));
    assert_eq!(store.get(id(&record)).await.unwrap().unwrap().connection, expected);
}

pub async fn an_organization_is_remembered_once(store: &dyn Store) {
    let record = stored(store, "a").await;
    for (learned, remembered) in
        [(None, None), (Some("00o1"), Some("00o1")), (None, Some("00o1")), (Some("00o2"), Some("00o1"))]
    {
        let mut verified = verification(Some(Status::Active), Outcome::Passed, AT);
        verified.organization_id = learned.map(str::to_owned);
        let recorded = store.record_verification(id(&record), &verified, &entry("verified")).await;
        let is_other = learned.is_some() && learned != remembered;
        assert_eq!(matches!(recorded, Err(StoreError::Stale)), is_other, "{learned:?} {recorded:?}");
        let found = store.get(id(&record)).await.unwrap().unwrap().connection.settings.organization_id;
        assert_eq!(found.as_deref(), remembered, "{learned:?}");
    }
}

pub async fn history_is_paged_newest_first(store: &dyn Store) {
    let (record, other) = (stored(store, "a").await, stored(store, "b").await);
    let mut written = store.audit_entries(id(&record), 10, None).await.unwrap();
    for _ in 0..6 {
        let entry = entry("verified");
        store.append_audit_entry(Some(id(&record)), &entry).await.unwrap();
        store.append_audit_entry(Some(id(&other)), &self::entry("verified")).await.unwrap();
        written.insert(0, entry);
    }
    let mut read = Vec::new();
    let mut before = None;
    loop {
        let page = store.audit_entries(id(&record), 3, before).await.unwrap();
        assert!(page.len() <= 3);
        let Some(last) = page.last() else { break };
        before = Some(Uuid::parse_str(&last.id).unwrap());
        read.extend(page);
    }
    assert_eq!(read, written);
}

pub async fn times_keep_their_fraction(store: &dyn Store) {
    // Text of these sorts otherwise: '.' comes before 'Z'.
    let times =
        ["2026-11-24T12:00:00Z", "2026-11-24T12:00:00.000000001Z", "2026-11-24T12:00:00.5Z", "2026-11-24T12:00:01Z"];
    for (index, at) in times.iter().enumerate().rev() {
        let mut record = record(&format!("c{index}"));
        record.connection.updated_at = (*at).to_owned();
        stored_with(store, record).await;
    }
    let page = store.list(&super::samples::everything(Sort::parse("updated_at").unwrap())).await.unwrap();
    assert_eq!(page.items.iter().map(|item| item.updated_at.as_str()).collect::<Vec<_>>(), times);
}
