//! Only the server migrates a database: every other command leaves its schema as it is.

use crate::{NEEDS_NEWEST_SCHEMA, Place};
use sqlx::migrate::Migrator;
use sqlx::{Row, SqlitePool};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

static MIGRATIONS: Migrator = sqlx::migrate!("../store/migrations/sqlite");
/// The schema of an earlier release, whose history was a chain already.
const OLD: i64 = 4;
const DATABASE: &str = "data/app-connections.db";
/// A server that starts although it must not ends where it cannot listen.
const QUIET: [(&str, &str); 2] = [("APPCONN_LOG", "off"), ("APPCONN_LISTEN", "192.0.2.1:1")];

fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap()
}

/// An empty database of an earlier release.
pub(crate) async fn database_of(path: &Path, schema: i64) -> SqlitePool {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, "").unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let db = SqlitePool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let migrations = MIGRATIONS.iter().filter(|migration| migration.version <= schema).cloned().collect();
    Migrator::with_migrations(migrations).run(&db).await.unwrap();
    db
}

/// What an earlier release would have left: its tables, and what the first start puts into them.
async fn of_an_earlier_release() -> Place {
    let place = Place::set_up();
    place.good(&["backup", "fresh.db"]);
    std::fs::remove_file(place.path(DATABASE)).unwrap();
    let db = database_of(&place.path(DATABASE), OLD).await;
    let mut db = db.acquire().await.unwrap();
    let fresh = place.path("fresh.db").display().to_string();
    sqlx::query("ATTACH ? AS fresh").bind(fresh).execute(&mut *db).await.unwrap();
    for table in ["meta", "history_head"] {
        let sql = format!("INSERT INTO main.{table} SELECT * FROM fresh.{table}");
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *db).await.unwrap();
    }
    db.close().await.unwrap();
    std::fs::remove_file(place.path("fresh.db")).unwrap();
    place
}

async fn schema(path: &Path) -> i64 {
    let db = SqlitePool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let version = sqlx::query("SELECT max(version) FROM _sqlx_migrations").fetch_one(&db).await.unwrap().get(0);
    db.close().await;
    version
}

#[tokio::test]
async fn every_other_command_leaves_an_earlier_schema_and_says_so_in_a_line() {
    let place = of_an_earlier_release().await;
    for arguments in NEEDS_NEWEST_SCHEMA {
        let before = std::fs::read(place.path(DATABASE)).unwrap();
        let key = std::fs::read(place.path("data/master.key")).unwrap();
        let ran = place.run(arguments, &[]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{arguments:?}: {}", ran.err);
        let message =
            format!("it has schema {OLD}, and this release needs {}: start app-connections serve first", newest());
        assert!(ran.err.contains(&message), "{arguments:?}: {}", ran.err);
        assert!(std::fs::read(place.path(DATABASE)).unwrap() == before, "{arguments:?}");
        assert!(std::fs::read(place.path("data/master.key")).unwrap() == key, "{arguments:?}");
        assert_eq!(place.files("data"), ["app-connections.db", "master.key"], "{arguments:?}");
    }
    place.good(&["backup", "pre.db"]);
    assert_eq!((schema(&place.path("pre.db")).await, schema(&place.path(DATABASE)).await), (OLD, OLD));
    place.good(&["restore", "pre.db", "--check-only"]);
    assert_eq!(schema(&place.path("pre.db")).await, OLD);

    std::fs::remove_file(place.path(DATABASE)).unwrap();
    place.good(&["restore", "pre.db"]);
    assert_eq!(schema(&place.path(DATABASE)).await, OLD, "the way back to the earlier release is open");
    assert_eq!(place.files("data"), ["app-connections.db", "master.key"]);
}

#[tokio::test]
async fn the_server_migrates_says_so_once_and_keeps_what_was_there() {
    let place = of_an_earlier_release().await;
    std::fs::set_permissions(place.path(DATABASE), std::fs::Permissions::from_mode(0o640)).unwrap();
    let said = place.start_and_end();
    let kept = format!("{DATABASE}.schema-{OLD}");
    let line = said.lines().find(|line| line.contains("migrating")).expect(&said);
    for part in [format!("from={OLD}"), format!("to={}", newest()), format!("copy={kept}")] {
        assert!(line.contains(&part), "{part}: {line}");
    }
    assert_eq!((schema(&place.path(DATABASE)).await, schema(&place.path(&kept)).await), (newest(), OLD));
    for name in [DATABASE, &kept] {
        assert_eq!(std::fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o7777, 0o640, "{name}");
    }
    place.good(&["history", "verify"]);
    place.good(&["restore", &kept, "--check-only"]);
    assert!(!place.start_and_end().contains("migrating"));
    assert_eq!(place.files("data").len(), 3);
}

#[tokio::test]
async fn what_a_newer_release_wrote_is_told_with_both_schemas() {
    let place = Place::set_up();
    place.good(&["backup", "newer.db"]);
    for name in ["newer.db", DATABASE] {
        let db = SqlitePool::connect(&format!("sqlite://{}", place.path(name).display())).await.unwrap();
        let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                   VALUES (9999, 'from the future', 1, x'00', 0)";
        sqlx::query(sql).execute(&db).await.unwrap();
        db.close().await;
    }
    let message = format!("a newer release wrote it: it has schema 9999, and this release knows {} at most", newest());
    for (arguments, file) in [
        (&["serve"][..], DATABASE),
        (&["token", "list"], DATABASE),
        (&["restore", "newer.db", "--check-only"], "newer.db"),
    ] {
        let ran = place.run(arguments, &QUIET);
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(&format!("{file}: {message}")), "{arguments:?}: {}", ran.err);
    }
    place.good(&["backup", "copied.db"]);
    assert_eq!(schema(&place.path("copied.db")).await, 9999);
}

#[tokio::test]
async fn the_database_of_another_program_is_left_alone() {
    let place = Place::new();
    std::fs::create_dir(place.path("data")).unwrap();
    let url = format!("sqlite://{}?mode=rwc", place.path(DATABASE).display());
    let db = SqlitePool::connect(&url).await.unwrap();
    sqlx::query("CREATE TABLE recipes (name TEXT)").execute(&db).await.unwrap();
    db.close().await;
    for arguments in [&["serve"][..], &["token", "list"], &["backup", "copy.db"]] {
        let ran = place.run(arguments, &QUIET);
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(DATABASE) && ran.err.contains("program"), "{arguments:?}: {}", ran.err);
        assert_eq!(place.files("data"), ["app-connections.db"], "{arguments:?}");
    }
}
