//! The audit chain: what tampering with the database shows, and databases of earlier releases.

use super::*;
use crate::AuditLogFault::{Changed, Head, Missing, Unchained};
use crate::sqlite::schema;
use crate::{AuditLogFault, ChainKey, ChainedEntry};
use model::api::HistoryEntry;
use sqlx::migrate::Migrator;
use std::sync::atomic::Ordering;
use uuid::Uuid;

const ENTRIES: i64 = 5;

/// With five entries, one of them about no connection.
async fn with_history() -> (tempfile::TempDir, SqliteStore) {
    let (folder, store) = open_sqlite().await;
    stored(&store, "a").await;
    for action in ["verified", "signed_in", "refused", "updated"] {
        let about = (action != "signed_in").then(uuid::Uuid::nil);
        store.append_audit_entry(about, &entry(action)).await.unwrap();
    }
    (folder, store)
}

/// As somebody does who has the database and not the key.
async fn tamper(store: &SqliteStore, sql: &str) {
    for statement in sql.split(';').filter(|statement| !statement.trim().is_empty()) {
        sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&store.writer).await.unwrap();
    }
}

async fn fault(store: &SqliteStore) -> Option<AuditLogFault> {
    store.verify_audit_chain().await.unwrap().fault
}

#[tokio::test]
async fn what_was_written_is_whole() {
    let (folder, store) = with_history().await;
    let verdict = store.verify_audit_chain().await.unwrap();
    assert_eq!((verdict.entries, verdict.head.0, verdict.fault), (5, ENTRIES, None));
    let again = open_in(folder.path()).await.unwrap();
    again.append_audit_entry(None, &entry("verified")).await.unwrap();
    assert_eq!(fault(&store).await, None, "two programs write one chain");
}

#[tokio::test]
async fn every_change_of_every_entry_shows() {
    for seq in 1..=ENTRIES {
        for change in [
            "id = '01920000-0000-7000-8000-000000000009'",
            "connection_id = 'x'",
            "at = at + 1",
            "by = 'Mallory'",
            "subject = 'jwt https://portal.example.com u-2'",
            "subject = NULL",
            "address = '198.51.100.7'",
            "address = NULL",
            "action = 'viewed'",
            "details = '{}'",
            "hash = zeroblob(32)",
            "hash = NULL",
        ] {
            let (_folder, store) = with_history().await;
            tamper(&store, &format!("UPDATE history SET {change} WHERE seq = {seq}")).await;
            assert_eq!(fault(&store).await, Some(Changed(seq)), "{change} of {seq}");
            store.append_audit_entry(None, &entry("verified")).await.unwrap();
            assert!(fault(&store).await.is_some(), "{change} of {seq}, after more was written");
        }
    }
}

#[tokio::test]
async fn every_removal_exchange_and_addition_shows() {
    let swap = "UPDATE history SET seq = 99 WHERE seq = 2; UPDATE history SET seq = 2 WHERE seq = 3; \
                UPDATE history SET seq = 3 WHERE seq = 99";
    let copy = |seq: &str, hash: &str| {
        format!(
            "INSERT INTO history SELECT 'new', connection_id, at, by, action, details, address, {seq}, {hash}, subject FROM history WHERE seq = 5"
        )
    };
    let mut cases = vec![
        (swap.to_owned(), Changed(2)),
        (copy("6", "hash"), Changed(6)),
        (copy("0", "hash"), Changed(0)),
        (copy("-7", "hash"), Changed(-7)),
        (copy("NULL", "NULL"), Unchained(1)),
        ("DELETE FROM history".to_owned(), Missing(1)),
        ("DELETE FROM history WHERE seq > 3".to_owned(), Missing(4)),
        ("DELETE FROM history WHERE seq <= 3".to_owned(), Missing(1)),
        ("DELETE FROM history WHERE seq = 3; UPDATE history SET seq = seq - 1 WHERE seq > 3".to_owned(), Changed(3)),
    ];
    cases.extend((1..=ENTRIES).map(|seq| (format!("DELETE FROM history WHERE seq = {seq}"), Missing(seq))));
    for (sql, expected) in cases {
        let (_folder, store) = with_history().await;
        tamper(&store, &sql).await;
        assert_eq!(fault(&store).await, Some(expected), "{sql}");
        let written = store.append_audit_entry(None, &entry("verified")).await;
        assert_eq!(written.is_err(), expected == Changed(6), "only where its own place is taken: {sql}");
        assert!(fault(&store).await.is_some(), "{sql}, after more was written");
    }
}

#[tokio::test]
async fn a_head_that_was_set_back_is_seen_for_ever_and_a_missing_one_stops_the_writing() {
    for cut in [
        // The last two entries, and all that says so.
        "DELETE FROM history WHERE seq > 3; UPDATE history_head SET last_seq = 3, last_hash = (SELECT hash FROM history WHERE seq = 3)",
        // The first two, as if they had been too old.
        "DELETE FROM history WHERE seq <= 2; UPDATE history_head SET base_seq = 2",
        "UPDATE history_head SET seal = zeroblob(32)",
        "UPDATE history_head SET base_hash = zeroblob(31)",
    ] {
        let (_folder, store) = with_history().await;
        tamper(&store, cut).await;
        assert_eq!(fault(&store).await, Some(Head), "{cut}");
        store.append_audit_entry(None, &entry("verified")).await.unwrap();
        store.trim_audit_log("2026-01-01T00:00:00Z", &entry("history_trimmed")).await.unwrap();
        assert_eq!(fault(&store).await, Some(Head), "{cut}, after more was written");
    }
    let (_folder, store) = with_history().await;
    tamper(&store, "DELETE FROM history_head").await;
    assert_eq!(fault(&store).await, Some(Head));
    store.append_audit_entry(None, &entry("verified")).await.unwrap_err();
    store.insert(&record("b"), &entry("created"), None).await.unwrap_err();
}

#[tokio::test]
async fn another_key_finds_nothing_right() {
    let (folder, store) = with_history().await;
    store.close().await;
    let url = format!("sqlite://{}", folder.path().join("data/app.db").display());
    let other = SqliteStore::open(&url).await.unwrap();
    assert!(other.verify_audit_chain().await.is_err(), "no key, no verdict");
    other.append_audit_entry(None, &entry("verified")).await.expect_err("and no entry");
    other.set_audit_key(ChainKey::new(&[8; 32]));
    assert_eq!(fault(&other).await, Some(Head));
}

#[tokio::test]
async fn what_is_too_old_goes_and_the_rest_is_still_a_chain() {
    let (_folder, store) = open_sqlite().await;
    let at = |day: u8| format!("2026-11-{day:02}T12:00:00Z");
    // The fourth clock was wrong.
    for day in [1, 2, 3, 1, 5, 6] {
        store.append_audit_entry(None, &HistoryEntry { at: at(day), ..entry("verified") }).await.unwrap();
    }
    let trimmed = HistoryEntry { at: at(7), ..entry("history_trimmed") };
    for (before, removed, left) in [(1, 0, 6), (3, 2, 5), (3, 0, 5), (5, 2, 4), (6, 1, 4), (30, 4, 1)] {
        let trimmed = HistoryEntry { id: entry("").id, ..trimmed.clone() };
        assert_eq!(store.trim_audit_log(&at(before), &trimmed).await.unwrap(), removed, "{before}");
        let verdict = store.verify_audit_chain().await.unwrap();
        assert_eq!((verdict.entries, verdict.fault), (left, None), "{before}");
        if removed > 0 {
            let last = store.chained_entries(verdict.head.0 - 1, 1).await.unwrap().remove(0).entry;
            assert_eq!(last.details.get("entries").map(ToString::to_string), Some(removed.to_string()));
        }
    }
    store.append_audit_entry(None, &entry("verified")).await.unwrap();
    assert_eq!(fault(&store).await, None);
}

/// A store with many entries of the past, in seconds since 1970 divided by their number.
async fn with_long_history(entries: i64) -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&format!("sqlite://{}", folder.path().join("app.db").display())).await.unwrap();
    let sql = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) \
               INSERT INTO history (id, connection_id, at, by, action, details) \
               SELECT printf('01920000-0000-7000-8000-%012d', n), '', n * 1000000000, 'Ada', 'verified', '{}' FROM numbers";
    sqlx::query(sql).bind(entries).execute(&store.writer).await.unwrap();
    crate::contract::samples::start_audit_chain(&store).await;
    (folder, store)
}

#[tokio::test]
async fn trimming_lets_writers_through_and_each_piece_says_what_it_took() {
    let (_folder, store) = with_long_history(5_000).await;
    let trimmed = HistoryEntry { at: "2026-11-01T00:00:00Z".to_owned(), ..entry("history_trimmed") };
    let write = HistoryEntry { at: "2026-11-01T00:00:00Z".to_owned(), ..entry("signed_in") };
    let is_over = std::sync::atomic::AtomicBool::new(false);
    let trim = async {
        let removed = store.trim_audit_log("2026-01-01T00:00:00Z", &trimmed).await.unwrap();
        is_over.store(true, Ordering::SeqCst);
        removed
    };
    let writes = async {
        while !is_over.load(Ordering::SeqCst) {
            let id = Uuid::now_v7().to_string();
            store.append_audit_entry(None, &HistoryEntry { id, ..write.clone() }).await.unwrap();
        }
    };
    let (removed, ()) = tokio::join!(trim, writes);
    assert_eq!(removed, 5_000);
    let left = store.chained_entries(0, 100_000).await.unwrap();
    let actions: Vec<_> = left.iter().map(|chained| chained.entry.action.as_str()).collect();
    let pieces: Vec<_> = (0..left.len()).filter(|at| actions[*at] == "history_trimmed").collect();
    assert_eq!(pieces.len(), 3, "{actions:?}");
    assert!(pieces[2] - pieces[0] > 2, "a write comes between two pieces: {actions:?}");
    let taken = |chained: &ChainedEntry| chained.entry.details.get("entries").map(ToString::to_string);
    let taken: Vec<_> = pieces.iter().map(|at| taken(&left[*at]).unwrap()).collect();
    assert_eq!(taken, ["2000", "2000", "1000"]);
    assert_eq!(fault(&store).await, None);
}

#[tokio::test]
async fn an_entry_of_the_future_keeps_nothing_old_and_goes_when_what_came_after_it_is_old() {
    let (_folder, store) = open_sqlite().await;
    let at = |month: u8, day: u8| format!("20{month}-11-{day:02}T12:00:00Z");
    for (year, day) in [(26, 1), (99, 1), (26, 2), (26, 20), (99, 2)] {
        store.append_audit_entry(None, &HistoryEntry { at: at(year, day), ..entry("verified") }).await.unwrap();
    }
    for (before, removed) in [(1, 0), (2, 1), (10, 2), (10, 0), (21, 1)] {
        let trimmed = HistoryEntry { at: at(26, 21), ..entry("history_trimmed") };
        assert_eq!(store.trim_audit_log(&at(26, before), &trimmed).await.unwrap(), removed, "{before}");
        assert_eq!(fault(&store).await, None, "{before}");
    }
    let left = store.chained_entries(0, 100).await.unwrap();
    assert_eq!(left[0].entry.at, at(99, 2), "nothing says yet that it is old");
}

/// What the first release left: its migrations, a connection with its key, and history.
async fn released(folder: &Path) {
    std::fs::create_dir(folder.join("data")).unwrap();
    let path = folder.join("data/app.db");
    crate::sqlite::paths::create_private(&path).unwrap();
    let db = sqlx::SqlitePool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let migrations = schema::MIGRATIONS.iter().filter(|migration| migration.version <= 2).cloned().collect();
    Migrator::with_migrations(migrations).run(&db).await.unwrap();
    for sql in [
        "INSERT INTO connections VALUES ('01920000-0000-7000-8000-000000000001', 'Acme', 'acme', '', 'okta', \
         'https://acme.okta.com', '0oa1b2c3d4E5F6G7H8i9', NULL, 'RS256', 2048, 't', 1, NULL, 0, 1, 'Ada', 1, 'Ada', \
         NULL, 3, 'acme')",
        "INSERT INTO connection_keys VALUES ('01920000-0000-7000-8000-000000000001', x'010203')",
        "INSERT INTO history VALUES ('01920000-0000-7000-8000-000000000002', '01920000-0000-7000-8000-000000000001', 2, 'Ada', 'created', '{\"name\":\"Acme\"}')",
        "INSERT INTO history VALUES ('01920000-0000-7000-8000-000000000003', '01920000-0000-7000-8000-000000000001', 1, 'Ada', 'verified', '{}')",
    ] {
        sqlx::query(sql).execute(&db).await.unwrap();
    }
    db.close().await;
}

#[tokio::test]
async fn a_database_of_the_first_release_keeps_everything_and_its_history_is_chained() {
    let folder = tempfile::tempdir().unwrap();
    released(folder.path()).await;
    let id = uuid::Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);
    for _ in 0..2 {
        let store = open_in(folder.path()).await.unwrap();
        let kept = store.get(id).await.unwrap().unwrap();
        assert_eq!((kept.connection.name.as_str(), kept.connection.version), ("Acme", 3));
        assert_eq!((kept.sealed_key, kept.secret_version), (vec![1, 2, 3], 0));
        let history = store.audit_entries(id, 10, None).await.unwrap();
        assert_eq!(history.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["verified", "created"]);
        let verdict = store.verify_audit_chain().await.unwrap();
        assert_eq!((verdict.entries, verdict.head.0, verdict.fault), (2, 2, None));
        store.close().await;
    }
}

/// A crash in the middle of a migration leaves it undone, and the next start does it.
#[tokio::test]
async fn a_migration_that_was_interrupted_is_done_by_the_next_start() {
    for version in [3, 4] {
        let folder = tempfile::tempdir().unwrap();
        released(folder.path()).await;
        let path = folder.path().join("data/app.db");
        let db = sqlx::SqlitePool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
        let earlier = schema::MIGRATIONS.iter().filter(|migration| migration.version < version).cloned().collect();
        Migrator::with_migrations(earlier).run(&db).await.unwrap();
        let sql = schema::MIGRATIONS.iter().find(|migration| migration.version == version).unwrap().sql.clone();
        let mut half = db.begin().await.unwrap();
        sqlx::raw_sql(sql).execute(&mut *half).await.unwrap();
        drop(half);
        db.close().await;
        let store = open_in(folder.path()).await.unwrap();
        assert_eq!(fault(&store).await, None, "{version}");
    }
}
