//! Killed again and again while several clients write: what was acknowledged is there, nothing is half done, and the
//! history is whole. The issue's 200 kills: `APPCONN_TEST_KILLS=200 cargo test -p server --test cli kill`.

use crate::Place;
use crate::console::Console;
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::mpsc;

const WRITERS: usize = 4;
/// What one writer keeps at most.
const KEPT: usize = 6;

/// Numbers that look random and are the same each time (xorshift, Marsaglia 2003).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// What one client knows.
struct Writer {
    number: usize,
    dice: Dice,
    made: u64,
    /// Version by id; the description says the version, too.
    known: BTreeMap<String, i64>,
    deleted: BTreeSet<String>,
    /// What was asked for and not answered.
    open: Option<Open>,
}

enum Open {
    Create(String),
    Edit(String),
    Delete(String),
}

fn description(version: i64) -> String {
    format!("this is version {version}")
}

impl Writer {
    /// Writes until the server is gone; tells of each acknowledged write.
    async fn write(&mut self, console: &Console, key: &str, acknowledged: mpsc::UnboundedSender<()>) {
        loop {
            let ids: Vec<String> = self.known.keys().cloned().collect();
            let picked = ids.get(usize::try_from(self.dice.roll(KEPT as u64)).unwrap()).cloned();
            let (open, request) = match (picked, self.dice.roll(3)) {
                (Some(id), 0) => (Open::Delete(id.clone()), console.delete(&id)),
                (Some(id), _) => {
                    let version = self.known[&id];
                    let request = console.edit(&id, version, &format!("{id} edited"), &description(version + 1));
                    (Open::Edit(id), request)
                }
                (None, _) => {
                    self.made += 1;
                    let name = format!("writer{}-{}", self.number, self.made);
                    (Open::Create(name.clone()), console.create(&name, &description(1), key))
                }
            };
            self.open = Some(open);
            let Ok(answer) = request.send().await else { return };
            let status = answer.status();
            let Ok(text) = answer.text().await else { return };
            if status == 503 && text.contains(r#""code":"busy""#) {
                // On a slow disk: then it must not have begun.
                self.open = None;
                continue;
            }
            assert!(status.is_success(), "writer {}: {status}: {text}", self.number);
            match self.open.take().unwrap() {
                Open::Delete(id) => self.forget(&id),
                Open::Edit(id) => *self.known.get_mut(&id).unwrap() += 1,
                Open::Create(_) => {
                    let created: serde_json::Value = serde_json::from_str(&text).unwrap();
                    self.known.insert(created["id"].as_str().unwrap().to_owned(), 1);
                }
            }
            let _ = acknowledged.send(());
        }
    }

    fn forget(&mut self, id: &str) {
        self.known.remove(id);
        self.deleted.insert(id.to_owned());
    }

    /// What was not answered happened wholly or not at all; from now on it is known which.
    async fn settle(&mut self, console: &Console) {
        match self.open.take() {
            None => {}
            Some(Open::Create(name)) => {
                let found = console.find(&name).await;
                let found = found.iter().filter(|connection| connection["name"] == name.as_str());
                self.known.extend(found.map(|connection| (connection["id"].as_str().unwrap().to_owned(), 1)));
            }
            Some(Open::Delete(id)) => {
                let is_gone = console.get(&id).await.is_none();
                if is_gone {
                    self.forget(&id);
                }
            }
            Some(Open::Edit(id)) => {
                let version = console.get(&id).await.expect("an edit deletes nothing")["version"].as_i64().unwrap();
                let known = self.known.get_mut(&id).unwrap();
                assert!(version == *known || version == *known + 1, "{version} after {known}");
                *known = version;
            }
        }
    }

    async fn check(&self, console: &Console) {
        for (id, version) in &self.known {
            let found = console.get(id).await.unwrap_or_else(|| panic!("{id} is lost"));
            assert_eq!(found["version"], *version, "{id}");
            assert_eq!(found["description"], description(*version), "{id} is half of one version and half of another");
        }
        for id in &self.deleted {
            assert!(console.get(id).await.is_none(), "{id} is back");
        }
    }
}

/// Every entry of the history by connection: one for each thing that happened, and no other.
fn check_history(place: &Place, writers: &[Writer]) {
    let mut actions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in place.good(&["history", "export"]).out.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        if let Some(id) = entry["connection"].as_str() {
            actions.entry(id.to_owned()).or_default().push(entry["action"].as_str().unwrap().to_owned());
        }
    }
    let mut seen = 0;
    for writer in writers {
        for (id, version) in &writer.known {
            let mut expected = vec!["created"];
            expected.extend((1..*version).map(|_| "updated"));
            assert_eq!(actions[id], expected, "{id}");
            seen += 1;
        }
        for id in &writer.deleted {
            let (first, last) = (actions[id].first().unwrap(), actions[id].last().unwrap());
            assert_eq!((first.as_str(), last.as_str()), ("created", "deleted"), "{id}");
            seen += 1;
        }
    }
    assert_eq!(actions.len(), seen, "history of connections that nobody made");
}

async fn survive(kills: u64) {
    let place = Place::new();
    let key = okta_sim::KeyPair::rsa(2048).unwrap().pem();
    let mut writers: Vec<_> = (0..WRITERS)
        .map(|number| Writer {
            number,
            dice: Dice(0x9e37_79b9_7f4a_7c15 + number as u64),
            made: 0,
            known: BTreeMap::new(),
            deleted: BTreeSet::new(),
            open: None,
        })
        .collect();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut acknowledged = 0;
    for round in 0..kills {
        let console = Console::start(&place);
        for writer in &mut writers {
            writer.settle(&console).await;
            writer.check(&console).await;
        }
        let total: usize = writers.iter().map(|writer| writer.known.len()).sum();
        assert_eq!(console.find("").await.len(), total, "round {round}: connections that nobody made");
        let (done, mut doing) = mpsc::unbounded_channel();
        let pid = rustix::process::Pid::from_child(&console.child);
        let work =
            futures::future::join_all(writers.iter_mut().map(|writer| writer.write(&console, &key, done.clone())));
        drop(done);
        let until = 3 + dice.roll(40);
        let kill = async {
            for _ in 0..until {
                doing.recv().await;
                acknowledged += 1;
            }
            rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
            while doing.recv().await.is_some() {
                acknowledged += 1;
            }
        };
        tokio::join!(work, kill);
        console.kill();
        place.good(&["history", "verify"]);
    }
    let console = Console::start(&place);
    for writer in &mut writers {
        writer.settle(&console).await;
        writer.check(&console).await;
    }
    check_history(&place, &writers);
    assert!(acknowledged >= kills * 3, "{acknowledged} writes in {kills} lives");
}

/// How often the console is killed; a soak sets more, such as 200.
pub(crate) const KILLS: &str = "APPCONN_TEST_KILLS";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_every_kill_and_nothing_is_half_done() {
    survive(std::env::var(KILLS).map_or(15, |kills| kills.parse().unwrap())).await;
}
