//! A disk that takes nothing any more: as full, or as read-only. The kernel refuses every write to a file of the process.

use crate::Place;
use crate::console::Console;
use reqwest::Method;
use rustix::process::{Pid, Resource, Rlimit, prlimit};

fn limit_files(console: &Console, bytes: Option<u64>) {
    let limit = Rlimit { current: bytes, maximum: None };
    prlimit(Some(Pid::from_child(&console.child)), Resource::Fsize, limit).unwrap();
}

#[tokio::test]
async fn writes_are_refused_with_503_reads_go_on_and_nothing_is_damaged() {
    let place = Place::new();
    let key = okta_sim::KeyPair::rsa(2048).unwrap().pem();
    let console = Console::start(&place);
    let created = console.create("kept", "before", &key).send().await.unwrap();
    assert_eq!(created.status(), 201);
    let created: serde_json::Value = created.json().await.unwrap();
    let id = created["id"].as_str().unwrap();

    // Nothing at all, and a little: the write-ahead log is longer than that already, or will be soon.
    for bytes in [0, 200_000] {
        limit_files(&console, Some(bytes));
        let mut refused = 0;
        for attempt in 0..40 {
            let answer = console.create(&format!("lost {bytes} {attempt}"), "", &key).send().await.unwrap();
            if answer.status() == 201 {
                continue;
            }
            assert_eq!(answer.status(), 503);
            assert_eq!(answer.headers()["retry-after"], "30");
            assert_eq!(answer.headers()["content-type"], "application/problem+json");
            assert_eq!(answer.json::<serde_json::Value>().await.unwrap()["code"], "unavailable");
            refused += 1;
        }
        assert!(refused > 0, "{bytes} bytes were enough");
        for (request, what) in [(console.edit(id, 1, "kept", "after"), "an edit"), (console.delete(id), "a deletion")] {
            assert_eq!(request.send().await.unwrap().status(), 503, "{what}");
        }
        assert_eq!(console.get(id).await.unwrap(), created, "reading goes on");
        if bytes == 0 {
            let ready = console.request(Method::GET, "/readyz").send().await.unwrap();
            assert_eq!((ready.status().as_u16(), ready.headers()["retry-after"].to_str().unwrap()), (503, "30"));
        }
        limit_files(&console, None);
        assert_eq!(console.request(Method::GET, "/readyz").send().await.unwrap().status(), 200);
        let name = format!("after {bytes}");
        assert_eq!(console.create(&name, "", &key).send().await.unwrap().status(), 201, "there is space again");
    }
    let kept = console.find("").await.len();
    console.kill();
    place.good(&["history", "verify"]);
    let console = Console::start(&place);
    assert_eq!(console.find("").await.len(), kept);
    assert_eq!(console.get(id).await.unwrap(), created);
}
