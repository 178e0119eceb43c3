//! The one list of what can be configured.

/// What every environment variable of ours starts with.
pub const PREFIX: &str = "APPCONN_";

/// One thing to configure: a variable, and a TOML key of the same name in small letters without the prefix.
#[derive(Debug, PartialEq, Eq)]
pub struct Variable {
    /// The TOML key; the environment variable is [`PREFIX`] and this in capitals.
    pub key: &'static str,
    /// What holds without it; `None` where nothing does.
    pub default: Option<&'static str>,
    /// What a value looks like, to end "expected …".
    pub expected: &'static str,
    /// What it is for.
    pub meaning: &'static str,
}

impl Variable {
    /// The name in the environment.
    pub fn env_name(&self) -> String {
        format!("{PREFIX}{}", self.key.to_ascii_uppercase())
    }

    const fn new(
        key: &'static str,
        default: Option<&'static str>,
        expected: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self { key, default, expected, meaning }
    }
}

pub(super) const LISTEN: Variable = Variable::new(
    "listen",
    Some("127.0.0.1:8080"),
    "an IP address and a port, for example 127.0.0.1:8080",
    "Address to serve on",
);
pub(super) const PUBLIC_URL: Variable = Variable::new(
    "public_url",
    None,
    "an http or https address without user, query or fragment, for example https://console.example.com/",
    "What browsers use (default: http:// and the address to serve on); https turns on Secure cookies and HSTS",
);
pub(super) const DATABASE_URL: Variable = Variable::new(
    "database_url",
    Some("sqlite://data/app-connections.db"),
    "sqlite:// and the path of the database file, for example sqlite://data/app-connections.db",
    "Where everything is kept",
);
pub(super) const MASTER_KEY_FILE: Variable = Variable::new(
    "master_key_file",
    Some("data/master.key"),
    "the path of a file",
    "The key that encrypts stored private keys: 32 random bytes in base64",
);
pub(super) const KMS_URL: Variable = Variable::new(
    "kms_url",
    None,
    "the https address of HashiCorp Vault or OpenBao, for example https://vault.example.com:8200",
    "Close the master key with the transit engine of that service; the server then starts only while it answers",
);
pub(super) const KMS_KEY: Variable = Variable::new(
    "kms_key",
    None,
    "the name of a transit key, for example app-connections",
    "Which key of the transit engine; the token needs update on encrypt/KEY and decrypt/KEY",
);
pub(super) const KMS_MOUNT: Variable =
    Variable::new("kms_mount", Some("transit"), "the path of a secrets engine", "Where the transit engine is mounted");
pub(super) const KMS_TOKEN_FILE: Variable = Variable::new(
    "kms_token_file",
    None,
    "the path of a file that others cannot read, with a token",
    "The token for it; read each time, so that an agent may renew it",
);
pub(super) const KMS_CA_FILE: Variable = Variable::new(
    "kms_ca_file",
    None,
    "the path of a PEM file with certificates",
    "Extra root certificates to trust when talking to it",
);
pub(super) const ASSETS: Variable =
    Variable::new("assets", Some("dist"), "the path of a folder", "Folder of the built browser console");
pub(super) const ADMIN_TOKEN_FILE: Variable = Variable::new(
    "admin_token_file",
    None,
    "the path of a file that holds a token of at least 32 characters",
    "A fixed admin API token for automation",
);
pub(super) const OKTA_RESOLVE: Variable = Variable::new(
    "okta_resolve",
    None,
    "host=address:port, several separated by commas, for example acme.okta.com=10.0.0.5:443",
    "Connect to that address for that host; the only way past the public-address rule",
);
pub(super) const OKTA_CA_FILE: Variable = Variable::new(
    "okta_ca_file",
    None,
    "the path of a PEM file with certificates",
    "Extra root certificates to trust when talking to Okta",
);
pub(super) const OKTA_PROXY: Variable = Variable::new(
    "okta_proxy",
    None,
    "http://host:port of a proxy that takes CONNECT, for example http://proxy.example.com:3128",
    "Connect to Okta through this proxy; none is taken from HTTPS_PROXY. Hosts of okta_resolve are reached without it",
);
pub(super) const OKTA_DOMAINS: Variable = Variable::new(
    "okta_domains",
    Some("*"),
    "* for all, or domain suffixes separated by commas, for example okta.com,login.example.com",
    "Which Okta domains may be connected",
);
pub(super) const EMBED_ORIGINS: Variable = Variable::new(
    "embed_origins",
    None,
    "origins separated by commas, for example https://portal.example.com",
    "Origins that may frame the console and exchange messages with it",
);
pub(super) const JWT_ISSUER: Variable = Variable::new(
    "jwt_issuer",
    None,
    "the iss of the tokens, for example https://portal.example.com",
    "Accept the embedding console's own tokens: who issues them",
);
pub(super) const JWT_AUDIENCE: Variable = Variable::new(
    "jwt_audience",
    None,
    "the aud of the tokens, for example app-connections",
    "For whom the embedding console's tokens are issued",
);
pub(super) const JWT_JWKS: Variable = Variable::new(
    "jwt_jwks",
    None,
    "the path of a file with a JWK set, or its https address",
    "The public keys of the embedding console",
);
pub(super) const JWT_CA_FILE: Variable = Variable::new(
    "jwt_ca_file",
    None,
    "the path of a PEM file with certificates",
    "Extra root certificates to trust where the embedding console's public keys are (default: those for Okta)",
);
pub(super) const JWT_ROLE_CLAIM: Variable = Variable::new(
    "jwt_role_claim",
    Some("role"),
    "the name of a claim, for example role or realm_access.roles",
    "Which claim of the embedding console's tokens holds the role, or a list of them",
);
pub(super) const JWT_ROLES: Variable = Variable::new(
    "jwt_roles",
    Some("admin=admin,viewer=viewer,service=service"),
    r"value=role, several separated by commas, a comma in a value as \,, for example operators=admin,staff=viewer",
    "Which value of that claim is which role here",
);
pub(super) const OIDC_ISSUER: Variable = Variable::new(
    "oidc_issuer",
    None,
    "the https address of an OpenID provider, for example https://login.example.com",
    "Let people sign in with this OpenID Connect provider",
);
pub(super) const OIDC_CLIENT_ID: Variable =
    Variable::new("oidc_client_id", None, "a client ID", "As which of the provider's clients");
pub(super) const OIDC_CLIENT_SECRET_FILE: Variable = Variable::new(
    "oidc_client_secret_file",
    None,
    "the path of a file that others cannot read, with the secret",
    "The client's secret; none for a public client",
);
pub(super) const OIDC_CA_FILE: Variable = Variable::new(
    "oidc_ca_file",
    None,
    "the path of a PEM file with certificates",
    "Extra root certificates to trust when talking to the provider (default: those for Okta)",
);
pub(super) const OIDC_ROLE_CLAIM: Variable = Variable::new(
    "oidc_role_claim",
    Some("groups"),
    "the name of a claim, for example groups or realm_access.roles",
    "Which claim of the provider's ID token holds a person's roles or groups: a text or a list",
);
pub(super) const OIDC_ROLES: Variable = Variable::new(
    "oidc_roles",
    None,
    r"value=admin or value=viewer, several separated by commas, a comma in a value as \,, for example backup-admins=admin,everyone=viewer",
    "Which value of that claim is which role here",
);
pub(super) const OIDC_SCOPES: Variable = Variable::new(
    "oidc_scopes",
    Some("openid profile email"),
    "scopes separated by spaces, openid among them",
    "What to ask the provider for; Okta gives groups for the scope groups",
);
pub(super) const OIDC_NAME: Variable = Variable::new(
    "oidc_name",
    None,
    "a name of 1 to 40 characters, for example Okta",
    "What the button on the sign-in page calls the provider (default: its host)",
);
pub(super) const VERIFY_EVERY: Variable = Variable::new(
    "verify_every",
    Some("24h"),
    "a number and s, m, h or d, for example 24h; 0 turns it off",
    "How often stored connections are verified again",
);
pub(super) const HISTORY_KEEP: Variable = Variable::new(
    "history_keep",
    Some("0"),
    "a number and s, m, h or d, for example 365d; 0 keeps it for ever",
    "How long the history is kept",
);
pub(super) const TRUSTED_PROXIES: Variable = Variable::new(
    "trusted_proxies",
    Some("0"),
    "a number from 0 to 9",
    "How many proxies of your own stand before the server; their X-Forwarded-For says where a request came from",
);
pub(super) const LOG: Variable =
    Variable::new("log", Some("info"), "a tracing filter, for example info or warn,server=debug", "What is logged");
pub(super) const LOG_FORMAT: Variable = Variable::new("log_format", Some("text"), "text or json", "How log lines look");

/// Everything that can be configured, in the order of the documentation.
pub const VARIABLES: [Variable; 35] = [
    LISTEN,
    PUBLIC_URL,
    DATABASE_URL,
    MASTER_KEY_FILE,
    KMS_URL,
    KMS_KEY,
    KMS_MOUNT,
    KMS_TOKEN_FILE,
    KMS_CA_FILE,
    ASSETS,
    ADMIN_TOKEN_FILE,
    OKTA_RESOLVE,
    OKTA_CA_FILE,
    OKTA_PROXY,
    OKTA_DOMAINS,
    EMBED_ORIGINS,
    JWT_ISSUER,
    JWT_AUDIENCE,
    JWT_JWKS,
    JWT_CA_FILE,
    JWT_ROLE_CLAIM,
    JWT_ROLES,
    OIDC_ISSUER,
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET_FILE,
    OIDC_CA_FILE,
    OIDC_ROLE_CLAIM,
    OIDC_ROLES,
    OIDC_SCOPES,
    OIDC_NAME,
    VERIFY_EVERY,
    HISTORY_KEEP,
    TRUSTED_PROXIES,
    LOG,
    LOG_FORMAT,
];
