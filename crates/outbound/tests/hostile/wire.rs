//! Bytes inside TLS that need not be HTTP at all.

use crate::measure::{HOST, alone, client, get};
use outbound::TransportError;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::runtime::Runtime;

/// What the other end says: `first`, then `again` until the client hangs up; silence where that is empty.
#[derive(Clone, Debug, Default)]
struct Script {
    protocol: &'static str,
    first: Vec<u8>,
    again: Vec<u8>,
}

/// Speaks TLS, and then whatever it was told last.
struct Wire {
    address: SocketAddr,
    ca_pem: String,
    script: Arc<Mutex<Script>>,
}

impl Wire {
    fn start() -> Self {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed([HOST.to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let wire = Self { address: listener.local_addr().unwrap(), ca_pem: cert.pem(), script: Arc::default() };
        let script = Arc::clone(&wire.script);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (script, mut config) = (script.lock().unwrap().clone(), config.clone());
                config.alpn_protocols = vec![script.protocol.as_bytes().to_vec()];
                std::thread::spawn(move || {
                    // However the client ends it is fine here.
                    let _ = speak(stream.unwrap(), config, &script);
                });
            }
        });
        wire
    }

    fn says(&self, script: Script) {
        *self.script.lock().unwrap() = script;
    }
}

fn speak(stream: TcpStream, config: ServerConfig, script: &Script) -> std::io::Result<()> {
    // A client that is gone is noticed at the next write or read.
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let connection = ServerConnection::new(Arc::new(config)).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    let _ = stream.read(&mut [0; 4096])?;
    stream.write_all(&script.first)?;
    while !script.again.is_empty() {
        stream.write_all(&script.again)?;
    }
    stream.flush()?;
    while stream.read(&mut [0; 4096])? > 0 {}
    Ok(())
}

fn http1(first: &str, again: &str) -> Script {
    Script { protocol: "http/1.1", first: first.into(), again: again.into() }
}

/// HTTP/2: the server's settings, then these frames.
fn http2(first: &[Vec<u8>], again: &[u8]) -> Script {
    Script { protocol: "h2", first: [frame(4, 0, 0, &[]), first.concat()].concat(), again: again.to_vec() }
}

/// One frame (RFC 9113 §4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

#[test]
fn floods_and_silence_end_at_the_limit() {
    const OK: &str = "HTTP/1.1 200 OK\r\n";
    let _turn = alone();
    // `:status: 200` of the static table, then a literal header without indexing.
    let literal = [&[0x00, 1, b'a', 0x7f, 0x80, 0x7e][..], &[b'b'; 16_255]].concat();
    let scripts = [
        ("silence", http1("", "")),
        ("HTTP/1.1, a status line and no more", http1(OK, "")),
        ("HTTP/1.1, headers without end", http1(OK, "a: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n")),
        ("HTTP/1.1, one header without end", http1(&format!("{OK}a: "), &"b".repeat(1024))),
        ("HTTP/1.1, a status line without end", http1("HTTP/1.1 200 ", &"O".repeat(1024))),
        ("HTTP/1.1, interim answers without end", http1("", "HTTP/1.1 100 Continue\r\n\r\n")),
        (
            "HTTP/1.1, a chunk of an exbibyte",
            http1(&format!("{OK}transfer-encoding: chunked\r\n\r\nfffffffffffffff\r\n"), "x"),
        ),
        (
            "HTTP/1.1, chunks of one byte without end",
            http1(&format!("{OK}transfer-encoding: chunked\r\n\r\n"), "1\r\nx\r\n"),
        ),
        ("HTTP/1.1, trailers without end", http1(&format!("{OK}transfer-encoding: chunked\r\n\r\n0\r\n"), "a: b\r\n")),
        ("HTTP/1.1, a body that never comes", http1(&format!("{OK}content-length: 18446744073709551615\r\n\r\n"), "")),
        ("HTTP/2, settings and silence", http2(&[], &[])),
        ("HTTP/2, pings without end", http2(&[], &frame(6, 0, 0, &[0; 8]))),
        ("HTTP/2, settings without end", http2(&[], &frame(4, 0, 0, &[]))),
        ("HTTP/2, headers that go on without end", http2(&[frame(1, 0, 1, &[0x88])], &frame(9, 0, 1, &literal))),
        ("HTTP/2, data of a stream nobody opened", http2(&[], &frame(0, 0, 99, &[0; 1024]))),
        ("HTTP/2, data beyond every window", http2(&[frame(1, 4, 1, &[0x88])], &frame(0, 0, 1, &[b' '; 16_384]))),
        ("HTTP/2, a frame of 16 MiB", http2(&[vec![0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1]], &[0; 1024])),
        ("HTTP/2, resets without end", http2(&[], &frame(3, 0, 1, &[0; 4]))),
    ];
    let wire = Wire::start();
    let runtime = Runtime::new().unwrap();
    let client = client(wire.address, &wire.ca_pem);
    for (what, script) in scripts {
        wire.says(script);
        let error = runtime.block_on(get(&client, what)).err();
        assert!(
            matches!(error, Some(TransportError::ResponseTimeout | TransportError::Broken | TransportError::TooLarge)),
            "{what}: {error:?}"
        );
    }
}

#[test]
fn no_bytes_make_the_client_panic_hang_or_swell() {
    let _turn = alone();
    let wire = Wire::start();
    let runtime = Runtime::new().unwrap();
    let client = client(wire.address, &wire.ca_pem);
    let frames = prop::collection::vec(
        (0_u8..12, any::<u8>(), 0_u32..8, prop::collection::vec(any::<u8>(), 0..40))
            .prop_map(|(kind, flags, stream, payload)| frame(kind, flags, stream, &payload)),
        0..12,
    );
    let lines = prop::collection::vec("[ -~]{0,40}", 0..12);
    let script = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400).prop_map(|first| Script {
            protocol: "h2",
            first,
            again: Vec::new()
        }),
        prop::collection::vec(any::<u8>(), 0..400).prop_map(|first| Script {
            protocol: "http/1.1",
            first,
            again: Vec::new()
        }),
        frames.prop_map(|frames| http2(&frames, &[])),
        lines.prop_map(|lines| http1(&format!("HTTP/1.1 200 OK\r\n{}\r\n\r\n", lines.join("\r\n")), "")),
    ];
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&script, |script| {
            wire.says(script);
            // Some bytes are HTTP by chance.
            let _ = runtime.block_on(get(&client, "bytes out of chance"));
            Ok(())
        })
        .unwrap();
}
