//! The simulator: builder, and handle of a running one.

use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::{
    admin,
    demo::Demo,
    error::SimError,
    keys,
    org::{DEMO_HOST, Org},
    respond::Endpoint,
    scenario::{SCENARIOS, Scenario},
    serve, state,
    store::Store,
    tls::{self, Authority},
    world::{Recorded, World},
};

/// What to start: organizations, addresses, data folder.
#[derive(Debug)]
pub struct Builder {
    orgs: Vec<Org>,
    data: Option<PathBuf>,
    latency: Duration,
    listen: SocketAddr,
    http: SocketAddr,
    admin: SocketAddr,
}

/// A running simulator. Dropping it stops it.
pub struct Sim {
    world: Arc<World>,
    ca_pem: String,
    tls_addr: SocketAddr,
    http_addr: SocketAddr,
    admin_addr: SocketAddr,
    tasks: Vec<JoinHandle<()>>,
}

impl fmt::Debug for Sim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sim").field("tls", &self.tls_addr).field("hosts", &self.hosts()).finish_non_exhaustive()
    }
}

impl Builder {
    /// Serves this organization, too. Without any, the demo organization is served.
    #[must_use]
    pub fn org(mut self, org: Org) -> Self {
        self.orgs.push(org);
        self
    }

    /// Serves all of these.
    #[must_use]
    pub fn orgs(mut self, orgs: impl IntoIterator<Item = Org>) -> Self {
        self.orgs.extend(orgs);
        self
    }

    /// Serves a copy of the demo organization for each scenario, at `{scenario}.okta.com` with `-` for `_`.
    #[must_use]
    pub fn every_scenario(self) -> Self {
        self.orgs(SCENARIOS.iter().map(|scenario| state::scenario_org(*scenario)))
    }

    /// Stores the CA and the demo key in this folder. By default they are in memory, with the same demo key for the
    /// whole process.
    #[must_use]
    pub fn data(mut self, folder: &Path) -> Self {
        self.data = Some(folder.to_owned());
        self
    }

    /// Delays every response by this time.
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Sets the address of the TLS port; by default a free port of this machine.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Sets the address of the demo's plain HTTP port; by default a free port of this machine.
    #[must_use]
    pub fn http(mut self, address: SocketAddr) -> Self {
        self.http = address;
        self
    }

    /// Sets the address of the admin API; by default a free port of this machine.
    #[must_use]
    pub fn admin(mut self, address: SocketAddr) -> Self {
        self.admin = address;
        self
    }

    /// Starts listening on all three ports.
    pub async fn start(self) -> Result<Sim, SimError> {
        let (authority, demo_key) = match &self.data {
            Some(folder) => {
                let store = Store::open(folder)?;
                (store.authority()?, Arc::new(store.demo_key()?))
            }
            None => (Authority::of(&Authority::new_key()?)?, keys::in_memory_demo()?),
        };
        let orgs = if self.orgs.is_empty() { vec![Org::demo()] } else { self.orgs };
        let plain_host = plain_host(&orgs);
        let world = Arc::new(World::new(demo_key, orgs)?);
        let authority = Arc::new(authority);
        let config = tls::config(Arc::clone(&authority), Arc::clone(&world))?;

        let (tls_listener, tls_addr) = serve::bind(self.listen, "--listen").await?;
        let (http_listener, http_addr) = serve::bind(self.http, "--http").await?;
        let (admin_listener, admin_addr) = serve::bind(self.admin, "--admin").await?;
        let endpoint =
            |scheme, only| Arc::new(Endpoint { world: Arc::clone(&world), scheme, only, latency: self.latency });
        let ca_pem = authority.pem().to_owned();
        let tasks = vec![
            serve::organizations(tls_listener, Some(TlsAcceptor::from(Arc::new(config))), endpoint("https", None)),
            serve::organizations(http_listener, None, endpoint("http", Some(plain_host))),
            admin::serve(admin_listener, Arc::clone(&world), ca_pem.clone()),
        ];
        Ok(Sim { world, ca_pem, tls_addr, http_addr, admin_addr, tasks })
    }
}

/// The organization on the plain port: the demo, or the first if there is no demo.
fn plain_host(orgs: &[Org]) -> String {
    let demo = orgs.iter().find(|org| org.host == DEMO_HOST);
    demo.or(orgs.first()).map_or(DEMO_HOST, |org| org.host.as_str()).to_owned()
}

impl Sim {
    /// A builder with defaults.
    pub fn builder() -> Builder {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Builder { orgs: Vec::new(), data: None, latency: Duration::ZERO, listen: any, http: any, admin: any }
    }

    /// Address of the TLS port.
    pub fn tls_addr(&self) -> SocketAddr {
        self.tls_addr
    }

    /// Address of the demo's plain HTTP port.
    pub fn http_addr(&self) -> SocketAddr {
        self.http_addr
    }

    /// Address of the admin API.
    pub fn admin_addr(&self) -> SocketAddr {
        self.admin_addr
    }

    /// The CA certificate that clients must trust.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// The demo organization's values, private key included.
    pub fn demo(&self) -> Demo {
        Demo::of(self.world.demo_key())
    }

    /// The main host names of the organizations.
    pub fn hosts(&self) -> Vec<String> {
        self.world.hosts()
    }

    /// `host=ip:port,…` for every host name of every organization: the value for `APPCONN_OKTA_RESOLVE`.
    pub fn resolve(&self) -> String {
        let hosts = self.hosts();
        let names = hosts.iter().filter_map(|host| self.org(host).ok()).flat_map(|org| org.hosts().collect::<Vec<_>>());
        names.map(|name| format!("{name}={}", self.tls_addr)).collect::<Vec<_>>().join(",")
    }

    /// Adds an organization while running.
    pub fn add(&self, org: Org) -> Result<(), SimError> {
        self.world.add(org)
    }

    /// The current configuration of an organization.
    pub fn org(&self, host: &str) -> Result<Org, SimError> {
        self.world.with(host, |entry| entry.org.clone())
    }

    /// Changes an organization, from its next request on.
    pub fn update(&self, host: &str, change: impl FnOnce(&mut Org)) -> Result<(), SimError> {
        self.world.update(host, change)
    }

    /// Applies the scenario with this name.
    pub fn apply(&self, host: &str, scenario: &str) -> Result<(), SimError> {
        let found = Scenario::named(scenario).ok_or_else(|| SimError::UnknownScenario(scenario.to_owned()))?;
        self.world.apply(host, found)
    }

    /// Resets an organization to its configuration at the start; forgets requests, nonces and used `jti`s.
    pub fn reset(&self, host: &str) -> Result<(), SimError> {
        self.world.reset(host)
    }

    /// Invalidates every DPoP nonce that was issued so far.
    pub fn rotate_nonce(&self, host: &str) -> Result<(), SimError> {
        self.world.with(host, |entry| entry.live.nonces.rotate())
    }

    /// The latest requests, oldest first. Empty for an unknown host.
    pub fn requests(&self, host: &str) -> Vec<Recorded> {
        self.world.with(host, |entry| entry.live.log.all()).unwrap_or_default()
    }

    /// Waits until the recorded requests satisfy a condition; for tests that wait for a client.
    pub async fn until(&self, host: &str, is_so: impl Fn(&[Recorded]) -> bool) -> Result<(), SimError> {
        self.world.until(host, |entry| is_so(&entry.live.log.all())).await
    }

    /// Stops listening and closes every connection; returns when the ports are free.
    pub async fn stop(mut self) {
        for task in self.tasks.drain(..) {
            task.abort();
            let _ = task.await;
        }
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}
