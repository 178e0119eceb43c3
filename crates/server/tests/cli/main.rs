//! The program itself: its commands, what they print, and how they fail.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod ask;
mod check_config;
mod command_kills;
mod console;
mod core_dump;
mod disk;
mod first_start;
mod kills;
mod log;
mod migration;
mod ownership;
mod restore;
mod revocation;
mod session;
mod strangers;

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

/// An id that nothing has.
const NOBODY: &str = "01920000-0000-7000-8000-000000000001";

/// The commands that work with a database as this release writes it, and with no other.
const NEEDS_NEWEST_SCHEMA: [&[&str]; 9] = [
    &["token", "create", "--role", "admin", "--name", "x"],
    &["token", "list"],
    &["token", "revoke", NOBODY],
    &["session", "list"],
    &["session", "revoke", NOBODY],
    &["sign-in-link"],
    &["history", "verify"],
    &["history", "export"],
    &["master-key", "rotate"],
];

/// An empty folder to run in.
struct Place(tempfile::TempDir);

/// What a command did.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// As a first start of the server leaves it.
    fn set_up() -> Self {
        let place = Self::new();
        place.start_and_end();
        place
    }

    /// Starts the server where it cannot listen, and gives what it said until then.
    fn start_and_end(&self) -> String {
        let ran = self.run(&["serve"], &[("APPCONN_LISTEN", "192.0.2.1:1")]);
        assert!(ran.err.contains("cannot serve on 192.0.2.1:1"), "{}", ran.err);
        ran.err
    }

    /// Names in a folder.
    fn files(&self, folder: &str) -> Vec<String> {
        let files = std::fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        names
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, arguments: &[&str], env: &[(&str, &str)]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_app-connections"));
        command.current_dir(self.0.path()).args(arguments).env_clear().envs(env.iter().copied());
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
    }

    fn good(&self, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments, &[]);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        ran
    }

    /// What a command prints about another database.
    fn good_at(&self, arguments: &[&str], database: &str) -> String {
        let ran = self.run(arguments, &[("APPCONN_DATABASE_URL", &format!("sqlite://{database}"))]);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        ran.out
    }

    fn write(&self, name: &str, content: &str, mode: u32) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
}

#[test]
fn a_token_is_printed_once_listed_and_revoked() {
    let place = Place::set_up();
    let created = place.good(&["token", "create", "--role", "viewer", "--name", "nightly job", "--expires", "90d"]);
    let token = created.out.trim_end();
    assert!(token.starts_with("act_") && token.len() == 47 && !token.contains('\n'), "{token}");
    assert!(!created.err.contains(token), "the note does not repeat it");

    let listed = place.good(&["token", "list"]).out;
    let line = listed.lines().find(|line| line.ends_with("nightly job")).expect(&listed);
    let cells: Vec<_> = line.split_whitespace().collect();
    assert_eq!((cells[1], cells[4], cells[5]), ("viewer", "-", "good"), "{line}");
    assert!(!listed.contains(token));

    place.good(&["token", "revoke", cells[0]]);
    assert!(place.good(&["token", "list"]).out.contains("revoked"));
    let again = place.run(&["token", "revoke", "01920000-0000-7000-8000-000000000001"], &[]);
    assert_eq!((again.code, again.err.as_str()), (1, "app-connections: there is no token with this id\n"));
}

#[test]
fn a_sign_in_link_is_one_address_under_the_public_one() {
    let place = Place::set_up();
    for (public, start) in [
        (None, "http://127.0.0.1:8080/sign-in#token=acl_"),
        (Some("https://example.com/console"), "https://example.com/console/sign-in#token=acl_"),
    ] {
        let env: Vec<_> = public.map(|url| ("APPCONN_PUBLIC_URL", url)).into_iter().collect();
        let ran = place.run(&["sign-in-link", "--role", "viewer", "--name", "Ada"], &env);
        assert_eq!((ran.code, ran.err.as_str(), ran.out.lines().count()), (0, "", 1));
        assert!(ran.out.starts_with(start), "{}", ran.out);
    }
}

#[test]
fn a_backup_is_a_database_that_opens_and_an_existing_file_is_refused() {
    let place = Place::new();
    let early = place.run(&["backup", "copy.db"], &[]);
    assert_eq!(early.code, 1);
    assert!(early.err.contains("data/app-connections.db: there is no such file"), "{}", early.err);
    assert!(!place.path("data").exists(), "a backup makes no database");

    place.start_and_end();
    place.good(&["token", "create", "--role", "admin", "--name", "kept"]);
    place.good(&["backup", "copy.db"]);
    assert_eq!(std::fs::metadata(place.path("copy.db")).unwrap().permissions().mode() & 0o777, 0o600);
    let listed = place.run(&["token", "list"], &[("APPCONN_DATABASE_URL", "sqlite://copy.db")]);
    assert!(listed.out.contains("kept"), "{}", listed.err);
    let refused = place.run(&["backup", "copy.db"], &[]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("copy.db: the file is there already"), "{}", refused.err);
    let stream = place.run(&["backup", "-"], &[]);
    assert_eq!(
        (stream.code, stream.err.as_str()),
        (1, "app-connections: backup: - is not a file; name a file, then copy it to where it belongs\n")
    );
    assert_eq!(place.files("."), ["copy.db", "data"], "no draft is left");
}

#[test]
fn a_command_before_the_first_start_makes_nothing_and_says_to_start_the_server() {
    for arguments in [&["backup", "copy.db"][..]].into_iter().chain(NEEDS_NEWEST_SCHEMA) {
        let place = Place::new();
        let ran = place.run(arguments, &[]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("start app-connections serve first"), "{arguments:?}: {}", ran.err);
        assert!(place.files(".").is_empty(), "{arguments:?}: {:?}", place.files("."));
        // A file that a killed first start left.
        place.write("data/app-connections.db", "", 0o600);
        let ran = place.run(arguments, &[]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{arguments:?}: {}", ran.err);
        assert_eq!(place.files("data"), ["app-connections.db"], "{arguments:?}");
        assert_eq!(std::fs::metadata(place.path("data/app-connections.db")).unwrap().len(), 0, "{arguments:?}");
    }
}

#[test]
fn the_openapi_document_is_json_and_needs_no_configuration() {
    let ran = Place::new().run(&["openapi"], &[("APPCONN_NONSENSE", "x")]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
    assert!(document["paths"].as_object().unwrap().keys().any(|path| path.ends_with("/connections/{id}")));
}

#[test]
fn a_good_configuration_is_said_to_be_good_and_nothing_is_made() {
    let place = Place::new();
    place.write("app.toml", "listen = '127.0.0.1:9'\nadmin_token_file = 'admin'", 0o644);
    place.write("admin", &"k".repeat(32), 0o600);
    place.write("dist/index.html", "", 0o644);
    let ran = place.good(&["check-config", "--config", "app.toml"]);
    assert!(ran.out.contains("http://127.0.0.1:9/"), "{}", ran.out);
    assert!(!place.path("data").exists());
}

#[test]
fn whatever_stops_the_start_is_told_in_one_line() {
    let key = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    for (name, value, message) in [
        (
            "APPCONN_LISTN",
            "127.0.0.1:1",
            "APPCONN_LISTN is not a setting of this program; did you mean APPCONN_LISTEN?",
        ),
        ("APPCONN_VERIFY_EVERY", "daily", "APPCONN_VERIFY_EVERY: "),
        ("APPCONN_DATABASE_URL", "postgres://db/app", "APPCONN_DATABASE_URL: PostgreSQL is not in this build yet"),
        ("APPCONN_JWT_ISSUER", "https://x.example", "APPCONN_JWT_AUDIENCE is missing, and APPCONN_JWT_ISSUER needs it"),
        ("APPCONN_DATABASE_URL", "sqlite://letter.txt", "letter.txt"),
        ("APPCONN_MASTER_KEY_FILE", "open.key", "master key open.key: others may read"),
        ("APPCONN_MASTER_KEY_FILE", "short.key", "master key short.key: the file must hold 32 bytes"),
        ("APPCONN_ADMIN_TOKEN_FILE", "short.key", "APPCONN_ADMIN_TOKEN_FILE short.key: the token is too short"),
        ("APPCONN_ADMIN_TOKEN_FILE", "nowhere", "APPCONN_ADMIN_TOKEN_FILE nowhere: No such file"),
        ("APPCONN_OKTA_CA_FILE", "nowhere.pem", "APPCONN_OKTA_CA_FILE"),
        ("APPCONN_LISTEN", "192.0.2.1:1", "cannot serve on 192.0.2.1:1: "),
    ] {
        let place = Place::new();
        place.write("letter.txt", &"this is a letter. ".repeat(200), 0o600);
        place.write("open.key", key, 0o644);
        place.write("short.key", "c2hvcnQ=", 0o600);
        let ran = place.run(&["serve"], &[(name, value), ("APPCONN_LOG", "off")]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{name}={value}");
        assert_eq!(ran.err.lines().count(), 1, "{name}={value}: {}", ran.err);
        assert!(ran.err.starts_with("app-connections: ") && ran.err.contains(message), "{name}={value}: {}", ran.err);
    }
}

#[test]
fn a_wrong_master_key_stops_the_start_before_anything_is_written() {
    let place = Place::new();
    let unroutable = [("APPCONN_LISTEN", "192.0.2.1:1"), ("APPCONN_LOG", "off")];
    assert!(place.run(&["serve"], &unroutable).err.contains("cannot serve"), "the first start makes the key");
    // Copies, because SQLite may move the same content from one of its files to the other at any time.
    let copy = |name: &str| {
        place.good(&["backup", name]);
        std::fs::read(place.path(name)).unwrap()
    };
    let before = copy("before.db");
    let good = std::fs::read_to_string(place.path("data/master.key")).unwrap();
    let other = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    for (at, (content, mode, message)) in [
        (other, 0o600, "not the key that the database was encrypted with"),
        ("c2hvcnQ=", 0o600, "the file must hold 32 bytes"),
        ("", 0o600, "the file must hold 32 bytes"),
        (&good[..43], 0o600, "the file must hold 32 bytes"),
        (&good, 0o644, "others may read or write the file (mode 0644)"),
    ]
    .into_iter()
    .enumerate()
    {
        place.write("data/master.key", content, mode);
        let ran = place.run(&["serve"], &unroutable);
        // Not that it cannot listen there, which it would find out next.
        assert_eq!((ran.code, ran.err.contains(message)), (1, true), "{}", ran.err);
        assert!(copy(&format!("after{at}.db")) == before, "{message}: the database is another");
    }
    std::fs::remove_file(place.path("data/master.key")).unwrap();
    let ran = place.run(&["serve"], &unroutable);
    assert!(ran.err.contains("the file is missing"), "{}", ran.err);
    assert!(copy("after.db") == before, "the database is another");
}

#[test]
fn a_master_key_is_rotated_and_the_old_one_kept_for_older_backups() {
    let place = Place::new();
    let early = place.run(&["master-key", "rotate"], &[]);
    assert_eq!(early.code, 1);
    assert!(early.err.contains("there is no such file"), "{}", early.err);
    let (mut child, _) = serve(&place);
    let old = std::fs::read_to_string(place.path("data/master.key")).unwrap();
    let ran = place.good(&["master-key", "rotate"]);
    assert!(ran.out.contains("data/master.key") && ran.err.contains("data/master.key.before-"), "{}", ran.err);
    let kept = ran.err.split_whitespace().find(|word| word.contains(".before-")).unwrap().trim_end_matches(':');
    assert_eq!(std::fs::read_to_string(place.path(kept)).unwrap(), old);
    assert_ne!(std::fs::read_to_string(place.path("data/master.key")).unwrap(), old);
    child.kill().unwrap();
    child.wait().unwrap();
    let (mut child, _) = serve(&place);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn the_history_is_verified_against_a_head_that_was_kept_and_exported() {
    let place = Place::new();
    assert_eq!(place.run(&["history", "verify"], &[]).code, 1, "there is no database");
    place.start_and_end();
    place.good(&["token", "create", "--role", "viewer", "--name", "nightly"]);
    let head = |ran: &Ran| ran.out.trim_end().rsplit(' ').next().unwrap().to_owned();
    let first = head(&place.good(&["history", "verify"]));
    place.good(&["sign-in-link", "--name", "Ada"]);
    let second = place.good(&["history", "verify", "--head", &first]);
    assert!(second.out.starts_with("The history is whole: 2 entries, head 2:"), "{}", second.out);

    let exported = place.good(&["history", "export"]).out;
    let lines: Vec<serde_json::Value> = exported.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        lines.iter().map(|line| line["action"].as_str().unwrap()).collect::<Vec<_>>(),
        ["api_token_created", "sign_in_link_created"]
    );
    assert_eq!((&lines[0]["by"], &lines[0]["details"]["name"]), (&"command line".into(), &"nightly".into()));
    assert_eq!(head(&second), format!("2:{}", lines[1]["hash"].as_str().unwrap()));

    for wrong in [first.replacen("1:", "2:", 1), first.replacen("1:", "9:", 1)] {
        let ran = place.run(&["history", "verify", "--head", &wrong], &[]);
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{}", ran.err);
    }
    assert_eq!(place.run(&["history", "verify", "--head", "1:short"], &[]).code, 2);
}

#[test]
fn a_command_that_is_wrong_ends_with_2() {
    let place = Place::new();
    for arguments in [
        &["token", "create", "--role", "owner", "--name", "x"][..],
        &["token", "create", "--role", "admin"],
        &["token", "create", "--role", "admin", "--name", " "],
        &["token", "create", "--role", "admin", "--name", "a\nb"],
        &["token", "create", "--role", "admin", "--name", "x", "--expires", "0"],
        &["token", "create", "--role", "admin", "--name", "x", "--expires", "tomorrow"],
        &["token", "revoke", "7"],
        &["sign-in-link", "--role", "nobody"],
        &["fly"],
        &["master-key", "turn"],
    ] {
        let ran = place.run(arguments, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
    assert!(!place.path("data").exists(), "nothing was made");
}

#[test]
fn help_lists_every_setting() {
    for arguments in [&["--help"][..], &["serve", "--help"], &["check-config", "--help"]] {
        let help = Place::new().good(arguments).out;
        for variable in &server::config::VARIABLES {
            let line = help.lines().find(|line| line.trim_start().starts_with(&format!("{} ", variable.env_name())));
            assert!(line.is_some_and(|line| line.contains(variable.meaning)), "{arguments:?}: {}", variable.key);
        }
    }
}

/// Serves, and gives the process and the address it logged.
fn serve(place: &Place) -> (std::process::Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_app-connections"));
    command.arg("serve");
    serve_with(place, command, &[])
}

/// The same with another command and more variables.
fn serve_with(place: &Place, mut command: Command, env: &[(&str, &str)]) -> (std::process::Child, String) {
    use std::io::{BufRead, BufReader};
    let mut child = command
        .current_dir(place.0.path())
        .env_clear()
        .envs([("APPCONN_LISTEN", "127.0.0.1:0"), ("APPCONN_LOG_FORMAT", "json"), ("APPCONN_VERIFY_EVERY", "0")])
        .envs(env.iter().copied())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let address = lines.find_map(|line| {
        let line: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        (line["message"] == "serving").then(|| line["address"].as_str().unwrap().to_owned())
    });
    // Somebody has to read on, or the server would wait for its log.
    std::thread::spawn(move || lines.count());
    (child, address.unwrap())
}

/// Signals to a child.
mod rustix_signal {
    use rustix::process::{Pid, Signal, kill_process};

    pub(crate) const TERM: Signal = Signal::TERM;
    pub(crate) const INT: Signal = Signal::INT;
    pub(crate) const HUP: Signal = Signal::HUP;

    pub(crate) fn send(child: &std::process::Child, signal: Signal) {
        kill_process(Pid::from_child(child), signal).unwrap();
    }
}
