//! Accepting connections: how long a client may take to say what it wants, how many there may be, and how it all ends.

use crate::app::App;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// What a server puts up with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How long a client may take for the head of a request, from the connection's beginning or the request before.
    pub head: Duration,
    /// How many connections there are at once; more wait in the system's queue.
    pub connections: usize,
    /// How long requests may go on after the order to stop.
    pub drain: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(15), connections: 4_096, drain: Duration::from_secs(15) }
    }
}

/// How long to wait when the system has no more file handles.
const BREATH: Duration = Duration::from_millis(200);

/// Serves until `shutdown`, then lets running requests finish, for 15 seconds at most.
pub async fn serve(
    app: App,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    serve_with(app, listener, shutdown, Patience::default()).await
}

/// Serves with another patience.
pub async fn serve_with(
    app: App,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
    patience: Patience,
) -> std::io::Result<()> {
    let schedule = tokio::spawn(crate::schedule::run(app.clone()));
    let router = crate::router(app);
    let slots = Arc::new(Semaphore::new(patience.connections));
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
                let (router, stopped) = (router.clone(), stopped.clone());
                open.spawn(async move {
                    converse(stream, peer, router, patience.head, stopped).await;
                    drop(slot);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    tracing::info!("stopping");
    drop(listener);
    // Nobody listening is the end, too.
    let _ = stop.send(true);
    let all_done = async { while open.join_next().await.is_some() {} };
    if tokio::time::timeout(patience.drain, all_done).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    schedule.abort();
    Ok(())
}

/// One connection, from its first byte to its last.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    head: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    // Without it small answers wait for the client's acknowledgement.
    let _ = stream.set_nodelay(true);
    let service = router.map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(axum::body::Body::new)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
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
