//! Each command that writes, killed at moments spread over its whole life: what is there afterwards can be used, and the
//! same command succeeds next time. More moments: `APPCONN_TEST_KILLS=50 cargo test -p server --test cli command_kills`.

use crate::Place;
use crate::console::Console;
use crate::kills::{Dice, KILLS};
use crate::migration::database_of;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn kills() -> u64 {
    std::env::var(KILLS).map_or(10, |kills| kills.parse().unwrap())
}

fn start(place: &Place, arguments: &[&str], env: &[(&str, &str)]) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_app-connections"));
    command.current_dir(place.path(".")).args(arguments).env_clear().envs(env.iter().copied());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// How long a command lives when nobody kills it, and a moment of that for each kill.
struct Moments {
    life: Duration,
    dice: Dice,
}

impl Moments {
    fn of(place: &Place, arguments: &[&str], env: &[(&str, &str)]) -> Self {
        let began = Instant::now();
        start(place, arguments, env).wait().unwrap();
        Self { life: began.elapsed(), dice: Dice(0x9e37_79b9_7f4a_7c15) }
    }

    /// Kills it there; gives whether it was still alive.
    fn kill(&mut self, place: &Place, arguments: &[&str], env: &[(&str, &str)]) -> bool {
        let micros = u64::try_from(self.life.as_micros()).unwrap();
        let until = Instant::now() + Duration::from_micros(self.dice.roll(micros));
        let mut child = start(place, arguments, env);
        while Instant::now() < until {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        !child.wait().unwrap().success()
    }
}

/// A place with some connections, that nobody serves.
async fn filled() -> Place {
    let place = Place::new();
    let key = okta_sim::KeyPair::rsa(2048).unwrap().pem();
    let console = Console::start(&place);
    for number in 0..20 {
        let name = format!("connection {number}");
        assert_eq!(console.create(&name, "", &key).send().await.unwrap().status(), 201);
    }
    console.kill();
    place.start_and_end();
    place
}

fn is_good(place: &Place, backup: &str) {
    let checked = place.good(&["restore", backup, "--check-only"]).out;
    assert!(checked.starts_with("The backup is good: 20 connections, every key of them opens"), "{checked}");
}

#[tokio::test]
async fn a_killed_backup_is_whole_or_not_there_and_the_next_one_succeeds() {
    let place = filled().await;
    let mut moments = Moments::of(&place, &["backup", "first.db"], &[]);
    is_good(&place, "first.db");
    let mut killed = 0;
    for round in 0..kills() {
        let name = format!("backup{round}.db");
        killed += u64::from(moments.kill(&place, &["backup", &name], &[]));
        if !place.path(&name).exists() {
            place.good(&["backup", &name]);
        }
        is_good(&place, &name);
        assert!(!place.path(&format!(".{name}.draft")).exists(), "the draft is taken over");
    }
    assert!(killed > 0, "none was killed in time");
}

#[tokio::test]
async fn a_killed_restore_is_whole_or_not_there_and_the_next_one_succeeds() {
    let place = filled().await;
    place.good(&["backup", "copy.db"]);
    let database = place.path("data/app-connections.db");
    std::fs::remove_file(&database).unwrap();
    let mut moments = Moments::of(&place, &["restore", "copy.db"], &[]);
    let mut killed = 0;
    for round in 0..kills() {
        std::fs::remove_file(&database).unwrap();
        killed += u64::from(moments.kill(&place, &["restore", "copy.db"], &[]));
        if !database.exists() {
            place.good(&["restore", "copy.db"]);
        }
        place.good(&["history", "verify"]);
        let again = format!("again{round}.db");
        place.good(&["backup", &again]);
        is_good(&place, &again);
        assert_eq!(place.files("data"), ["app-connections.db", "master.key"]);
    }
    assert!(killed > 0, "none was killed in time");
}

#[tokio::test]
async fn a_killed_rotation_leaves_every_key_readable_and_the_next_one_finishes_it() {
    let place = filled().await;
    let mut moments = Moments::of(&place, &["master-key", "rotate"], &[]);
    let mut killed = 0;
    for round in 0..kills() {
        killed += u64::from(moments.kill(&place, &["master-key", "rotate"], &[]));
        for when in ["killed", "finished"] {
            let name = format!("{when}{round}.db");
            place.good(&["backup", &name]);
            is_good(&place, &name);
            place.good(&["history", "verify"]);
            place.good(&["master-key", "rotate"]);
        }
    }
    assert!(killed > 0, "none was killed in time");
    place.start_and_end();
}

const ENTRIES: i64 = 20_000;

/// The first release's database with a long history, in which nothing is chained yet.
async fn long_history(path: &Path) {
    let db = database_of(path, 2).await;
    let sql = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) \
               INSERT INTO history SELECT printf('01920000-0000-7000-8000-%012d', n), '', \
               1700000000000000000 + n * 1000000000, 'Ada', 'verified', '{}' FROM numbers";
    sqlx::query(sql).bind(ENTRIES).execute(&db).await.unwrap();
    db.close().await;
}

fn entries(place: &Place) -> i64 {
    let verdict = place.good(&["history", "verify"]).out;
    assert!(verdict.starts_with("The history is whole: "), "{verdict}");
    verdict.split_whitespace().nth(4).unwrap().parse().unwrap()
}

const UNROUTABLE: [(&str, &str); 1] = [("APPCONN_LISTEN", "192.0.2.1:1")];

#[tokio::test]
async fn a_killed_migration_is_done_by_the_next_start_and_nothing_is_lost() {
    let place = Place::new();
    long_history(&place.path("old.db")).await;
    let database = place.path("data/app-connections.db");
    let renew = || {
        let _ = std::fs::remove_dir_all(place.path("data"));
        std::fs::create_dir(place.path("data")).unwrap();
        std::fs::copy(place.path("old.db"), &database).unwrap();
    };
    renew();
    let mut moments = Moments::of(&place, &["serve"], &UNROUTABLE);
    assert_eq!(entries(&place), ENTRIES);
    for _ in 0..kills() {
        renew();
        moments.kill(&place, &["serve"], &UNROUTABLE);
        place.start_and_end();
        assert_eq!(entries(&place), ENTRIES);
        assert!(!place.files("data").iter().any(|name| name.contains("draft")), "{:?}", place.files("data"));
    }
}

#[tokio::test]
async fn a_killed_trim_leaves_a_whole_history_and_the_next_start_goes_on() {
    let place = Place::new();
    let database = place.path("data/app-connections.db");
    long_history(&database).await;
    place.start_and_end();
    let keep = [("APPCONN_HISTORY_KEEP", "30d")];
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut left = entries(&place);
    assert_eq!(left, ENTRIES);
    for _ in 0..kills() {
        if left < 1_000 {
            // All that was old is gone: again from the beginning.
            std::fs::remove_dir_all(place.path("data")).unwrap();
            long_history(&database).await;
            place.start_and_end();
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_app-connections"));
        command.arg("serve");
        let (mut child, _) = crate::serve_with(&place, command, &keep);
        let until = Instant::now() + Duration::from_millis(dice.roll(200));
        while Instant::now() < until {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        left = entries(&place);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_app-connections"));
    command.arg("serve");
    let (mut child, _) = crate::serve_with(&place, command, &keep);
    let patience = Instant::now() + Duration::from_mins(1);
    while entries(&place) > 1_000 {
        assert!(Instant::now() < patience, "{} entries are left", entries(&place));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let trimmed = place.good(&["history", "export"]).out.matches("history_trimmed").count();
    assert!(trimmed >= 10, "{trimmed} pieces");
}
