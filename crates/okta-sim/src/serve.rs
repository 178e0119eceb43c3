//! Listeners: TCP, TLS, HTTP/1.1 and h2.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::http::Request;
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};
use tokio_rustls::TlsAcceptor;

use crate::{
    error::SimError,
    respond::{Endpoint, respond},
};

/// Binds an address; `option` is the command line option to change if it is in use.
pub(crate) async fn bind(address: SocketAddr, option: &'static str) -> Result<(TcpListener, SocketAddr), SimError> {
    let failed = |source| SimError::Listen { address, option, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Serves until the task is aborted, which closes every connection.
pub(crate) fn organizations(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    endpoint: Arc<Endpoint>,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        connections.spawn(connection(stream, tls.clone(), Arc::clone(&endpoint)));
                    }
                    Err(error) => {
                        tracing::warn!("accept: {error}");
                        // Probably out of file descriptors: gives other connections time to close.
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                },
                Some(_) = connections.join_next() => {}
            }
        }
    })
}

async fn connection(stream: TcpStream, tls: Option<TlsAcceptor>, endpoint: Arc<Endpoint>) {
    let _ = stream.set_nodelay(true);
    match tls {
        None => http(stream, endpoint).await,
        Some(acceptor) => match acceptor.accept(stream).await {
            Ok(stream) => http(stream, endpoint).await,
            Err(error) => tracing::debug!("TLS handshake: {error}"),
        },
    }
}

async fn http(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, endpoint: Arc<Endpoint>) {
    let service = service_fn(move |request: Request<Incoming>| {
        let endpoint = Arc::clone(&endpoint);
        async move { respond(&endpoint, request).await }
    });
    let mut server = auto::Builder::new(TokioExecutor::new());
    // The date comes from the organization's clock, not from this machine's.
    server.http1().auto_date_header(false);
    server.http2().auto_date_header(false);
    if let Err(error) = server.serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!("connection: {error}");
    }
}
