//! The only place that opens connections to the outside.
//!
//! Without redirects, without a proxy but the one of the settings (never one out of the environment), with a limit on time and on the size of what comes back.
//! To an organization `https` alone, to addresses that were checked beforehand and to no others; to a server that the
//! operator has named in the configuration wherever it is.

use super::is_oktas;
use super::{
    answer::Answer,
    error::{OktaError, Trouble},
    proxy::Proxy,
    resolve::{self, Lookup},
    tls,
};
use crate::OktaConfig;
use model::field::OktaDomain;
use reqwest::{
    Client, ClientBuilder, Method, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use std::{error::Error, io, net::SocketAddr, time::Duration};
use tokio::time::{Instant, timeout_at};
use zeroize::Zeroizing;

/// The most bytes of a body that are read, after decompression.
pub(super) const MAX_BODY: u32 = 256 * 1024;
/// The most bytes of headers that are read over HTTP/2; HTTP/1.1 has the library's own limits.
const MAX_HEADERS: u32 = 64 * 1024;
/// How much may be under way on one HTTP/2 connection before it is read; the library's own limit is five times that.
const MAX_UNDER_WAY: u32 = 1024 * 1024;

/// What all connections share.
pub(crate) struct Network {
    pub(super) config: OktaConfig,
    pub(super) lookup: Lookup,
    tls: rustls::ClientConfig,
}

impl Network {
    pub(crate) fn new(config: OktaConfig) -> Result<Self, OktaError> {
        let tls = tls::config(config.extra_roots_pem.as_deref())?;
        Ok(Self { config, lookup: Lookup::system(), tls })
    }

    /// The same by another resolver.
    pub(crate) fn with_lookup(&self, lookup: Lookup) -> Self {
        Self { config: self.config.clone(), lookup, tls: self.tls.clone() }
    }

    /// Looks the host up, checks where it leads, and prepares connections to there: through the proxy where there is one,
    /// but for a host whose address the operator named.
    pub(super) async fn open(&self, host: &str) -> Result<Http, Trouble> {
        let timeouts = self.config.timeouts;
        let named = resolve::overridden(host, &self.config.resolve);
        let (origin, request) = (format!("https://{host}"), timeouts.request);
        if let Some(proxy) = self.config.proxy.as_ref().filter(|_| named.is_none()) {
            resolve::screen(host, &self.lookup).await?;
            let client = built(through(proxy, self.builder())?.https_only(true))?;
            let tunnel = Some(Tunnel { proxy: proxy.clone(), host: host.to_owned(), limit: timeouts.connect });
            return Ok(Http { client, origin, addresses: None, tunnel, request });
        }
        let addresses = resolve::resolve(host, &self.config.resolve, &self.lookup, timeouts.connect).await?;
        let pinned = Pinned { host: host.to_owned(), addresses: addresses.clone() };
        let client = built(self.builder().https_only(true).dns_resolver(pinned))?;
        Ok(Http { client, origin, addresses: Some(addresses), tunnel: None, request })
    }

    /// Prepares connections to a server of the operator's choice (`scheme://host:port`): the address rules keep users
    /// from reaching into the network, not the operator. Okta as the provider of sign-in is where the organizations
    /// are, behind the proxy; any other server is where the operator says, without one.
    pub(super) fn open_named(&self, origin: String) -> Result<Http, Trouble> {
        let builder =
            self.config.resolve.iter().fold(self.builder(), |builder, (host, address)| builder.resolve(host, *address));
        let host = origin.strip_prefix("https://").and_then(|host| OktaDomain::parse(host).ok());
        let is_outside =
            |host: &OktaDomain| is_oktas(host) && resolve::overridden(host.host(), &self.config.resolve).is_none();
        let proxy = self.config.proxy.as_ref().filter(|_| host.is_some_and(|host| is_outside(&host.value)));
        let builder = match proxy {
            Some(proxy) => through(proxy, builder)?,
            None => builder,
        };
        let client = built(builder.https_only(!origin.starts_with("http:")))?;
        Ok(Http { client, origin, addresses: None, tunnel: None, request: self.config.timeouts.request })
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder()
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

fn built(builder: ClientBuilder) -> Result<Client, Trouble> {
    builder.build().map_err(|_| Trouble::ConnectFailed)
}

fn through(proxy: &Proxy, builder: ClientBuilder) -> Result<ClientBuilder, Trouble> {
    let proxy = reqwest::Proxy::all(proxy.address()).map_err(|_| Trouble::ProxyUnreachable)?;
    Ok(builder.proxy(proxy))
}

/// Connections to one host.
pub(super) struct Http {
    client: Client,
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
    /// What `trouble` is where it may be the proxy's.
    async fn cause(&self, trouble: Trouble) -> Trouble {
        let may_be_its = matches!(
            trouble,
            Trouble::ConnectRefused | Trouble::ConnectTimeout | Trouble::ConnectFailed | Trouble::TlsFailed
        );
        let found = if may_be_its { self.proxy.refusal(&self.host, self.limit).await } else { None };
        found.unwrap_or(trouble)
    }
}

/// One request.
#[derive(Default)]
pub(super) struct Request<'a> {
    /// Behind the host, with the query.
    pub(super) path: &'a str,
    pub(super) headers: Vec<(&'static str, String)>,
    /// Makes it a POST.
    pub(super) form: Option<Vec<(&'static str, String)>>,
    /// Makes it a POST of JSON.
    pub(super) json: Option<Vec<u8>>,
}

impl Http {
    /// `https://{host}`.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// Sends, and reads the whole answer, until `deadline` or the limit of one request.
    pub(super) async fn send(&self, request: &Request<'_>, deadline: Instant) -> Result<Answer, Trouble> {
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
            let response = builder.send().await.map_err(|error| trouble(&error))?;
            self.read(response).await
        };
        match (timeout_at(deadline, exchange).await.unwrap_or(Err(Trouble::ResponseTimeout)), &self.tunnel) {
            (Err(trouble), Some(tunnel)) => Err(tunnel.cause(trouble).await),
            (result, _) => result,
        }
    }

    async fn read(&self, mut response: Response) -> Result<Answer, Trouble> {
        // Only what was checked can have been connected to; this proves it.
        let is_other =
            |peer: SocketAddr, checked: &[SocketAddr]| !checked.iter().any(|address| address.ip() == peer.ip());
        if let (Some(peer), Some(checked)) = (response.remote_addr(), &self.addresses)
            && is_other(peer, checked)
        {
            return Err(Trouble::PrivateAddress);
        }
        let mut body = Zeroizing::new(Vec::new());
        while let Some(chunk) = response.chunk().await.map_err(|error| trouble(&error))? {
            if body.len() + chunk.len() > MAX_BODY as usize {
                return Err(Trouble::TooLarge);
            }
            // `Vec` would leave its old self behind unwiped when it grows.
            if body.capacity() < body.len() + chunk.len() {
                let mut larger = Zeroizing::new(Vec::with_capacity((body.len() + chunk.len()).next_power_of_two()));
                larger.extend_from_slice(&body);
                body = larger;
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer::new(response.status().as_u16(), response.headers(), body))
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

fn trouble(error: &reqwest::Error) -> Trouble {
    let cause: &(dyn Error + 'static) = error;
    if let Some(trouble) = tls::failure(cause) {
        return trouble;
    }
    let io = || tls::causes(cause).find_map(|cause| cause.downcast_ref::<io::Error>());
    match (error.is_connect(), error.is_timeout()) {
        (true, true) => Trouble::ConnectTimeout,
        (true, false) => match io().map(io::Error::kind) {
            Some(io::ErrorKind::ConnectionRefused) => Trouble::ConnectRefused,
            Some(io::ErrorKind::TimedOut) => Trouble::ConnectTimeout,
            // The connection stood, and TLS was not what the other side spoke.
            Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData) => Trouble::TlsFailed,
            _ => Trouble::ConnectFailed,
        },
        (false, true) => Trouble::ResponseTimeout,
        (false, false) => Trouble::Broken,
    }
}
