//! The log and the history are read by programs and by people under pressure: what a stranger sends makes no line in
//! them that is not ours.

use crate::{Place, rustix_signal};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// What begins a line of its own where it is written as it came, or plays tricks in a terminal.
const FORGED: &str = "FORGED-LINE";

/// The program serving, and what it logs.
struct Program {
    child: Child,
    address: String,
    rest: JoinHandle<String>,
}

impl Program {
    fn start(place: &Place, format: &str) -> Self {
        Self::start_with(place, format, &[])
    }

    /// The same with more variables.
    fn start_with(place: &Place, format: &str, env: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_app-connections"))
            .arg("serve")
            .current_dir(place.0.path())
            .env_clear()
            .envs([("APPCONN_LISTEN", "127.0.0.1:0"), ("APPCONN_LOG", "trace"), ("APPCONN_LOG_FORMAT", format)])
            .envs(env.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("serving") {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "it does not serve");
        }
        let digits = line.split("127.0.0.1:").nth(1).unwrap();
        let port: String = digits.chars().take_while(char::is_ascii_digit).collect();
        let rest = std::thread::spawn(move || {
            let mut rest = Vec::new();
            log.read_to_end(&mut rest).unwrap();
            String::from_utf8(rest).unwrap()
        });
        Self { child, address: format!("127.0.0.1:{port}"), rest }
    }

    /// Ends it in good order, and gives what it has logged since it serves.
    fn end(mut self) -> String {
        rustix_signal::send(&self.child, rustix_signal::TERM);
        assert!(self.child.wait().unwrap().success());
        self.rest.join().unwrap()
    }
}

/// Bytes that come over the network as they are.
fn requests() -> Vec<Vec<u8>> {
    let lines = ["%0d%0a", "%0a", "%00", "\u{85}", "\u{2028}", "\u{202e}", "\u{7f}", "\\n", "%1b[2K%1b[1A", "\u{9b}2K"];
    let paths = lines.iter().map(|line| format!("GET /x{line}{FORGED} HTTP/1.1\r\nhost: x\r\n"));
    let headers = ["user-agent", "x-request-id", "x-forwarded-for", "referer", "authorization", "cookie", "origin"];
    let values = ["\u{85}", "\u{2028}", "\u{9b}2K", "\t", "\\n"];
    let with_headers = headers.iter().flat_map(|name| {
        values
            .iter()
            .map(move |value| format!("GET /api/v1/session HTTP/1.1\r\nhost: x\r\n{name}: Bearer a{value}{FORGED}\r\n"))
    });
    let tokens = ["\\r\\n", "\\u0000", "\\u001b[2K", "\\u2028"].iter().map(|line| {
        let body = format!("{{\"token\":\"a{line}{FORGED}\"}}");
        let length = body.len();
        format!("POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
    });
    let heads = paths.chain(with_headers).map(|head| format!("{head}connection: close\r\n\r\n"));
    heads.chain(tokens).map(String::into_bytes).chain([b"GET /x\nFORGED-LINE HTTP/1.1\r\n\r\n".to_vec()]).collect()
}

#[test]
fn nobody_writes_a_line_of_their_own_into_the_log_or_the_history() {
    for format in ["text", "json"] {
        let place = Place::new();
        let program = Program::start(&place, format);
        for request in requests() {
            let mut stream = TcpStream::connect(&program.address).unwrap();
            stream.write_all(&request).unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).unwrap();
            assert!(answer.starts_with(b"HTTP/1.1 "), "{}", String::from_utf8_lossy(&answer));
        }
        let log = program.end();
        if format == "json" {
            let answered = log.lines().find(|line| line.contains("\"answered\"")).unwrap();
            assert_eq!(answered.matches("\"path\"").count(), 1, "what a request is, is there once: {answered}");
            let answered: serde_json::Value = serde_json::from_str(answered).unwrap();
            assert!(answered["ms"].is_u64() && answered["status"].is_u64(), "numbers to reckon with: {answered}");
            assert_eq!(answered["span"]["client"], "127.0.0.1", "{answered}");
        }
        assert!(log.matches("answered").count() > 40, "what was asked for is logged: {log}");
        for line in log.lines() {
            assert!(is_ours(line, format), "{format}: {line:?}");
        }
        let exported = place.good(&["history", "export"]).out;
        for line in exported.lines() {
            let entry: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!((&entry["action"], is_utc(entry["at"].as_str().unwrap())), (&"refused".into(), true), "{line}");
        }
        assert!(!exported.contains(FORGED), "nobody's words are in the history: {exported}");
    }
}

/// A line that begins as all lines do, and holds nothing that its readers, a program or a terminal, take for an end of it.
fn is_ours(line: &str, format: &str) -> bool {
    if format == "json" {
        let parsed = serde_json::from_str::<serde_json::Value>(line);
        let at = parsed.ok().and_then(|line| Some(line["timestamp"].as_str()?.to_owned()));
        return at.is_some_and(|at| is_utc(&at)) && !line.contains(|c: char| c.is_ascii_control());
    }
    line.split(' ').next().is_some_and(is_utc) && !line.contains(char::is_control)
}

fn is_utc(at: &str) -> bool {
    OffsetDateTime::parse(at, &Rfc3339).is_ok_and(|time| time.offset().is_utc())
}

/// What a server answers to, sent as it stands.
fn send(program: &Program, head: &str) {
    let mut stream = TcpStream::connect(&program.address).unwrap();
    stream.write_all(format!("{head}host: x\r\nconnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 "), "{}", String::from_utf8_lossy(&answer));
}

/// Everybody would be the proxy, in limits and history: said once, and only where a proxy may be.
#[test]
fn a_proxy_that_the_configuration_does_not_know_is_told_once() {
    const FORWARDED: &str = "GET /healthz HTTP/1.1\r\nx-forwarded-for: 203.0.113.9\r\n";
    for (proxies, asked, told) in [("0", FORWARDED, 1), ("0", "GET /healthz HTTP/1.1\r\n", 0), ("1", FORWARDED, 0)] {
        let place = Place::new();
        let program = Program::start_with(&place, "text", &[("APPCONN_TRUSTED_PROXIES", proxies)]);
        for _ in 0..3 {
            send(&program, asked);
        }
        let log = program.end();
        assert_eq!(log.matches("APPCONN_TRUSTED_PROXIES is 0").count(), told, "{proxies} {asked}");
    }
}

/// The question comes to the operator, who has the log.
#[test]
fn why_a_token_of_the_embedding_console_was_refused_is_in_the_log() {
    let place = Place::new();
    place.write("keys.json", crate::ask::KEY, 0o600);
    let jwt = [
        ("APPCONN_JWT_ISSUER", "https://portal.example"),
        ("APPCONN_JWT_AUDIENCE", "app-connections"),
        ("APPCONN_JWT_JWKS", "keys.json"),
    ];
    let program = Program::start_with(&place, "json", &jwt);
    // {"alg":"EdDSA","kid":"k"} and {}, signed by nobody.
    let token = format!("eyJhbGciOiJFZERTQSIsImtpZCI6ImsifQ.e30.{}", "A".repeat(86));
    send(&program, &format!("GET /api/v1/session HTTP/1.1\r\nauthorization: Bearer {token}\r\n"));
    let log = program.end();
    let line = log.lines().find(|line| line.contains("a token of the embedding console was refused")).expect(&log);
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!((&line["level"], &line["reason"]), (&"WARN".into(), &"its signature is wrong".into()), "{line}");
    assert!(line.get("subject").is_none(), "anybody may have written that: {line}");
}
