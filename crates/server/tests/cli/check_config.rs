//! What `check-config` finds before a start would.

use crate::Place;

/// A place with everything that a good configuration needs.
fn good() -> Place {
    let place = Place::new();
    place.write("dist/index.html", "", 0o644);
    place.good(&["check-config"]);
    place
}

#[test]
fn what_no_start_would_survive_is_found() {
    let key = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    for (name, value, message) in [
        ("APPCONN_MASTER_KEY_FILE", "folder", "master key folder: "),
        ("APPCONN_MASTER_KEY_FILE", "short.key", "master key short.key: the file must hold 32 bytes"),
        ("APPCONN_MASTER_KEY_FILE", "open.key", "others may read or write the file"),
        ("APPCONN_MASTER_KEY_FILE", "closed.key", "set APPCONN_KMS_URL"),
        ("APPCONN_MASTER_KEY_FILE", "letter.txt/master.key", "master key letter.txt/master.key: "),
        ("APPCONN_ASSETS", "nowhere", "APPCONN_ASSETS nowhere: there is no index.html"),
        ("APPCONN_ASSETS", "folder", "APPCONN_ASSETS folder: there is no index.html"),
        ("APPCONN_DATABASE_URL", "sqlite://letter.txt/app.db", "letter.txt/app.db: "),
        ("APPCONN_DATABASE_URL", "sqlite://folder", "folder: it is a folder"),
        ("APPCONN_DATABASE_URL", "sqlite://:memory:", "APPCONN_DATABASE_URL: it is no path of a file"),
        ("APPCONN_DATABASE_URL", "sqlite://file:a.db", "APPCONN_DATABASE_URL: it is no path of a file"),
        ("APPCONN_OKTA_RESOLVE", "*=10.0.0.5:443", "APPCONN_OKTA_RESOLVE: entry 1 does not start with a host name"),
        ("APPCONN_OKTA_RESOLVE", "*.okta.com=10.0.0.5:443", "APPCONN_OKTA_RESOLVE: entry 1"),
        ("APPCONN_LOG", "inof", "APPCONN_LOG: entry 1 is neither a level"),
        ("APPCONN_LOG", "info,wran", "APPCONN_LOG: entry 2 is neither a level"),
    ] {
        let place = good();
        place.write("folder/something", "", 0o600);
        place.write("letter.txt", "this is a letter", 0o600);
        place.write("short.key", "c2hvcnQ=", 0o600);
        place.write("open.key", key, 0o644);
        place.write("closed.key", "vault:v1:AAAA", 0o600);
        let before = place.files(".");
        let ran = place.run(&["check-config"], &[(name, value)]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{name}={value}: {}", ran.err);
        assert!(ran.err.contains(message), "{name}={value}: {}", ran.err);
        assert_eq!(place.files("."), before, "{name}={value}");
    }
}

#[test]
fn what_can_be_a_log_filter_is_taken() {
    for filter in ["off", "INFO", "debug", "3", "warn,server=debug", "server[request]=trace"] {
        let place = good();
        let ran = place.run(&["check-config"], &[("APPCONN_LOG", filter)]);
        assert_eq!(ran.code, 0, "{filter}: {}", ran.err);
    }
}

#[test]
fn a_service_that_closes_nothing_yet_is_a_warning_here_and_at_each_start() {
    let place = good();
    place.start_and_end();
    place.write("token", "a token", 0o600);
    let kms = [
        ("APPCONN_KMS_URL", "https://127.0.0.1:1"),
        ("APPCONN_KMS_KEY", "console"),
        ("APPCONN_KMS_TOKEN_FILE", "token"),
        ("APPCONN_LISTEN", "192.0.2.1:1"),
    ];
    let warning = "the master key is not closed by the key management service";
    for _ in 0..2 {
        let ran = place.run(&["serve"], &kms);
        assert!(ran.err.contains("WARN") && ran.err.contains(warning), "{}", ran.err);
        assert!(ran.err.contains("run app-connections master-key rotate"), "{}", ran.err);
    }
    let ran = place.run(&["check-config"], &kms);
    assert_eq!((ran.code, ran.err.contains(warning)), (0, true), "{}", ran.err);
    let without = place.run(&["check-config"], &kms[3..]);
    assert!(!without.err.contains(warning) && !place.start_and_end().contains(warning));
    let missing = [kms[0], kms[1], ("APPCONN_KMS_TOKEN_FILE", "nowhere")];
    let ran = place.run(&["check-config"], &missing);
    assert!(ran.code == 1 && ran.err.contains("APPCONN_KMS_TOKEN_FILE nowhere"), "{}", ran.err);
}
