use crate::Place;
use crate::console::Console;

/// A place with two connections, stopped, and a backup of it.
async fn backed_up() -> Place {
    let place = Place::new();
    let key = okta_sim::KeyPair::rsa(2048).unwrap().pem();
    let console = Console::start(&place);
    for name in ["Acme", "Globex"] {
        assert_eq!(console.create(name, "", &key).send().await.unwrap().status(), 201);
    }
    place.good(&["backup", "copy.db"]);
    console.kill();
    place
}

fn lose_the_database(place: &Place) {
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(place.path(&format!("data/app-connections.db{ending}")));
    }
}

fn files(place: &Place) -> Vec<String> {
    place.files("data")
}

#[tokio::test]
async fn a_backup_is_checked_put_in_place_and_served() {
    let place = backed_up().await;
    let checked = place.good(&["restore", "copy.db", "--check-only"]).out;
    assert!(checked.starts_with("The backup is good: 2 connections, every key of them opens; "), "{checked}");
    let refused = place.run(&["restore", "copy.db"], &[]);
    assert_eq!((refused.code, refused.err.lines().count()), (1, 1));
    assert!(refused.err.contains("the database is there already"), "{}", refused.err);

    lose_the_database(&place);
    let restored = place.good(&["restore", "copy.db"]).out;
    assert!(restored.starts_with("Restored: 2 connections"), "{restored}");
    assert_eq!(files(&place), ["app-connections.db", "master.key"], "no draft is left");
    let console = Console::start(&place);
    assert_eq!(console.find("").await.len(), 2);
}

#[tokio::test]
async fn a_backup_that_is_not_whole_or_not_ours_is_refused_and_nothing_is_put_in_place() {
    let place = backed_up().await;
    lose_the_database(&place);
    let good = std::fs::read(place.path("copy.db")).unwrap();
    let mut damaged = good.clone();
    for byte in &mut damaged[4_096..] {
        *byte ^= 0x55;
    }
    let mut flipped = good.clone();
    for page in flipped.chunks_mut(4_096).skip(1) {
        page[0] ^= 0x55;
    }
    other_program(&place.path("other.db")).await;
    let other = std::fs::read(place.path("other.db")).unwrap();
    for (name, content) in [
        ("damaged.db", damaged.as_slice()),
        ("flipped.db", &flipped),
        ("short.db", &good[..good.len() / 2]),
        ("letter.db", b"this is a letter, not a database"),
        ("empty.db", b""),
        ("other.db", &other),
    ] {
        std::fs::write(place.path(name), content).unwrap();
        for arguments in [&["restore", name][..], &["restore", name, "--check-only"]] {
            let refused = place.run(arguments, &[]);
            assert_eq!((refused.code, refused.err.lines().count()), (1, 1), "{name}: {}", refused.err);
            let names_it = refused.err.starts_with(&format!("app-connections: backup {name}: "));
            assert!(names_it && !refused.err.contains("draft"), "{}", refused.err);
            assert_eq!(files(&place), ["master.key"], "{name}");
            assert!(std::fs::read(place.path(name)).unwrap() == content, "{name} is another");
        }
    }
    let missing = place.run(&["restore", "nowhere.db"], &[]);
    assert!(missing.err.contains("nowhere.db: No such file"), "{}", missing.err);
    place.write("other.key", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=", 0o600);
    let other = place.run(&["restore", "copy.db"], &[("APPCONN_MASTER_KEY_FILE", "other.key")]);
    assert!(other.err.contains("not the key that the backup was encrypted with"), "{}", other.err);
    let none = place.run(&["restore", "copy.db"], &[("APPCONN_MASTER_KEY_FILE", "none.key")]);
    assert!(none.err.contains("the file is missing"), "{}", none.err);
    assert!(!place.path("none.key").exists());
    assert_eq!(files(&place), ["master.key"]);
}

#[tokio::test]
async fn a_backup_from_before_a_rotation_opens_with_the_key_that_was_kept() {
    let place = backed_up().await;
    let ran = place.good(&["master-key", "rotate"]);
    let kept =
        ran.err.split_whitespace().find(|word| word.contains(".before-")).unwrap().trim_end_matches(':').to_owned();
    lose_the_database(&place);
    let refused = place.run(&["restore", "copy.db"], &[]);
    assert!(refused.err.contains("master.key.before-"), "{}", refused.err);
    let restored = place.run(&["restore", "copy.db"], &[("APPCONN_MASTER_KEY_FILE", &kept)]);
    assert_eq!(restored.code, 0, "{}", restored.err);
}

/// A database that is not ours.
async fn other_program(path: &std::path::Path) {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let db = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("CREATE TABLE recipes (name TEXT)").execute(&db).await.unwrap();
    db.close().await;
}

#[tokio::test]
async fn nothing_is_restored_beside_what_the_lost_database_left() {
    let place = backed_up().await;
    for ending in ["-wal", "-shm", "-journal"] {
        lose_the_database(&place);
        let left = format!("data/app-connections.db{ending}");
        place.write(&left, "left over", 0o600);
        let refused = place.run(&["restore", "copy.db"], &[]);
        assert_eq!((refused.code, refused.err.lines().count()), (1, 1), "{}", refused.err);
        assert!(refused.err.contains(&left) && refused.err.contains("move it away"), "{}", refused.err);
        assert_eq!(files(&place), [&left["data/".len()..], "master.key"]);
        place.good(&["restore", "copy.db", "--check-only"]);
        std::fs::remove_file(place.path(&left)).unwrap();
    }
    place.good(&["restore", "copy.db"]);
    place.good(&["history", "verify"]);
}

#[tokio::test]
async fn a_database_whose_last_changes_stand_beside_it_is_no_backup() {
    let place = backed_up().await;
    std::fs::create_dir(place.path("moved")).unwrap();
    for ending in ["", "-wal", "-shm"] {
        let name = format!("app-connections.db{ending}");
        std::fs::rename(place.path(&format!("data/{name}")), place.path(&format!("moved/{name}"))).unwrap();
    }
    for arguments in
        [&["restore", "moved/app-connections.db"][..], &["restore", "moved/app-connections.db", "--check-only"]]
    {
        let refused = place.run(arguments, &[]);
        assert_eq!((refused.code, refused.err.lines().count()), (1, 1), "{}", refused.err);
        assert!(refused.err.contains("moved/app-connections.db-wal: it holds changes"), "{}", refused.err);
        assert_eq!(files(&place), ["master.key"]);
    }
    let from = [("APPCONN_DATABASE_URL", "sqlite://moved/app-connections.db")];
    assert_eq!(place.run(&["backup", "whole.db"], &from).code, 0);
    let restored = place.good(&["restore", "whole.db"]).out;
    assert!(restored.starts_with("Restored: 2 connections"), "{restored}");
}

#[tokio::test]
async fn a_restore_ends_sessions_and_links_and_names_the_tokens_that_work_again() {
    let place = Place::new();
    let console = Console::start(&place);
    let token = place.good(&["token", "create", "--role", "viewer", "--name", "nightly job"]).out;
    let over = place.good(&["token", "create", "--role", "viewer", "--name", "short-lived", "--expires", "1s"]);
    let gone = place.good(&["token", "create", "--role", "viewer", "--name", "long gone"]);
    let id = |ran: &crate::Ran| ran.err.split_whitespace().nth(1).unwrap().to_owned();
    place.good(&["token", "revoke", &id(&gone)]);
    let link = |place: &Place| {
        let link = place.good(&["sign-in-link"]).out;
        link.trim_end().split_once("#token=").unwrap().1.to_owned()
    };
    let sign_in = |console: &Console, link: &str| {
        console.anonymous(reqwest::Method::POST, "/api/v1/session").json(&serde_json::json!({"token": link}))
    };
    let session = sign_in(&console, &link(&place)).send().await.unwrap();
    let cookie = session.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let unused = link(&place);
    place.good(&["backup", "copy.db"]);
    let listed = place.good(&["token", "list"]).out;
    let nightly = listed.lines().find(|line| line.ends_with("nightly job")).unwrap()[..36].to_owned();
    place.good(&["token", "revoke", &nightly]);
    console.kill();
    lose_the_database(&place);

    while !place.good_at(&["token", "list"], "copy.db").contains("expired") {}
    let restored = place.good(&["restore", "copy.db"]);
    assert!(restored.err.contains("2 sessions and sign-in links of the backup were ended"), "{}", restored.err);
    assert!(restored.err.contains(&format!("{nightly}  viewer   nightly job")), "{}", restored.err);
    assert!(restored.err.contains("app-connections token revoke ID"), "{}", restored.err);
    for gone in [&id(&over), &id(&gone)] {
        assert!(!restored.err.contains(gone.as_str()), "{}", restored.err);
    }
    let restoring = place.good(&["history", "export"]).out.lines().last().unwrap().to_owned();
    assert!(restoring.contains(r#""action":"database_restored""#), "{restoring}");
    assert!(restoring.contains(r#""sign_ins_ended":2"#), "{restoring}");
    place.good(&["history", "verify"]);

    let console = Console::start(&place);
    let me = console.anonymous(reqwest::Method::GET, "/api/v1/session").header("cookie", &cookie);
    assert_eq!(me.send().await.unwrap().status(), 401);
    assert_eq!(sign_in(&console, &unused).send().await.unwrap().status(), 401);
    let list = console.anonymous(reqwest::Method::GET, "/api/v1/connections").bearer_auth(token.trim_end());
    assert_eq!(list.send().await.unwrap().status(), 200, "as the command said");
}
