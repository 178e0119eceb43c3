//! One request, and how much memory it held at its peak.

use crate::MEMORY;
use outbound::{Client, Config, Request, Response, Timeouts, TransportError};
use std::{
    net::SocketAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// The host that the client is to reach.
pub(crate) const HOST: &str = "wire.example.com";

/// The most bytes that a request may hold.
const LIMIT: usize = 8 * 1024 * 1024;

const TIMEOUTS: Timeouts =
    Timeouts { connect: Duration::from_secs(5), request: Duration::from_millis(400), total: Duration::from_secs(2) };

/// By then a request that keeps to its limits is over on any machine.
const NEVER: Duration = Duration::from_mins(1);

/// One measurement at a time: the allocator counts for the whole process.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The client under test, which finds [`HOST`] at `address`.
pub(crate) fn client(address: SocketAddr, ca_pem: &str) -> Client {
    let config = Config {
        resolve: vec![(HOST.to_owned(), address)],
        extra_roots_pem: Some(ca_pem.as_bytes().to_vec()),
        timeouts: TIMEOUTS,
        ..Config::default()
    };
    Client::new(config).unwrap()
}

/// Makes a request. Everything that holds for any response is checked here.
pub(crate) async fn get(client: &Client, what: &str) -> Result<Response, TransportError> {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let request = Request { path: "/a", ..Request::default() };
    let exchange = async {
        let host = client.open(HOST).await?;
        host.send(&request, Instant::now() + TIMEOUTS.total).await
    };
    let result =
        tokio::time::timeout(NEVER, exchange).await.unwrap_or_else(|_| panic!("{what}: hangs past its limits"));
    let held = MEMORY.peak_usage().saturating_sub(before);
    assert!(held < LIMIT, "{what}: {} KiB were held", held / 1024);
    result
}
