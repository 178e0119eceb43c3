//! HTTP client: the only place that opens connections to the outside.
//!
//! Without redirects, without a proxy but the configured one (never one out of the environment), with limits on time and
//! on the size of a response. To hosts that users name `https` alone, and only to addresses that were checked beforehand;
//! to trusted servers of the configuration wherever they are.

use crate::{
    config::{Config, Timeouts},
    error::{ConfigError, TransportError},
    proxy::Proxy,
    resolve::{self, Lookup},
    tls,
};
use reqwest::{
    ClientBuilder, Method,
    dns::{Addrs, Name, Resolve, Resolving},
    header::HeaderMap,
    redirect::Policy,
};
use std::{error::Error, io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::time::{Instant, timeout_at};
use zeroize::Zeroizing;

/// The most bytes of a body that are read, after decompression.
const MAX_BODY: u32 = 256 * 1024;
/// The most bytes of headers that are read over HTTP/2; HTTP/1.1 has the library's own limits.
const MAX_HEADERS: u32 = 64 * 1024;
/// How much may be under way on one HTTP/2 connection before it is read; the library's own limit is five times that.
const MAX_UNDER_WAY: u32 = 1024 * 1024;

/// Makes requests. Cheap to clone: all clones share one TLS configuration, with its session tickets.
#[derive(Clone)]
pub struct Client {
    config: Arc<Config>,
    lookup: Lookup,
    tls: rustls::ClientConfig,
}

impl Client {
    /// Reads the certificates; connects to nothing yet.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        let tls = tls::config(config.extra_roots_pem.as_deref())?;
        Ok(Self { config: Arc::new(config), lookup: Lookup::system(), tls })
    }

    /// The same by another resolver. Its addresses must be public as the system's must.
    #[must_use]
    pub fn with_lookup(self, lookup: Lookup) -> Self {
        Self { lookup, ..self }
    }

    /// How long requests may take.
    pub fn timeouts(&self) -> Timeouts {
        self.config.timeouts
    }

    /// Looks the host up, checks where it leads, and prepares connections to there: through the proxy where there is one,
    /// but for a host whose address the operator named.
    pub async fn open(&self, host: &str) -> Result<HostClient, TransportError> {
        let timeouts = self.config.timeouts;
        let named = resolve::overridden(host, &self.config.resolve);
        let (origin, request) = (format!("https://{host}"), timeouts.request);
        if let Some(proxy) = self.config.proxy.as_ref().filter(|_| named.is_none()) {
            resolve::screen(host, &self.lookup).await?;
            let client = built(through(proxy, self.builder())?.https_only(true))?;
            let tunnel = Some(Tunnel { proxy: proxy.clone(), host: host.to_owned(), limit: timeouts.connect });
            return Ok(HostClient { client, origin, addresses: None, tunnel, request });
        }
        let addresses = resolve::resolve(host, &self.config.resolve, &self.lookup, timeouts.connect).await?;
        let pinned = Pinned { host: host.to_owned(), addresses: addresses.clone() };
        let client = built(self.builder().https_only(true).dns_resolver(pinned))?;
        Ok(HostClient { client, origin, addresses: Some(addresses), tunnel: None, request })
    }

    /// Prepares connections to a trusted server (`scheme://host:port`): the address rules keep users from reaching into
    /// the network, not the operator. Without the proxy, unless the configuration says that this server is behind it.
    pub(crate) fn open_trusted(&self, origin: String) -> Result<HostClient, TransportError> {
        let fixed = &self.config.resolve;
        let builder = fixed.iter().fold(self.builder(), |builder, (host, address)| builder.resolve(host, *address));
        let host = origin.strip_prefix("https://");
        let is_proxied = |host: &str| (self.config.proxies_trusted)(host) && resolve::overridden(host, fixed).is_none();
        let builder = match self.config.proxy.as_ref().filter(|_| host.is_some_and(is_proxied)) {
            Some(proxy) => through(proxy, builder)?,
            None => builder,
        };
        let client = built(builder.https_only(!origin.starts_with("http:")))?;
        Ok(HostClient { client, origin, addresses: None, tunnel: None, request: self.config.timeouts.request })
    }

    fn builder(&self) -> ClientBuilder {
        reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.config.timeouts.connect)
            .http2_max_header_list_size(MAX_HEADERS)
            .http2_initial_stream_window_size(MAX_BODY)
            .http2_initial_connection_window_size(MAX_UNDER_WAY)
            .user_agent(concat!("app-connections/", env!("CARGO_PKG_VERSION")))
    }
}

fn built(builder: ClientBuilder) -> Result<reqwest::Client, TransportError> {
    builder.build().map_err(|_| TransportError::ConnectFailed)
}

fn through(proxy: &Proxy, builder: ClientBuilder) -> Result<ClientBuilder, TransportError> {
    let proxy = reqwest::Proxy::all(proxy.address()).map_err(|_| TransportError::ProxyUnreachable)?;
    Ok(builder.proxy(proxy))
}

/// Connections to one host.
pub struct HostClient {
    client: reqwest::Client,
    origin: String,
    /// Those that were checked; `None` where any is good, or where the proxy looks the host up.
    addresses: Option<Vec<SocketAddr>>,
    tunnel: Option<Tunnel>,
    request: Duration,
}

/// The way through the proxy.
struct Tunnel {
    proxy: Proxy,
    host: String,
    limit: Duration,
}

impl Tunnel {
    /// The proxy's own error, where it may be the cause of `error`.
    async fn cause(&self, error: TransportError) -> TransportError {
        let may_be_its = matches!(
            error,
            TransportError::ConnectRefused
                | TransportError::ConnectTimeout
                | TransportError::ConnectFailed
                | TransportError::TlsFailed
        );
        let found = if may_be_its { self.proxy.refusal(&self.host, self.limit).await } else { None };
        found.unwrap_or(error)
    }
}

/// One request.
#[derive(Default)]
pub struct Request<'a> {
    /// Behind the host, with the query.
    pub path: &'a str,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    /// Makes it a POST.
    pub form: Option<Vec<(&'static str, String)>>,
    /// Makes it a POST of JSON.
    pub json: Option<Vec<u8>>,
}

/// A response. Without `Debug`, as its body may hold a token.
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Zeroizing<Vec<u8>>,
}

impl HostClient {
    /// `https://{host}`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Sends, and reads the whole response, until `deadline` or the limit of one request.
    pub async fn send(&self, request: &Request<'_>, deadline: Instant) -> Result<Response, TransportError> {
        let method = if request.form.is_some() || request.json.is_some() { Method::POST } else { Method::GET };
        let mut builder = self.client.request(method, format!("{}{}", self.origin, request.path));
        builder = builder.header("accept", "application/json");
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if let Some(form) = &request.form {
            builder = builder.form(form);
        }
        if let Some(json) = &request.json {
            builder = builder.header("content-type", "application/json").body(json.clone());
        }
        let deadline = deadline.min(Instant::now() + self.request);
        let exchange = async {
            let response = builder.send().await.map_err(|error| transport_error(&error))?;
            self.read(response).await
        };
        match (timeout_at(deadline, exchange).await.unwrap_or(Err(TransportError::ResponseTimeout)), &self.tunnel) {
            (Err(error), Some(tunnel)) => Err(tunnel.cause(error).await),
            (result, _) => result,
        }
    }

    async fn read(&self, mut response: reqwest::Response) -> Result<Response, TransportError> {
        // Only what was checked can have been connected to; this proves it.
        let is_other =
            |peer: SocketAddr, checked: &[SocketAddr]| !checked.iter().any(|address| address.ip() == peer.ip());
        if let (Some(peer), Some(checked)) = (response.remote_addr(), &self.addresses)
            && is_other(peer, checked)
        {
            return Err(TransportError::PrivateAddress);
        }
        let mut body = Zeroizing::new(Vec::new());
        while let Some(chunk) = response.chunk().await.map_err(|error| transport_error(&error))? {
            if body.len() + chunk.len() > MAX_BODY as usize {
                return Err(TransportError::TooLarge);
            }
            // `Vec` would leave its old self behind unwiped when it grows.
            if body.capacity() < body.len() + chunk.len() {
                let mut larger = Zeroizing::new(Vec::with_capacity((body.len() + chunk.len()).next_power_of_two()));
                larger.extend_from_slice(&body);
                body = larger;
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response { status: response.status().as_u16(), headers: std::mem::take(response.headers_mut()), body })
    }
}

/// Resolves one host, to what was checked.
struct Pinned {
    host: String,
    addresses: Vec<SocketAddr>,
}

impl Resolve for Pinned {
    fn resolve(&self, name: Name) -> Resolving {
        let addresses = (name.as_str() == self.host).then(|| self.addresses.clone());
        Box::pin(async move {
            let addresses = addresses.ok_or_else(|| io::Error::other("another host than the one that was checked"))?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

fn transport_error(error: &reqwest::Error) -> TransportError {
    let cause: &(dyn Error + 'static) = error;
    if let Some(error) = tls::failure(cause) {
        return error;
    }
    let io = || tls::causes(cause).find_map(|cause| cause.downcast_ref::<io::Error>());
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => TransportError::ConnectTimeout,
        (true, false) => match io().map(io::Error::kind) {
            Some(io::ErrorKind::ConnectionRefused) => TransportError::ConnectRefused,
            Some(io::ErrorKind::TimedOut) => TransportError::ConnectTimeout,
            // The connection stood, and TLS was not what the other side spoke.
            Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData) => TransportError::TlsFailed,
            _ => TransportError::ConnectFailed,
        },
        (false, true) => TransportError::ResponseTimeout,
        (false, false) => TransportError::Broken,
    }
}
