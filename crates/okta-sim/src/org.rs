//! What a simulated organization is: plain data, the same in Rust, in the state file and on the admin port.

mod app;
mod demo;
mod fault;

use serde::{Deserialize, Serialize};

pub(crate) use self::fault::strike;
pub use self::{
    app::{App, AppKey, ApplicationType, AuthMethod, KeyMaterial, KeySet, KeyUse, Role, Status},
    demo::{DEMO_CLIENT_ID, DEMO_HOST, DEMO_SCOPES},
    fault::{Effect, Fault},
};

/// One organization, or an ordinary web site that is not one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Org {
    /// Its host name, `acme.okta.com`. The administrators' console answers at `acme-admin.okta.com`.
    pub host: String,
    /// Custom domains that lead to it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// `00o` and 17 characters. Empty: made from `host`.
    #[serde(default)]
    pub id: String,
    /// First label of the host name. Empty: taken from `host`.
    #[serde(default)]
    pub subdomain: String,
    /// Name of the company.
    #[serde(default = "company")]
    pub company_name: String,
    /// Whether it is an Okta organization at all.
    #[serde(default)]
    pub kind: Kind,
    /// Which engine it runs.
    #[serde(default)]
    pub engine: Engine,
    /// Added to this machine's clock for the `Date` header and everything that compares times.
    #[serde(default)]
    pub clock_offset_seconds: i64,
    /// What its TLS certificate is worth.
    #[serde(default)]
    pub certificate: Certificate,
    /// Status with which the token endpoint answers an unknown client id: recordings have 400 and 401.
    #[serde(default = "bad_request")]
    pub unknown_client_status: u16,
    /// Answer 429 once a path's limit for the minute is used up. Off: the headers count, nothing is refused.
    #[serde(default)]
    pub enforce_rate_limits: bool,
    /// Scopes of Okta's that this organization does not know, as it lacks what they open.
    #[serde(default)]
    pub unknown_scopes: Vec<String>,
    /// How many objects it holds besides `apps`.
    #[serde(default)]
    pub directory: Directory,
    /// The applications that may ask for tokens.
    #[serde(default)]
    pub apps: Vec<App>,
    /// Trouble on purpose. The first that matches a request applies.
    #[serde(default)]
    pub faults: Vec<Fault>,
}

/// What answers at a host.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An Okta organization.
    #[default]
    Okta,
    /// Some other web site: HTML, 200 for its start page and 404 for the rest.
    NotOkta,
}

/// Which engine an organization runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// Okta Identity Engine.
    #[default]
    Identity,
    /// Okta Classic Engine, which has no devices.
    Classic,
}

impl Engine {
    /// What an organization's description calls it.
    pub(crate) const fn pipeline(self) -> &'static str {
        match self {
            Self::Identity => "idx",
            Self::Classic => "v1",
        }
    }
}

/// What the certificate of a host is worth to a careful client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certificate {
    /// Signed by the simulator's CA, for this host, today.
    #[default]
    Trusted,
    /// Signed by nobody that a client knows.
    Untrusted,
    /// Ended in 2024.
    Expired,
    /// For another host.
    WrongHost,
}

/// How many objects of each type an organization holds. The first ones are hand-written, any more are composed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Directory {
    /// People.
    pub users: usize,
    /// Groups; the first is Everyone.
    pub groups: usize,
    /// Applications that cannot ask for tokens.
    pub apps: usize,
    /// Devices.
    pub devices: usize,
    /// User types; the first is the default one.
    pub user_types: usize,
}

impl Default for Directory {
    fn default() -> Self {
        Self { users: 40, groups: 12, apps: 9, devices: 8, user_types: 3 }
    }
}

impl Org {
    /// An empty Okta organization at `host`, with the usual directory and no application that may ask for tokens.
    pub fn new(host: &str) -> Self {
        Self {
            host: host.to_owned(),
            aliases: Vec::new(),
            id: String::new(),
            subdomain: String::new(),
            company_name: company(),
            kind: Kind::Okta,
            engine: Engine::Identity,
            clock_offset_seconds: 0,
            certificate: Certificate::Trusted,
            unknown_client_status: bad_request(),
            enforce_rate_limits: false,
            unknown_scopes: Vec::new(),
            directory: Directory::default(),
            apps: Vec::new(),
            faults: Vec::new(),
        }
        .settled()
    }

    /// The same organization under another host name, with its own id.
    #[must_use]
    pub fn at(mut self, host: &str) -> Self {
        host.clone_into(&mut self.host);
        self.id.clear();
        self.subdomain.clear();
        self.settled()
    }

    /// The application with this client id, whatever its state.
    pub fn app(&self, client_id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.client_id == client_id)
    }

    /// The first application: in the demo organization and its copies, the one that the demo key belongs to.
    ///
    /// # Panics
    /// When the organization has no application: a mistake in the test that asks.
    pub fn service_app(&mut self) -> &mut App {
        assert!(!self.apps.is_empty(), "{} has no application", self.host);
        &mut self.apps[0]
    }

    /// Host of the administrators' console, on the Okta domain even when a custom domain leads here.
    pub fn admin_host(&self) -> String {
        admin_host(&self.host)
    }

    /// Every host name that leads here.
    pub fn hosts(&self) -> impl Iterator<Item = String> {
        let names = std::iter::once(&self.host).chain(&self.aliases);
        names.cloned().chain(std::iter::once(self.admin_host()))
    }

    /// Fills in what follows from the host name.
    pub(crate) fn settled(mut self) -> Self {
        self.host.make_ascii_lowercase();
        if self.id.is_empty() {
            self.id = crate::random::object_id("00o", &self.host);
        }
        if self.subdomain.is_empty() {
            self.subdomain = self.host.split('.').next().unwrap_or_default().to_owned();
        }
        self
    }
}

fn admin_host(host: &str) -> String {
    match host.split_once('.') {
        Some((subdomain, rest)) => format!("{subdomain}-admin.{rest}"),
        None => format!("{host}-admin"),
    }
}

fn company() -> String {
    "Acme Corporation".to_owned()
}

const fn bad_request() -> u16 {
    400
}
