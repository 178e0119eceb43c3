//! Panics about a key, in a process of their own with the program's hook. No request is known that makes the program
//! panic, so that these are made here.

use std::panic::catch_unwind;
use std::process::Command;

/// Set in the process that panics.
const CHILD: &str = "APPCONN_TEST_PANICS";
const KEY: &str = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjé";

/// Each way in which a message comes to quote a value.
const PANICS: [fn(); 5] = [
    || panic!("{}", std::hint::black_box(KEY)),
    || assert!(std::hint::black_box(KEY)[..KEY.len() - 1].is_empty()),
    || std::hint::black_box(Err::<(), _>(KEY)).unwrap(),
    || assert_eq!(std::hint::black_box(KEY), "another"),
    || std::panic::panic_any(KEY.to_owned()),
];

#[test]
fn a_panic_is_written_with_its_place_and_without_its_message() {
    if std::env::var_os(CHILD).is_some() {
        server::panic_hook::install();
        for panic in PANICS {
            assert!(catch_unwind(panic).is_err(), "it did not panic");
        }
        let _ = catch_unwind(|| panic!("a constant message"));
        return;
    }
    let name = std::thread::current().name().unwrap().to_owned();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &name, "--nocapture"])
        .env(CHILD, "1")
        .env("RUST_BACKTRACE", "1")
        .output()
        .unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{text}");
    assert!(!text.contains("MIIEvQ"), "{text}");
    assert_eq!(text.matches("the message may hold a secret").count(), PANICS.len(), "{text}");
    assert_eq!(text.matches("panicked at crates/server/tests/leak/panics.rs:").count(), PANICS.len() + 1, "{text}");
    assert!(text.contains("a constant message"), "{text}");
}
