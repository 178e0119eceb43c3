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
    let files = std::fs::read_dir(place.path("data")).unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
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
    for (name, content) in [
        ("damaged.db", damaged.as_slice()),
        ("short.db", &good[..good.len() / 2]),
        ("letter.db", b"this is a letter, not a database"),
    ] {
        std::fs::write(place.path(name), content).unwrap();
        let refused = place.run(&["restore", name], &[]);
        assert_eq!((refused.code, refused.err.lines().count()), (1, 1), "{name}: {}", refused.err);
        assert_eq!(files(&place), ["master.key"], "{name}");
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
