//! Tests of SQLite alone; those of every store are in `contract`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod audit_log;
mod refold;

use super::database::SqliteStore;
use super::pool;
use crate::contract::samples;
use crate::{AuditLog, ConnectionStore, Database, ListQuery, Store, StoreError};
use model::api::{Sort, SortColumn};
use model::connection::Status;
use model::okta::Application;
use samples::{entry, everything, id, record, stored};
use sqlx::Row;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

async fn open() -> (tempfile::TempDir, Arc<dyn Store>) {
    let (folder, store) = open_sqlite().await;
    (folder, Arc::new(store))
}

async fn open_sqlite() -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = open_in(folder.path()).await.unwrap();
    (folder, store)
}

async fn open_in(folder: &Path) -> Result<SqliteStore, StoreError> {
    let store = SqliteStore::open(&format!("sqlite://{}", folder.join("data/app.db").display())).await?;
    samples::start_audit_chain(&store).await;
    Ok(store)
}

mod contract {
    crate::contract_tests!(super::super::open);
}

#[tokio::test]
async fn files_and_folder_are_for_their_owner_alone() {
    let (folder, store) = open_sqlite().await;
    stored(&store, "a").await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(&folder.path().join("data")), 0o700);
    let mut names = Vec::new();
    for file in std::fs::read_dir(folder.path().join("data")).unwrap() {
        let file = file.unwrap();
        assert_eq!(mode(&file.path()), 0o600, "{:?}", file.path());
        names.push(file.file_name().into_string().unwrap());
    }
    names.sort_unstable();
    assert_eq!(names, ["app.db", "app.db-shm", "app.db-wal"]);
}

#[tokio::test]
async fn a_commit_is_on_disk_before_it_is_acknowledged() {
    let (_folder, store) = open_sqlite().await;
    for (pragma, expected) in [
        ("PRAGMA journal_mode", "wal"),
        ("PRAGMA synchronous", "2"),
        ("PRAGMA foreign_keys", "1"),
        ("PRAGMA secure_delete", "1"),
        ("PRAGMA busy_timeout", "5000"),
    ] {
        let row = sqlx::query(pragma).fetch_one(&store.writer).await.unwrap();
        let value = row.try_get::<String, _>(0).or_else(|_| row.try_get::<i64, _>(0).map(|n| n.to_string())).unwrap();
        assert_eq!(value, expected, "{pragma}");
    }
}

#[tokio::test]
async fn readers_cannot_write() {
    let (_folder, store) = open_sqlite().await;
    let refused = sqlx::query("DELETE FROM connections").execute(&store.readers).await;
    assert!(refused.unwrap_err().to_string().contains("readonly"));
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_crash() {
    let (folder, store) = open_sqlite().await;
    let record = stored(&store, "a").await;
    // A copy of the files as they are now is what a machine finds after a crash of the process.
    let crashed = tempfile::tempdir().unwrap();
    std::fs::create_dir(crashed.path().join("data")).unwrap();
    for name in ["app.db", "app.db-wal"] {
        std::fs::copy(folder.path().join("data").join(name), crashed.path().join("data").join(name)).unwrap();
    }
    let found = open_in(crashed.path()).await.unwrap().get(id(&record)).await.unwrap().unwrap();
    assert_eq!(found.connection, record.connection);
}

#[tokio::test]
async fn closing_leaves_one_file_and_opening_it_again_finds_everything() {
    let (folder, store) = open_sqlite().await;
    let record = stored(&store, "a").await;
    store.close().await;
    assert_eq!(std::fs::read_dir(folder.path().join("data")).unwrap().count(), 1);
    let store = open_in(folder.path()).await.unwrap();
    assert_eq!(store.get(id(&record)).await.unwrap().unwrap().connection, record.connection);
}

#[tokio::test]
async fn programs_that_start_at_once_all_find_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let programs: Vec<_> = (0..6)
        .map(|_| {
            let path = folder.path().to_owned();
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async { open_in(&path).await.unwrap().ping().await.unwrap() });
            })
        })
        .collect();
    for program in programs {
        program.join().unwrap();
    }
}

#[tokio::test]
async fn two_programs_write_to_one_database() {
    let (folder, first) = open_sqlite().await;
    let second = open_in(folder.path()).await.unwrap();
    let stores = [&first, &second];
    let writes = (0..20).map(|index| {
        let store = stores[index % 2];
        async move { stored(store, &format!("c{index}")).await }
    });
    futures::future::join_all(writes).await;
    assert_eq!(first.list(&everything(Sort::DEFAULT)).await.unwrap().total, 20);
    assert_eq!(second.list(&everything(Sort::DEFAULT)).await.unwrap().total, 20);
}

#[tokio::test]
async fn a_full_disk_is_told_apart_and_leaves_the_data_whole() {
    let (_folder, store) = open_sqlite().await;
    let kept = stored(&store, "kept").await;
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&store.writer).await.unwrap();
    let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
    sqlx::query(limit).execute(&store.writer).await.unwrap();
    let mut big = record("big");
    big.sealed_key = vec![7; 100_000];
    let refused = store.insert(&big, &entry("created"), None).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert!(store.get(id(&big)).await.unwrap().is_none());
    assert!(store.get(id(&kept)).await.unwrap().is_some());
    sqlx::query("PRAGMA max_page_count = 1000000").execute(&store.writer).await.unwrap();
    store.insert(&big, &entry("created"), None).await.expect("there is space again");
}

#[tokio::test]
async fn a_read_only_disk_is_told_apart() {
    let (_folder, store) = open_sqlite().await;
    sqlx::query("PRAGMA query_only = ON").execute(&store.writer).await.unwrap();
    let refused = store.insert(&record("a"), &entry("created"), None).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    let file = folder.path().join("data/app.db");
    std::fs::write(&file, "this is a letter, not a database. ".repeat(100)).unwrap();
    let refused = open_in(folder.path()).await.err().expect("it opened").to_string();
    assert!(refused.contains("app.db") && refused.contains("not a database"), "{refused}");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("this is a letter"));
}

#[tokio::test]
async fn a_place_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data"), "a file where the folder should be").unwrap();
    let refused = open_in(folder.path()).await.err().expect("it opened");
    assert!(matches!(&refused, StoreError::Unavailable(reason) if reason.contains("app.db")), "{refused}");
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("data/app.db")).unwrap();
    let refused = open_in(folder.path()).await.err().expect("it opened");
    assert!(matches!(&refused, StoreError::Unavailable(reason) if reason.contains("app.db")), "{refused}");
}

#[tokio::test]
async fn a_database_of_a_newer_release_is_refused() {
    let (folder, store) = open_sqlite().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 VALUES (9999, 'from the future', 1, x'00', 0)";
    sqlx::query(newer).execute(&store.writer).await.unwrap();
    let refused = open_in(folder.path()).await.err().expect("it opened").to_string();
    assert!(refused.contains("app.db") && refused.contains("9999") && refused.lines().count() == 1, "{refused}");
}

#[test]
fn a_sqlite_that_can_corrupt_the_file_is_refused() {
    for (version, good) in [
        ("3.51.3", true),
        ("3.51.10", true),
        ("3.54.1", true),
        ("4.0.0", true),
        ("3.51.2", false),
        ("3.46.0", false),
        ("3.9.99", false),
        ("3.51", false),
        ("", false),
    ] {
        assert_eq!(pool::refuse_old(version).is_ok(), good, "{version}");
    }
}

/// Sorting a page would read every row; an index in the right order reads the page only.
#[tokio::test]
async fn every_order_comes_out_of_an_index() {
    let (_folder, store) = open_sqlite().await;
    for column in SortColumn::ALL {
        for descending in [false, true] {
            let (active, several) = ([Status::Active], [Status::Failed, Status::Limited]);
            let rows =
                [(&[][..], false), (&[], true), (&active, false), (&active, true), (&several, false), (&several, true)];
            // Nearly all connections are of the same application: an index of those would leave the sorting to do.
            for ((statuses, after), application) in
                rows.into_iter().flat_map(|row| [(row, None), (row, Some(Application::Okta))])
            {
                let sort = Sort { column, descending };
                let key = if matches!(column, SortColumn::Name | SortColumn::Application | SortColumn::Domain) {
                    "a"
                } else {
                    "1"
                };
                let position = crate::Position { key: Some(key.to_owned()), id: "x".to_owned() };
                let after_position = after.then_some(position);
                let query =
                    ListQuery { statuses: statuses.to_vec(), application, after: after_position, ..everything(sort) };
                let page = crate::sqlite::connections::page(&query).unwrap();
                let sql = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", page.sql().as_str()));
                let rows = sqlx::query(sql).fetch_all(&store.readers).await.unwrap();
                // Below others are the steps that count the total.
                let steps = rows.iter().filter(|row| row.get::<i64, _>("parent") == 0);
                let plan: Vec<String> = steps.map(|row| row.get("detail")).collect();
                let plan = plan.join("; ");
                assert!(plan.contains("INDEX"), "{sort} {statuses:?}: {plan}");
                assert!(!plan.contains("TEMP B-TREE"), "{sort} {statuses:?}: {plan}");
                let starts_inside = after || statuses.len() == 1;
                assert_eq!(plan.contains("SEARCH"), starts_inside, "{sort} {statuses:?}: {plan}");
            }
        }
    }
}

#[tokio::test]
async fn a_backup_is_whole_private_and_made_while_others_write() {
    let (folder, store) = open_sqlite().await;
    let record = stored(&store, "a").await;
    let file = folder.path().join("backup.db");
    let writes = futures::future::join_all((0..20).map(|index| {
        let store = &store;
        async move { stored(store, &format!("c{index}")).await }
    }));
    let (backed_up, _) = tokio::join!(store.backup(&file), writes);
    backed_up.unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o600);
    let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect::<Vec<_>>();
    assert_eq!(files.len(), 2, "no draft is left: {files:?}");
    let restored = SqliteStore::open_existing(&format!("sqlite://{}", file.display())).await.unwrap();
    assert_eq!(restored.get(id(&record)).await.unwrap().unwrap().connection, record.connection);
    let total = restored.list(&everything(Sort::DEFAULT)).await.unwrap().total;
    assert!((1..=21).contains(&total), "{total}");
}

#[tokio::test]
async fn a_backup_never_replaces_a_file_and_leaves_nothing_when_it_fails() {
    let (folder, store) = open_sqlite().await;
    let file = folder.path().join("backup.db");
    std::fs::write(&file, "precious").unwrap();
    let refused = store.backup(&file).await.unwrap_err().to_string();
    assert!(refused.contains("there already"), "{refused}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "precious");
    let refused = store.backup(&folder.path().join("nowhere/backup.db")).await.unwrap_err().to_string();
    assert!(refused.contains("nowhere/backup.db"), "{refused}");
    store.writer.close().await;
    let third = folder.path().join("third.db");
    store.backup(&third).await.unwrap_err();
    assert!(!third.exists() && !folder.path().join("third.db.part").exists());
}

#[tokio::test]
async fn opening_what_is_not_there_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("none/app.db").display());
    let refused = SqliteStore::open_existing(&url).await.err().expect("it opened").to_string();
    assert!(refused.contains("no such file"), "{refused}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
