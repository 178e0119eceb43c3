//! The accept loop: connection limits, head and write timeouts, graceful shutdown. `docs/decisions/0095-…` says why as
//! they are.

mod by_address;
mod stall;

use crate::app::App;
use crate::{handles, metrics};
use axum::Router;
use axum::extract::ConnectInfo;
use by_address::ByAddress;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustix::net::sockopt::{set_socket_send_buffer_size, set_tcp_user_timeout};
use stall::WriteTimeout;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Limits of client connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// How long a client may take for the head of a request, from the connection's beginning or the request before.
    pub head: Duration,
    /// How long a client may take nothing of its answer.
    pub stall: Duration,
    /// How many connections there are at once; more wait in the system's queue.
    pub connections: usize,
    /// How many of them one address may have; more are closed at once.
    pub by_address: usize,
    /// How long requests may go on after the order to stop.
    pub drain: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(15),
            stall: Duration::from_secs(30),
            connections: 4_096,
            by_address: 512,
            drain: outbound::Timeouts::default().total + FINAL_RESPONSES,
        }
    }
}

impl ConnectionLimits {
    /// The usual, as far as there are file handles for it. Behind proxies of the operator's own every connection comes
    /// from one of them, which is not to be shut out: then one address may have all.
    fn within(handles: u64, trusted_proxies: usize) -> Self {
        let usual = Self::default();
        let connections = usual.connections.min(handles::connections_within(handles));
        let share = if trusted_proxies > 0 { connections } else { (connections / 8).max(A_FEW_BROWSERS) };
        Self { connections, by_address: share.min(connections), ..usual }
    }
}

/// The time at the end beside the longest verification, so that its response is still sent.
const FINAL_RESPONSES: Duration = Duration::from_secs(2);
/// However few handles there are: people behind one address, with six connections for each browser.
const A_FEW_BROWSERS: usize = 32;
/// The longest head of a request, in bytes, and the most of an answer that waits in memory for its client.
const BUFFER: usize = 32 * 1024;
/// What the system keeps of an answer for a client that does not take it, in bytes; it takes the double for itself. On
/// a
/// line of 100 ms this is enough for more than a megabyte a second.
const SEND_BUFFER: usize = 128 * 1024;
/// How long to wait before accepting again, when the system has no more file handles.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(200);

/// Serves until `shutdown`, then lets running requests finish, for a little longer than a verification may take.
pub async fn serve(
    app: App,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let limits = ConnectionLimits::within(handles::limit_now(), app.config.trusted_proxies);
    serve_with(app, listener, shutdown, limits).await
}

/// Serves with other limits.
pub async fn serve_with(
    app: App,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
    limits: ConnectionLimits,
) -> std::io::Result<()> {
    let scheduled = app.clone();
    let schedule = tokio::spawn(async move { crate::schedule::run(&scheduled).await });
    let router = crate::router(app);
    let slots = Arc::new(Semaphore::new(limits.connections));
    let by_address = ByAddress::new(limits.by_address);
    let (stop, stopped) = watch::channel(false);
    let mut open = JoinSet::new();
    tokio::pin!(shutdown);
    loop {
        // What is done is let go of on the way.
        while open.try_join_next().is_some() {}
        let next = async {
            let slot = slots.clone().acquire_owned().await;
            (slot, listener.accept().await)
        };
        let (slot, accepted) = tokio::select! {
            next = next => next,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let Some(counted) = by_address.enter(peer.ip()) else {
                    ::metrics::counter!(metrics::CONNECTIONS_REFUSED).increment(1);
                    continue;
                };
                let (router, stopped) = (router.clone(), stopped.clone());
                open.spawn(async move {
                    serve_connection(stream, peer, router, limits, stopped).await;
                    drop((slot, counted));
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_BACKOFF).await;
            }
        }
    }
    tracing::info!("stopping");
    drop(listener);
    // A dropped sender is the end, too.
    let _ = stop.send(true);
    let all_done = async { while open.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.drain, all_done).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    schedule.abort();
    Ok(())
}

/// One connection, from its first byte to its last.
async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: ConnectionLimits,
    mut stopped: watch::Receiver<bool>,
) {
    // Without it small answers wait for the client's acknowledgement.
    let _ = stream.set_nodelay(true);
    // What the system refuses of these, the limits below still hold.
    let _ = set_socket_send_buffer_size(&stream, SEND_BUFFER);
    let _ = set_tcp_user_timeout(&stream, u32::try_from(limits.stall.as_millis()).unwrap_or(u32::MAX));
    let stream = WriteTimeout::new(stream, limits.stall);
    let service = router.map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(axum::body::Body::new)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    // What it waits for is a guard, which must not be held while the connection ends.
    let told = async move {
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = told => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %peer, "a connection ended early");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_handles_for_the_rest_and_no_address_has_all_but_a_proxy() {
        for (handles, proxies, connections, by_address) in [
            (65_536, 0, 4_096, 512),
            (65_536, 1, 4_096, 4_096),
            (1_024, 0, 384, 48),
            (300, 0, 75, 32),
            (40, 0, 10, 10),
            (300, 2, 75, 75),
        ] {
            let limits = ConnectionLimits::within(handles, proxies);
            assert_eq!((limits.connections, limits.by_address), (connections, by_address), "{handles} {proxies}");
        }
    }

    #[test]
    fn who_waits_for_the_longest_verification_is_still_answered_at_the_end() {
        assert!(ConnectionLimits::default().drain > outbound::Timeouts::default().total);
    }
}
