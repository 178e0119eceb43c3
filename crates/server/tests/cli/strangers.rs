//! What strangers control: whatever they put into a request, and however often, leaves metrics, log, database and memory as
//! small as they were.

use crate::{Place, rustix_signal};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A server whose log is counted.
struct Server {
    child: Child,
    address: String,
    logged: Arc<AtomicUsize>,
}

/// How much there is of everything that strangers might fill.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    metrics: usize,
    series: usize,
    log: usize,
    database: u64,
    memory: u64,
}

impl Server {
    fn start(place: &Place) -> Self {
        std::fs::create_dir_all(place.path("dist")).unwrap();
        std::fs::write(place.path("dist/index.html"), "<!doctype html><title>Console</title>").unwrap();
        std::fs::write(place.path("dist/big-0123456789abcdef.bin"), vec![b'x'; 8 << 20]).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_app-connections"))
            .arg("serve")
            .current_dir(place.0.path())
            .env_clear()
            .envs([("APPCONN_LISTEN", "127.0.0.1:0"), ("APPCONN_ASSETS", "dist"), ("APPCONN_LOG_FORMAT", "json")])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("\"serving\"") {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "it does not serve");
        }
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let logged = Arc::new(AtomicUsize::new(0));
        let count = logged.clone();
        std::thread::spawn(move || {
            let mut some = vec![0; 65_536];
            while let Ok(read @ 1..) = log.read(&mut some) {
                count.fetch_add(read, Ordering::SeqCst);
            }
        });
        Self { child, address: line["address"].as_str().unwrap().to_owned(), logged }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    /// Sends one request, and gives the status of its answer; 0 where the connection just ended.
    fn ask(&self, head: &str) -> u16 {
        let mut stream = self.connect();
        // What is refused early is not read to its end.
        let _ = stream.write_all(format!("{head}connection: close\r\n\r\n").as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).get(9..12).map_or(0, |status| status.parse().unwrap())
    }

    fn sizes(&self, place: &Place) -> Sizes {
        let mut stream = self.connect();
        stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
        let mut metrics = String::new();
        stream.read_to_string(&mut metrics).unwrap();
        let files = std::fs::read_dir(place.path("data")).unwrap().map(|file| file.unwrap().metadata().unwrap().len());
        Sizes {
            metrics: metrics.len(),
            series: metrics.lines().filter(|line| !line.starts_with('#')).count(),
            log: self.logged.load(Ordering::SeqCst),
            database: files.sum(),
            memory: self.memory(),
        }
    }

    /// What is in RAM, in bytes.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap() * 1_024
    }

    fn end(mut self) {
        rustix_signal::send(&self.child, rustix_signal::TERM);
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.try_wait().unwrap().is_none() {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }
}

/// A way to put something of one's own into a request: number and size of it.
type Field = (&'static str, fn(usize, usize) -> String);

fn filler(number: usize, size: usize) -> String {
    format!("{number:0>6}{}", "Z".repeat(size.saturating_sub(6)))
}

/// Every field of a request that somebody without credentials fills as they like.
const FIELDS: [Field; 14] = [
    ("method", |n, size| format!("{} /api/v1/connections HTTP/1.1\r\nhost: x\r\n", filler(n, size))),
    ("method with a cookie", |n, size| {
        format!("{} /api/v1/connections HTTP/1.1\r\nhost: x\r\ncookie: session=x\r\n", filler(n, size))
    }),
    ("path", |n, size| format!("GET /{} HTTP/1.1\r\nhost: x\r\n", filler(n, size))),
    ("parts of a path", |n, size| format!("GET /{n}{} HTTP/1.1\r\nhost: x\r\n", "/a".repeat(size / 2))),
    ("path of the API", |n, size| {
        format!("DELETE /api/v1/connections/{} HTTP/1.1\r\nhost: x\r\ncookie: session=x\r\n", filler(n, size))
    }),
    ("query", |n, size| format!("GET /api/v1/connections?{}=1 HTTP/1.1\r\nhost: x\r\n", filler(n, size))),
    ("names in a query", |n, size| {
        format!("GET /api/v1/session/methods?{n}={} HTTP/1.1\r\nhost: x\r\n", "&a".repeat(size / 2))
    }),
    ("header", |n, size| format!("GET / HTTP/1.1\r\nhost: x\r\nx-{n}: {}\r\n", filler(n, size))),
    ("name of a header", |n, size| format!("GET / HTTP/1.1\r\nhost: x\r\n{}: 1\r\n", filler(n, size))),
    ("user agent", |n, size| {
        format!(
            "DELETE /api/v1/connections HTTP/1.1\r\nhost: x\r\nauthorization: Bearer x\r\nuser-agent: {}\r\n",
            filler(n, size)
        )
    }),
    ("cookie", |n, size| {
        format!("PUT /api/v1/connections/x HTTP/1.1\r\nhost: x\r\ncookie: session={}\r\n", filler(n, size))
    }),
    ("token", |n, size| {
        format!("GET /api/v1/session HTTP/1.1\r\nhost: x\r\nauthorization: Bearer act_{}\r\n", filler(n, size))
    }),
    ("forwarded for", |n, size| format!("GET / HTTP/1.1\r\nhost: x\r\nx-forwarded-for: {}\r\n", filler(n, size))),
    ("host", |n, size| format!("GET /api/v1/session/oidc?return_to=/{n} HTTP/1.1\r\nhost: {}\r\n", filler(n, size))),
];

/// Of each: some of every size, each another one.
const SIZES: [(usize, usize); 3] = [(40, 7), (20, 3_000), (10, 30_000)];

#[test]
fn whatever_strangers_send_leaves_everything_as_small_as_it_was() {
    let place = Place::new();
    let server = Server::start(&place);
    let mut number = 0;
    let mut round = |only: Option<&str>| {
        let mut asked = 0;
        for (name, field) in FIELDS.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)) {
            for (times, size) in SIZES {
                for _ in 0..times {
                    number += 1;
                    asked += 1;
                    let status = server.ask(&field(number, size));
                    assert!(status < 500, "{name} of {size}: {status}");
                }
            }
        }
        asked
    };
    // The first time brings what there is once: routes that were never asked for, pages of the database, buffers.
    round(None);
    let before = server.sizes(&place);
    let asked = round(None);
    let after = server.sizes(&place);
    assert!(before.metrics < 64 << 10 && before.series < 400, "{before:?}");
    // One more status of a route is a few series; a stranger's words would be as many as requests.
    assert!(after.series - before.series < asked / 10, "no label has a stranger's words: {before:?} {after:?}");
    assert!(after.log - before.log < asked * 800, "so much is logged of a request: {before:?} {after:?}");
    assert!(after.database - before.database < 64 << 10, "{before:?} {after:?}");
    assert!(after.memory.saturating_sub(before.memory) < 8 << 20, "{before:?} {after:?}");
    let entries = place.good(&["history", "export"]).out;
    assert!(entries.lines().count() < 150 && entries.lines().all(|line| line.len() < 700), "{}", entries.len());
    assert!(!entries.contains("ZZZZ"), "nobody's words are in the history");
    server.end();
}

#[test]
fn those_who_never_read_hold_little_memory_and_no_room() {
    const MANY: u64 = 300;
    let place = Place::new();
    let server = Server::start(&place);
    server.ask("GET /big-0123456789abcdef.bin HTTP/1.1\r\nhost: x\r\n");
    let before = server.memory();
    let files = ["/big-0123456789abcdef.bin", "/api/docs/swagger-ui-bundle.js", "/api/openapi.json"];
    let stalled: Vec<TcpStream> = (0..MANY)
        .zip(files.into_iter().cycle())
        .map(|(_, file)| {
            let ask = format!("GET {file} HTTP/1.1\r\nhost: x\r\n\r\n").repeat(20);
            let mut stream = server.connect();
            stream.write_all(ask.as_bytes()).unwrap();
            stream
        })
        .collect();
    // Each has begun to be answered.
    for stream in &stalled {
        assert_eq!(stream.peek(&mut [0; 1]).unwrap(), 1);
    }
    // Others are served all the while, and meanwhile the buffers fill.
    let held = (0..100).map(|_| {
        assert_eq!(server.ask("GET /healthz HTTP/1.1\r\nhost: x\r\n"), 200);
        server.memory().saturating_sub(before) / MANY
    });
    let held = held.max().unwrap();
    assert!(held < 128 << 10, "{held} bytes each");
    drop(stalled);
    server.end();
}

#[test]
fn a_hang_up_ends_nothing() {
    let place = Place::new();
    let server = Server::start(&place);
    rustix_signal::send(&server.child, rustix_signal::HUP);
    for _ in 0..20 {
        assert_eq!(server.ask("GET /healthz HTTP/1.1\r\nhost: x\r\n"), 200);
    }
    server.end();
}

#[test]
fn the_soft_limit_of_file_handles_is_raised_to_the_hard_one() {
    let place = Place::new();
    let program = env!("CARGO_BIN_EXE_app-connections");
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "ulimit -Sn 200; ulimit -Hn 2000; exec \"$0\" serve", program]);
    let (mut child, _) = crate::serve_with(&place, command, &[]);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    assert_eq!(line.split_whitespace().nth(3), Some("2000"), "{line}");
    child.kill().unwrap();
    child.wait().unwrap();
}
