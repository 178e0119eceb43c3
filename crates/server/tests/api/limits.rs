//! Too often, too slowly, too many at once.

use crate::support::{CONNECTIONS, Reply, TestApp};
use model::permission::Role;
use okta_sim::{DEMO_HOST, Effect, Fault, Org};
use reqwest::Method;
use serde_json::json;
use server::{App, Clock, ConnectionLimits};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Serves the same data a second time, with another limits; gives the address.
async fn serve(app: App, limits: ConnectionLimits) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serving = server::serve_with(app, listener, std::future::pending(), limits);
    (address, tokio::spawn(async move { serving.await.unwrap() }))
}

/// A server whose clock stands still: no budget comes back.
async fn at_a_standstill(test: &TestApp) -> String {
    let mut app = test.app.clone();
    let now = app.clock.now();
    app.clock = Clock::from_fn(move || now);
    format!("http://{}", serve(app, ConnectionLimits::default()).await.0)
}

fn assert_rate_limited(reply: &Reply, seconds: &str) {
    assert_eq!((reply.status, reply.header("retry-after")), (429, seconds), "{}", reply.text);
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert_eq!(reply.json()["code"], "rate_limited");
}

#[tokio::test]
async fn signing_in_is_limited_for_one_token_and_for_one_address() {
    let app = TestApp::start().await;
    let origin = at_a_standstill(&app).await;
    let sign_in = |token: &str| app.client.post(format!("{origin}/api/v1/session")).json(&json!({"token": token}));
    for _ in 0..10 {
        app.send(sign_in(app.token(Role::Viewer))).await.expect(201);
    }
    assert_rate_limited(&app.send(sign_in(app.token(Role::Viewer))).await, "7");
    app.send(sign_in(app.token(Role::Admin))).await.expect(201);
    for guess in 0..48 {
        app.send(sign_in(&format!("act_guess{guess}"))).await.expect(401);
    }
    assert_rate_limited(&app.send(sign_in("act_guess")).await, "2");
    let forged = sign_in("act_guess").header("x-forwarded-for", "203.0.113.9");
    assert_rate_limited(&app.send(forged).await, "2");
    assert_eq!(app.app.store.verify_audit_chain().await.unwrap().fault, None);
}

#[tokio::test]
async fn guessing_bearer_tokens_is_limited_and_never_holds_up_a_good_one() {
    let app = TestApp::start().await;
    let origin = at_a_standstill(&app).await;
    let list = |token: &str| app.client.get(format!("{origin}{CONNECTIONS}")).bearer_auth(token);
    for guess in 0..60 {
        app.send(list(&format!("act_guess{guess}"))).await.expect(401);
    }
    assert_rate_limited(&app.send(list("act_guess")).await, "2");
    app.send(list(app.token(Role::Viewer))).await.expect(200);
}

#[tokio::test]
async fn verifying_is_limited_for_one_caller() {
    let app = TestApp::start().await;
    let connection = app.create_unverified("Acme").await;
    let origin = at_a_standstill(&app).await;
    let url = format!("{origin}{CONNECTIONS}/{}/verify", connection["id"].as_str().unwrap());
    let verify = || app.client.post(&url).bearer_auth(app.token(Role::Admin));
    for _ in 0..120 {
        app.send(verify()).await.expect(200);
    }
    assert_rate_limited(&app.send(verify()).await, "1");
    let list = app.client.get(format!("{origin}{CONNECTIONS}")).bearer_auth(app.token(Role::Admin));
    app.send(list).await.expect(200);
    let other = app.client.post(format!("{origin}{CONNECTIONS}/{}/token", connection["id"].as_str().unwrap()));
    app.send(other.bearer_auth(app.token(Role::Service)).json(&json!({"scopes": ["okta.users.read"]})))
        .await
        .expect(200);
}

#[tokio::test]
async fn who_is_slow_with_the_head_of_a_request_is_cut_off_and_holds_nobody_up() {
    let app = TestApp::start().await;
    let limits = ConnectionLimits { head: Duration::from_millis(300), ..ConnectionLimits::default() };
    let (address, _server) = serve(app.app.clone(), limits).await;
    let mut slow = Vec::new();
    for begun in ["", "G", "GET /healthz HTTP/1.1\r\n", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: "].repeat(25) {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(begun.as_bytes()).await.unwrap();
        slow.push((begun, stream));
    }
    let ready = app.client.get(format!("http://{address}/healthz"));
    assert_eq!(ready.send().await.unwrap().text().await.unwrap(), "ok");
    for (begun, mut stream) in slow {
        let mut answer = Vec::new();
        // Ends when the server closes the connection; a reset is an end, too.
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8(answer).unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{begun:?}: {answer}");
    }
}

#[tokio::test]
async fn an_answer_may_take_longer_than_the_head_of_a_request() {
    let app = TestApp::start().await;
    let limits = ConnectionLimits { head: Duration::from_millis(100), ..ConnectionLimits::default() };
    let (address, _server) = serve(app.app.clone(), limits).await;
    app.sim.update(DEMO_HOST, |org| org.faults.push(Fault::on("/oauth2/v1/token", Effect::Hold))).unwrap();
    let verify = |accept: &'static str| {
        let request = app.client.post(format!("http://{address}{CONNECTIONS}/verify")).header("accept", accept);
        let request = request.bearer_auth(app.token(Role::Admin));
        app.send(request.json(&json!({"application": "okta", "settings": app.settings()})))
    };
    let outlast = async {
        app.sim
            .until(DEMO_HOST, |asked| asked.iter().filter(|asked| asked.path == "/oauth2/v1/token").count() == 2)
            .await
            .unwrap();
        // Is closed once the limits is over, and so are both of the others if it were theirs, too.
        let mut silent = TcpStream::connect(&address).await.unwrap();
        let _ = silent.read_to_end(&mut Vec::new()).await;
        app.sim.update(DEMO_HOST, |org| org.faults.clear()).unwrap();
    };
    let (json, events, ()) = tokio::join!(verify("application/json"), verify("text/event-stream"), outlast);
    assert_eq!(json.expect(200).json()["outcome"], "passed");
    assert_eq!(events.expect(200).events().last().unwrap().1["outcome"], "passed");
}

#[tokio::test]
async fn one_connection_too_many_waits_until_another_ends() {
    let app = TestApp::start().await;
    let limits = ConnectionLimits { connections: 2, ..ConnectionLimits::default() };
    let (address, _server) = serve(app.app.clone(), limits).await;
    let ask = async |stream: &mut TcpStream| {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"ok") {
            assert!(stream.read_buf(&mut answer).await.unwrap() > 0);
        }
        assert!(answer.starts_with(b"HTTP/1.1 200"));
    };
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        ask(&mut stream).await;
        open.push(stream);
    }
    let mut third = TcpStream::connect(&address).await.unwrap();
    third.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    // Time enough to answer the third, if it were served.
    for _ in 0..50 {
        ask(&mut open[0]).await;
    }
    let mut answer = [0; 12];
    assert_eq!(third.try_read(&mut answer).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    drop(open.pop());
    third.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
}

/// Asks for a big file again and again, and reads nothing of it.
async fn stall(address: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&b"GET /big-0123456789abcdef.bin HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20)).await.unwrap();
    stream
}

async fn with_a_big_file() -> TestApp {
    let app = TestApp::start().await;
    let folder = app.data.path().join("dist");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("big-0123456789abcdef.bin"), vec![b'x'; 8 << 20]).unwrap();
    app
}

#[tokio::test]
async fn who_asks_and_never_reads_is_cut_off_and_makes_room() {
    let app = with_a_big_file().await;
    let limits = ConnectionLimits {
        stall: Duration::from_secs(1),
        head: Duration::from_mins(1),
        connections: 100,
        ..ConnectionLimits::default()
    };
    let (address, _server) = serve(app.app.clone(), limits).await;
    let stalled = futures::future::join_all((0..100).map(|_| stall(&address))).await;
    // There is no room for these before all of the others are gone.
    let others = (0..100).map(|_| async {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
        stream
    });
    assert_eq!(futures::future::join_all(others).await.len(), 100);
    drop(stalled);
}

#[tokio::test]
async fn one_address_has_its_share_of_the_connections_and_others_have_theirs() {
    let app = TestApp::start().await;
    let limits = ConnectionLimits { by_address: 50, head: Duration::from_mins(1), ..ConnectionLimits::default() };
    let (address, _server) = serve(app.app.clone(), limits).await;
    let from = |own: &'static str| {
        let address = address.clone();
        async move {
            let socket = tokio::net::TcpSocket::new_v4().unwrap();
            socket.bind(format!("{own}:0").parse().unwrap()).unwrap();
            let mut stream = socket.connect(address.parse().unwrap()).await.unwrap();
            let mut answer = [0; 12];
            let _ = stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;
            let is_served = stream.read_exact(&mut answer).await.is_ok() && &answer == b"HTTP/1.1 200";
            (stream, is_served)
        }
    };
    let all = futures::future::join_all((0..200).map(|_| from("127.0.0.2"))).await;
    assert_eq!(all.iter().filter(|(_, is_served)| *is_served).count(), 50);
    assert!(from("127.0.0.3").await.1);
    drop(all);
}

#[tokio::test]
async fn an_organization_that_hangs_takes_nobody_elses_place() {
    const OTHER: &str = "globex.okta.com";
    let app = TestApp::start_with(vec![Org::demo(), Org::demo().at(OTHER)], &[]).await;
    let hangs = app.create_unverified("hangs").await;
    let mut input = app.input("answers");
    input["settings"]["domain"] = json!(format!("https://{OTHER}"));
    let answers = app.post(&format!("{CONNECTIONS}?verify=skip"), &input).await.expect(201).json();
    app.sim.update(DEMO_HOST, |org| org.faults.push(Fault::on("/oauth2/v1/token", Effect::Hold))).unwrap();
    let verify = |connection: &serde_json::Value| {
        let path = format!("{CONNECTIONS}/{}/verify", connection["id"].as_str().unwrap());
        app.send(app.request(Method::POST, &path))
    };
    let held = futures::future::join_all((0..12).map(|_| verify(&hangs)));
    let others = async {
        app.sim
            .until(DEMO_HOST, |asked| asked.iter().filter(|asked| asked.path == "/oauth2/v1/token").count() == 12)
            .await
            .unwrap();
        let refused = verify(&hangs).await;
        refused.problem(503, "busy");
        assert_eq!(refused.header("retry-after"), "5");
        verify(&answers).await.expect(200);
        app.send(app.request(Method::POST, "/api/v1/keys")).await.expect(201);
        app.sim.update(DEMO_HOST, |org| org.faults.clear()).unwrap();
    };
    let (held, ()) = tokio::join!(held, others);
    assert!(held.iter().all(|reply| reply.status == 200));
    verify(&hangs).await.expect(200);
}

#[tokio::test]
async fn a_request_without_one_host_or_with_an_endless_address_is_refused() {
    let app = TestApp::start().await;
    let address = app.origin.strip_prefix("http://").unwrap();
    let long = "a".repeat(9_000);
    for (head, status) in [
        ("GET /healthz HTTP/1.1\r\nHost: x\r\n".to_owned(), "200"),
        ("GET /healthz HTTP/1.0\r\n".to_owned(), "200"),
        ("GET /healthz HTTP/1.1\r\n".to_owned(), "400"),
        ("GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n".to_owned(), "400"),
        (format!("GET /{long} HTTP/1.1\r\nHost: x\r\n"), "414"),
        (format!("GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: {}\r\n", long.repeat(20)), "431"),
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        assert_eq!(answer.get(9..12), Some(status), "{head:.60}: {answer}");
    }
    let gzip = app.request(Method::POST, CONNECTIONS).header("content-encoding", "gzip");
    let gzip = gzip.header("content-type", "application/json").body("{}");
    app.send(gzip).await.problem(415, "unsupported_media_type");
    let many = (0..900).map(|number| format!("n{number}=")).collect::<Vec<_>>().join("&");
    let reply = app.get(&format!("{CONNECTIONS}?{many}")).await;
    reply.problem(400, "invalid_query");
    assert!(reply.refused().len() == 20 && reply.text.len() < 10_000, "{}", reply.text.len());
}

/// Whoever has many addresses: what is refused goes into the history some hundred times, and is only counted then.
#[tokio::test]
async fn refused_attempts_from_very_many_addresses_do_not_fill_the_history() {
    let app = TestApp::start_with(vec![], &[("APPCONN_TRUSTED_PROXIES", "1")]).await;
    let origin = at_a_standstill(&app).await;
    for guess in 0..650 {
        let address = format!("203.0.{}.{}", guess / 250, guess % 250);
        let list = app.client.get(format!("{origin}{CONNECTIONS}")).bearer_auth("act_guess");
        app.send(list.header("x-forwarded-for", address)).await.expect(401);
    }
    let history = app.app.store.chained_entries(0, 1_000).await.unwrap();
    assert_eq!(history.iter().filter(|chained| chained.entry.action == "refused").count(), 600);
}
