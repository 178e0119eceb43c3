//! The configuration of a simulated organization: plain data, the same in Rust, in the state file and on the admin API.

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

/// An organization, or an ordinary web site that is not one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Org {
    /// The host name, `acme.okta.com`. The admin console is at `acme-admin.okta.com`.
    pub host: String,
    /// Custom domains of the organization.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// `00o` and 17 characters. If empty, derived from `host`.
    #[serde(default)]
    pub id: String,
    /// The first label of the host name. If empty, taken from `host`.
    #[serde(default)]
    pub subdomain: String,
    /// The name of the company.
    #[serde(default = "company")]
    pub company_name: String,
    /// Whether it is an Okta organization at all.
    #[serde(default)]
    pub kind: Kind,
    /// The engine that it runs on.
    #[serde(default)]
    pub engine: Engine,
    /// Added to this machine's clock for the `Date` header and for every comparison of times.
    #[serde(default)]
    pub clock_offset_seconds: i64,
    /// The validity of the TLS certificate.
    #[serde(default)]
    pub certificate: Certificate,
    /// The status of the token endpoint's response to an unknown client id: recordings have 400 and 401.
    #[serde(default = "bad_request")]
    pub unknown_client_status: u16,
    /// Whether to answer 429 once a path's limit for the minute is used up. If not, the headers count, and nothing is
    /// refused.
    #[serde(default)]
    pub enforce_rate_limits: bool,
    /// Scopes that this organization does not know because it lacks the feature.
    #[serde(default)]
    pub unknown_scopes: Vec<String>,
    /// How many objects it has besides `apps`.
    #[serde(default)]
    pub directory: Directory,
    /// The applications that can request tokens.
    #[serde(default)]
    pub apps: Vec<App>,
    /// Injected faults. The first that matches a request applies.
    #[serde(default)]
    pub faults: Vec<Fault>,
}

/// The kind of site at a host.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An Okta organization.
    #[default]
    Okta,
    /// Any other web site: HTML, 200 for its start page and 404 for the rest.
    NotOkta,
}

/// The engine of an organization.
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
    /// The name in the organization's metadata.
    pub(crate) const fn pipeline(self) -> &'static str {
        match self {
            Self::Identity => "idx",
            Self::Classic => "v1",
        }
    }
}

/// The validity of a host's certificate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certificate {
    /// Signed by the simulator's CA, for this host, valid today.
    #[default]
    Trusted,
    /// Signed by an unknown CA.
    Untrusted,
    /// Expired in 2024.
    Expired,
    /// For another host.
    WrongHost,
}

/// How many objects of each type an organization has. The first ones are hand-written, any more are generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Directory {
    /// Users.
    pub users: usize,
    /// Groups; the first is Everyone.
    pub groups: usize,
    /// Applications that cannot request tokens.
    pub apps: usize,
    /// Devices.
    pub devices: usize,
    /// User types; the first is the default.
    pub user_types: usize,
}

impl Default for Directory {
    fn default() -> Self {
        Self { users: 40, groups: 12, apps: 9, devices: 8, user_types: 3 }
    }
}

impl Org {
    /// An empty Okta organization at `host`, with the usual directory and no application that can request tokens.
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

    /// The host of the admin console, on the Okta domain even if a custom domain leads here.
    pub fn admin_host(&self) -> String {
        admin_host(&self.host)
    }

    /// Every host name of the organization.
    pub fn hosts(&self) -> impl Iterator<Item = String> {
        let names = std::iter::once(&self.host).chain(&self.aliases);
        names.cloned().chain(std::iter::once(self.admin_host()))
    }

    /// Fills in the values that derive from the host name.
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
