//! Commands that are run as root beside a service with a user of its own. Who is not root cannot give files away: there
//! only the rule is tested, in `owner.rs`.

use crate::Place;
use std::os::unix::fs::{MetadataExt, chown};

/// Nobody's, on every system that these tests run on.
const SERVICE: u32 = 65_534;

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[test]
fn root_makes_nothing_in_the_folder_of_a_service_and_is_told_what_to_run() {
    if !is_root() {
        return;
    }
    let place = Place::set_up();
    place.good(&["backup", "copy.db"]);
    std::fs::remove_dir_all(place.path("data")).unwrap();
    std::fs::create_dir(place.path("data")).unwrap();
    chown(place.path("data"), Some(SERVICE), Some(SERVICE)).unwrap();
    for arguments in [&["serve"][..], &["restore", "copy.db"], &["check-config"]] {
        let ran = place.run(arguments, &[("APPCONN_LOG", "off"), ("APPCONN_LISTEN", "192.0.2.1:1")]);
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("sudo -u nobody"), "{arguments:?}: {}", ran.err);
        assert!(place.files("data").is_empty(), "{arguments:?}: {:?}", place.files("data"));
    }
}

#[test]
fn what_root_replaces_keeps_its_owner_and_mode() {
    if !is_root() {
        return;
    }
    let place = Place::set_up();
    for name in ["data", "data/app-connections.db", "data/master.key"] {
        chown(place.path(name), Some(SERVICE), Some(SERVICE)).unwrap();
    }
    place.write("data/master.key", &std::fs::read_to_string(place.path("data/master.key")).unwrap(), 0o400);
    place.good(&["master-key", "rotate"]);
    place.good(&["token", "create", "--role", "viewer", "--name", "x"]);
    place.good(&["backup", "copy.db"]);
    let files = place.files("data");
    assert_eq!(files.len(), 3, "{files:?}");
    for name in files {
        let metadata = std::fs::metadata(place.path(&format!("data/{name}"))).unwrap();
        assert_eq!((metadata.uid(), metadata.gid()), (SERVICE, SERVICE), "{name}");
        let mode = if name.starts_with("master.key") { 0o400 } else { 0o600 };
        assert_eq!(metadata.mode() & 0o7777, mode, "{name}");
    }
}
