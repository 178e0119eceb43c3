//! The list: what somebody did or what happens, with what the console signs in, and what the report then says.

use model::check::{
    CheckId::{self, *},
    Outcome::{self, *},
};
use model::okta::AdminPage;

/// One misconfiguration or fault.
pub(super) struct Row {
    /// What somebody did, or what happens.
    pub(super) what: &'static str,
    /// What is at the domain that was entered.
    pub(super) at: At,
    /// What was entered beside the domain.
    pub(super) entered: Entered,
    /// What becomes of the verification.
    pub(super) outcome: Outcome,
    /// The check that names the cause.
    pub(super) check: CheckId,
    pub(super) code: &'static str,
    /// The step of the guide that mends it.
    pub(super) step: Option<u8>,
    /// The page of Okta's console that the fix links to.
    pub(super) page: Option<AdminPage>,
}

/// What is at the domain that was entered.
#[derive(Debug, Clone, Copy)]
pub(super) enum At {
    /// An organization in these scenarios of the simulator's.
    Okta(&'static [&'static str]),
    /// The same, entered by this custom domain of its.
    Custom(&'static str, &'static [&'static str]),
    /// An organization whose token endpoint answers with this status, `error` and `error_description`.
    Says(u16, &'static str, &'static str),
    /// Whatever the resolver says of this name: see [`NAMES`].
    Name(&'static str),
    /// An address where nobody listens.
    Nobody,
    /// An address that no packet can be sent to.
    Nowhere,
    /// A port that takes connections and says nothing.
    Silence,
    /// A port that speaks HTTP without TLS.
    PlainHttp,
    /// A console that reaches Okta only through a proxy, which answers `CONNECT` with this status; 0: nobody is there.
    Proxy(u16),
    /// A console whose resolver knows no public name at all.
    NoNames,
}

impl At {
    /// Whether it is about the console itself, so that it takes a console of its own.
    pub(super) fn is_the_consoles(self) -> bool {
        matches!(self, Self::Proxy(_) | Self::NoNames)
    }
}

/// What was entered beside the domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entered {
    /// The app's client ID, and its key as Okta gives it in JSON, key ID included.
    Jwk,
    /// The same in PEM, which has no key ID.
    Pem,
    /// In PEM under this key ID.
    PemAs(&'static str),
    /// The client ID of no app.
    OtherClient,
    /// A private key that no app has.
    OtherKey,
    /// A JWK of numbers that do not belong together.
    DamagedKey,
    /// A JWK whose `alg` is this.
    KeyFor(&'static str),
    /// An RSA key of 9,600 bits.
    LongKey,
}

/// What the resolver says of names: their addresses, or the words of its failure.
pub(super) const NAMES: &[(&str, Result<&[&str], &str>)] = &[
    // What is asked for to see whether the resolver knows anything at all.
    ("okta.com", Ok(&["8.8.8.8"])),
    ("no-such-company.okta.com", Err("Name or service not known")),
    ("no-dns.okta.com", Err("Temporary failure in name resolution")),
    ("inside.okta.com", Ok(&["10.20.30.40"])),
    ("half-inside.okta.com", Ok(&["8.8.8.8", "192.168.1.1"])),
];

const APPS: Option<AdminPage> = Some(AdminPage::Applications);
const GENERAL: Option<AdminPage> = Some(AdminPage::General);
const SCOPES: Option<AdminPage> = Some(AdminPage::ApiScopes);
const ROLES: Option<AdminPage> = Some(AdminPage::AdminRoles);
const ZONES: Option<AdminPage> = Some(AdminPage::Networks);

use At::*;
use Entered::*;

macro_rules! rows {
    ($($what:literal: $at:expr, $entered:expr => $outcome:ident, $check:ident, $code:literal, $step:expr, $page:expr;)*) => {
        &[$(Row {
            what: $what, at: $at, entered: $entered,
            outcome: $outcome, check: $check, code: $code, step: $step, page: $page,
        },)*]
    };
}

pub(super) const ROWS: &[Row] = rows! {
    // The domain.
    "a domain that does not exist": Name("no-such-company.okta.com"), Jwk => Failed, Domain, "domain_not_found", Some(1), None;
    "a domain that can never exist": Name("acme.okta.invalid"), Jwk => Failed, Domain, "domain_not_found", Some(1), None;
    "a domain that leads inside": Name("inside.okta.com"), Jwk => Failed, Domain, "domain_private_address", Some(1), None;
    "a domain that leads inside by one of its addresses": Name("half-inside.okta.com"), Jwk => Failed, Domain, "domain_private_address", Some(1), None;
    "the metadata service of a cloud, by name": Name("metadata.google.internal"), Jwk => Failed, Domain, "domain_private_address", Some(1), None;
    "no name service": Name("no-dns.okta.com"), Jwk => Inconclusive, Domain, "dns_unavailable", None, None;
    "a resolver that knows no public name": NoNames, Jwk => Inconclusive, Domain, "dns_unavailable", None, None;
    "the proxy is not there": Proxy(0), Jwk => Inconclusive, Domain, "proxy_unreachable", None, None;
    "the proxy wants a password": Proxy(407), Jwk => Inconclusive, Domain, "proxy_sign_in", None, None;
    "the proxy lets nobody through to Okta": Proxy(403), Jwk => Inconclusive, Domain, "proxy_refused", None, None;
    "what is named as proxy is a web server": Proxy(405), Jwk => Inconclusive, Domain, "proxy_refused", None, None;
    "the proxy does not get through": Proxy(502), Jwk => Inconclusive, Domain, "proxy_failed", None, None;
    "the proxy has no name service": Proxy(500), Jwk => Inconclusive, Domain, "proxy_failed", None, None;
    "nobody listens": Nobody, Jwk => Inconclusive, Domain, "connect_refused", None, None;
    "no way there": Nowhere, Jwk => Inconclusive, Domain, "connect_failed", None, None;
    "a port that is silent": Silence, Jwk => Inconclusive, Domain, "connect_timeout", None, None;
    "a port without TLS": PlainHttp, Jwk => Failed, Domain, "tls_failed", None, None;
    "a certificate of an unknown issuer": Okta(&["untrusted_certificate"]), Jwk => Failed, Domain, "tls_untrusted", None, None;
    "the certificate of a custom domain has expired": Custom("expired.acme-corp.com", &["expired_certificate"]), Jwk => Failed, Domain, "tls_expired", None, None;
    "a certificate of Okta's that is not valid today": Okta(&["expired_certificate"]), Jwk => Inconclusive, Domain, "tls_clock", None, None;
    "a certificate of another site": Okta(&["wrong_host_certificate"]), Jwk => Failed, Domain, "tls_name_mismatch", None, None;
    "no answer": Okta(&["hanging"]), Jwk => Inconclusive, Domain, "response_timeout", None, None;
    "an answer in drops": Okta(&["dripping"]), Jwk => Inconclusive, Domain, "response_timeout", None, None;
    "an answer without end": Okta(&["oversized"]), Jwk => Failed, Domain, "response_too_large", Some(1), None;
    "an answer that breaks off": Okta(&["truncated"]), Jwk => Inconclusive, Domain, "connection_broken", None, None;
    "a connection that closes without an answer": Okta(&["dropped_connection"]), Jwk => Inconclusive, Domain, "connection_broken", None, None;
    // The organization.
    "an ordinary web site": Custom("shop.acme-corp.com", &["not_okta"]), Jwk => Failed, Organization, "not_okta", Some(1), None;
    "a web site that answers 200 to everything": Custom("app.acme-corp.com", &["captive_portal"]), Jwk => Failed, Organization, "not_okta", Some(1), None;
    "a name that no organization has": Okta(&["not_okta"]), Jwk => Failed, Organization, "organization_not_found", Some(1), None;
    "an organization that was renamed": Okta(&["gone"]), Jwk => Failed, Organization, "organization_not_found", Some(1), None;
    "a custom domain whose organization is gone": Custom("gone.acme-corp.com", &["gone"]), Jwk => Failed, Organization, "organization_not_found", Some(1), None;
    "a sign-in page of a Wi-Fi": Okta(&["captive_portal"]), Jwk => Inconclusive, Organization, "html_response", None, None;
    "a firewall blocks everything": Okta(&["blocked"]), Jwk => Inconclusive, Organization, "request_blocked", None, ZONES;
    "a firewall in front of a custom domain blocks everything": Custom("waf.acme-corp.com", &["blocked"]), Jwk => Inconclusive, Organization, "request_blocked", None, None;
    "a network zone or ThreatInsight blocks everything": Okta(&["blocked_by_okta"]), Jwk => Inconclusive, Organization, "blocked_by_okta", None, ZONES;
    "the same at a custom domain": Custom("zone.acme-corp.com", &["blocked_by_okta"]), Jwk => Inconclusive, Organization, "blocked_by_okta", None, None;
    "E0000006 for everything": Okta(&["nobody_may"]), Jwk => Inconclusive, Organization, "blocked_by_okta", None, ZONES;
    "something in front wants a browser": Custom("cdn.acme-corp.com", &["browser_challenge"]), Jwk => Inconclusive, Organization, "browser_challenge", Some(1), None;
    "a page that is missing while the token endpoint is blocked": Okta(&["gone", "token_blocked"]), Jwk => Inconclusive, Organization, "request_blocked", None, ZONES;
    "a site that sends visitors on": Okta(&["redirect"]), Jwk => Failed, Organization, "domain_redirects", Some(1), None;
    "the admin host of a custom domain": Custom("login-admin.example.com", &["not_okta"]), Jwk => Failed, Organization, "admin_host", Some(1), None;
    "an organization that Okta has deactivated": Okta(&["deactivated_organization"]), Jwk => Failed, Organization, "organization_deactivated", Some(1), None;
    "an outage": Okta(&["outage"]), Jwk => Inconclusive, Organization, "okta_unavailable", None, None;
    "an outage in front of Okta": Okta(&["bad_gateway"]), Jwk => Inconclusive, Organization, "gateway_unavailable", None, None;
    "an outage of a gateway at a custom domain": Custom("gateway.acme-corp.com", &["bad_gateway"]), Jwk => Inconclusive, Organization, "gateway_unavailable", None, None;
    "rate limits used up everywhere": Okta(&["limited_everywhere"]), Jwk => Inconclusive, Organization, "rate_limited", None, None;
    "JSON that ends in the middle": Okta(&["malformed_json"]), Jwk => Inconclusive, Organization, "unexpected_response", None, None;
    "JSON of another shape": Okta(&["unexpected_json"]), Jwk => Inconclusive, Organization, "unexpected_response", None, None;
    "something in front of Okta blocks /.well-known": Okta(&["description_blocked"]), Jwk => Passed, Organization, "organization_unreadable", None, None;
    // The private key.
    "a damaged key": Okta(&[]), DamagedKey => Failed, PrivateKey, "private_key_invalid", Some(8), GENERAL;
    "a key marked for encryption": Okta(&[]), KeyFor("RSA-OAEP-256") => Failed, PrivateKey, "private_key_algorithm", Some(8), GENERAL;
    "a key longer than anyone signs with": Okta(&[]), LongKey => Failed, PrivateKey, "private_key_too_long", Some(8), GENERAL;
    // The client.
    "a client ID of nobody": Okta(&[]), OtherClient => Failed, Client, "client_not_found", Some(5), APPS;
    "the app is in another organization": Okta(&["unknown_client"]), Jwk => Failed, Client, "client_not_found", Some(5), APPS;
    "the same, answered with 401": Okta(&["unknown_client_401"]), Jwk => Failed, Client, "client_not_found", Some(5), APPS;
    "the app is deactivated": Okta(&["inactive_app"]), Jwk => Failed, Client, "client_not_found", Some(5), APPS;
    "a web app": Okta(&["web_app"]), Jwk => Failed, Client, "not_service_app", Some(3), APPS;
    "a native app": Okta(&["native_app"]), Jwk => Failed, Client, "not_service_app", Some(3), APPS;
    "a single-page app": Okta(&["browser_app"]), Jwk => Failed, Client, "not_service_app", Some(3), APPS;
    "the grant type is not selected": Okta(&["no_client_credentials"]), Jwk => Failed, Client, "grant_type_missing", Some(3), GENERAL;
    // The sign-in: how.
    "the app uses a client secret": Okta(&["client_secret"]), Jwk => Failed, Authentication, "no_public_key", Some(6), GENERAL;
    "the same, with keys from before": Okta(&["client_secret_with_keys"]), Jwk => Failed, Authentication, "client_auth_method", Some(6), GENERAL;
    "no key was added": Okta(&["no_keys"]), Jwk => Failed, Authentication, "no_public_key", Some(6), GENERAL;
    // The sign-in: the key.
    "another app's key": Okta(&[]), OtherKey => Failed, Authentication, "key_not_registered", Some(7), GENERAL;
    "the key was replaced": Okta(&["key_not_registered"]), Jwk => Failed, Authentication, "key_not_registered", Some(7), GENERAL;
    "the key was replaced, and a PEM names no key": Okta(&["key_not_registered"]), Pem => Failed, Authentication, "key_not_registered", Some(7), GENERAL;
    "the key is inactive": Okta(&["inactive_key"]), Jwk => Failed, Authentication, "key_not_registered", Some(7), GENERAL;
    "the key is inactive, its successor active": Okta(&["key_rotated"]), Jwk => Failed, Authentication, "key_not_registered", Some(7), GENERAL;
    "several keys, and none is ours": Okta(&["several_keys_none_ours"]), Jwk => Failed, Authentication, "key_id_unknown", Some(9), GENERAL;
    "the key is there under another key ID": Okta(&["kid_unknown"]), Jwk => Failed, Authentication, "key_id_unknown", Some(9), GENERAL;
    "a key ID mistyped": Okta(&["several_keys"]), PemAs("no-such-kid") => Failed, Authentication, "key_id_unknown", Some(9), GENERAL;
    "several keys, and a PEM names none": Okta(&["several_keys"]), Pem => Failed, Authentication, "key_id_needed", Some(8), GENERAL;
    "the key ID of another key": Okta(&["wrong_key"]), Jwk => Failed, Authentication, "key_id_mismatch", Some(8), GENERAL;
    "the key is there for encryption": Okta(&["encryption_key"]), Jwk => Failed, Authentication, "key_not_for_signing", Some(7), GENERAL;
    "the app's keys are damaged": Okta(&["damaged_keys"]), Jwk => Failed, Authentication, "public_key_invalid", Some(7), GENERAL;
    "two of the app's keys have one key ID": Okta(&["duplicate_kids"]), Jwk => Failed, Authentication, "public_key_invalid", Some(7), GENERAL;
    "the address of the app's keys does not answer": Okta(&["key_url_unreachable"]), Jwk => Failed, Authentication, "public_key_url", Some(7), GENERAL;
    "the address of the app's keys lists none": Okta(&["key_url_empty"]), Jwk => Failed, Authentication, "public_key_url", Some(7), GENERAL;
    "an algorithm that the app does not take": Says(401, "invalid_client", "The client_assertion JWT signature algorithm is invalid."), Jwk => Failed, Authentication, "key_algorithm", Some(8), GENERAL;
    // The sign-in: from where, and when.
    "outside the app's network zones": Okta(&["network_zone"]), Jwk => Failed, Authentication, "network_zone", None, ZONES;
    "a policy refuses": Okta(&["policy_denied"]), Jwk => Failed, Authentication, "access_refused", None, ZONES;
    "our clock is two hours ahead": Okta(&["clock_behind"]), Jwk => Failed, Authentication, "clock_skew", None, None;
    "our clock is two hours behind": Okta(&["clock_ahead"]), Jwk => Failed, Authentication, "clock_skew", None, None;
    "our clock is seven minutes ahead": Okta(&["clock_minutes_behind"]), Jwk => Failed, Authentication, "clock_skew", None, None;
    "our clock is seven minutes behind": Okta(&["clock_minutes_ahead"]), Jwk => Failed, Authentication, "clock_skew", None, None;
    "the clocks differ, and the key is wrong, too": Okta(&["clock_behind", "wrong_key"]), Jwk => Failed, Authentication, "key_id_mismatch", Some(8), GENERAL;
    "the times are refused, and no clock was seen": Okta(&["clock_unknown"]), Jwk => Inconclusive, Authentication, "clock_unknown", None, None;
    "the times are refused, and the clocks agree": Says(401, "invalid_client", "The client_assertion token must be issued before the current time."), Jwk => Inconclusive, Authentication, "time_refused", None, None;
    "a firewall blocks the token endpoint": Okta(&["token_blocked"]), Jwk => Inconclusive, Authentication, "request_blocked", None, ZONES;
    "a network zone blocks the token endpoint": Okta(&["token_blocked_by_okta"]), Jwk => Inconclusive, Authentication, "blocked_by_okta", None, ZONES;
    "E0000006 from the token endpoint": Okta(&["token_nobody_may"]), Jwk => Inconclusive, Authentication, "blocked_by_okta", None, ZONES;
    "something in front of the token endpoint wants a browser": Okta(&["token_browser_challenge"]), Jwk => Inconclusive, Authentication, "browser_challenge", Some(1), None;
    "the token endpoint redirects": Okta(&["token_redirect"]), Jwk => Inconclusive, Authentication, "request_redirected", None, None;
    "a reverse proxy on a custom domain": Custom("okta.acme-corp.com", &["host_rewritten"]), Jwk => Failed, Authentication, "audience_refused", Some(1), None;
    "every request arrives twice": Okta(&["repeated"]), Jwk => Inconclusive, Authentication, "assertion_reused", None, None;
    "requests arrive without what is in them": Okta(&["body_stripped"]), Jwk => Inconclusive, Authentication, "request_refused", None, None;
    "words that nobody has seen yet": Okta(&["unknown_words"]), Jwk => Failed, Authentication, "assertion_refused", Some(6), GENERAL;
    "a rate limit that stays used up": Okta(&["rate_limited_for_long"]), Jwk => Inconclusive, Authentication, "rate_limited", None, None;
    "too many requests at one time": Okta(&["concurrency_limited"]), Jwk => Inconclusive, Authentication, "rate_limited", None, None;
    "an outage of the token endpoint": Okta(&["token_outage"]), Jwk => Inconclusive, Authentication, "okta_unavailable", None, None;
    "a token that ends in the middle": Okta(&["token_malformed"]), Jwk => Inconclusive, Authentication, "unexpected_response", None, None;
    "a page of HTML for a token": Okta(&["token_html"]), Jwk => Inconclusive, Authentication, "html_response", None, None;
    "200 and nothing for a token": Okta(&["token_empty"]), Jwk => Inconclusive, Authentication, "unexpected_response", None, None;
    "401 and nothing for a token": Okta(&["token_bare_401"]), Jwk => Inconclusive, Authentication, "unexpected_response", None, None;
    // Proof of possession.
    "no nonce is ever good": Okta(&["nonce_loop"]), Jwk => Inconclusive, ProofOfPossession, "dpop_proof_refused", Some(10), GENERAL;
    "a proxy takes the proof off": Okta(&["dpop_stripped"]), Jwk => Failed, ProofOfPossession, "dpop_required", Some(10), GENERAL;
    "a proxy takes the proof off every read": Okta(&["dpop_stripped_from_reads"]), Jwk => Failed, Access, "dpop_required", Some(10), GENERAL;
    "our clock is ahead, and proof of possession is on": Okta(&["dpop", "clock_minutes_behind"]), Jwk => Failed, Authentication, "clock_skew", None, None;
    // The scopes.
    "one scope is missing": Okta(&["missing_scope"]), Jwk => Limited, Scopes, "scope_missing", Some(11), SCOPES;
    "several scopes are missing": Okta(&["missing_scopes"]), Jwk => Limited, Scopes, "scope_missing", Some(11), SCOPES;
    "a scope is missing, and proof of possession is on": Okta(&["dpop", "missing_scope"]), Jwk => Limited, Scopes, "scope_missing", Some(11), SCOPES;
    "no scope is granted": Okta(&["no_scopes"]), Jwk => Failed, Scopes, "no_scopes", Some(11), SCOPES;
    "the scope of devices, which the organization does not know": Okta(&["unknown_scope"]), Jwk => Passed, Scopes, "scope_unavailable", None, None;
    "the same, and another scope is not granted": Okta(&["unknown_scope", "missing_roles_scope"]), Jwk => Limited, Scopes, "scope_missing", Some(11), SCOPES;
    "the same, and nothing is granted": Okta(&["unknown_scope", "no_scopes"]), Jwk => Failed, Scopes, "no_scopes", Some(11), SCOPES;
    "a scope that every organization has, and this one does not know": Okta(&["unknown_scopes"]), Jwk => Failed, Scopes, "scope_refused", Some(11), SCOPES;
    "Classic Engine, and another scope is not granted": Okta(&["classic", "missing_roles_scope"]), Jwk => Limited, Scopes, "scope_missing", Some(11), SCOPES;
    // The role.
    "no role": Okta(&["missing_role"]), Jwk => Limited, Role, "role_missing", Some(12), ROLES;
    "no role, entered by a custom domain": Custom("login.acme-corp.com", &["missing_role"]), Jwk => Limited, Role, "role_missing", Some(12), ROLES;
    "Organization Administrator": Okta(&["org_admin_role"]), Jwk => Limited, Role, "role_missing", Some(12), ROLES;
    "Read-only Administrator": Okta(&["read_only_role"]), Jwk => Limited, Role, "role_missing", Some(12), ROLES;
    "Application Administrator": Okta(&["app_admin_role"]), Jwk => Limited, Role, "role_missing", Some(12), ROLES;
    "Group Administrator": Okta(&["group_admin_role"]), Jwk => Limited, Role, "role_missing", Some(12), ROLES;
    "Help Desk Administrator": Okta(&["help_desk_role"]), Jwk => Limited, Role, "role_missing", Some(12), ROLES;
    "Report Administrator": Okta(&["report_role"]), Jwk => Limited, Role, "role_missing", Some(12), ROLES;
    "a custom role": Okta(&["custom_role"]), Jwk => Limited, Role, "role_missing", Some(12), ROLES;
    "the app may not see its own roles": Okta(&["roles_forbidden"]), Jwk => Limited, Role, "role_missing", Some(12), ROLES;
    "no role, and every read works": Okta(&["roles_empty"]), Jwk => Limited, Role, "role_missing", Some(12), ROLES;
    "the roles are a feature that the organization lacks": Okta(&["roles_feature_off"]), Jwk => Passed, Role, "role_unknown", Some(12), ROLES;
    "the same with 403": Okta(&["roles_feature_off_403"]), Jwk => Passed, Role, "role_unknown", Some(12), ROLES;
    "the roles are not found": Okta(&["roles_not_found"]), Jwk => Passed, Role, "role_unknown", Some(12), ROLES;
    "an outage of the roles": Okta(&["roles_outage"]), Jwk => Passed, Role, "role_unknown", Some(12), ROLES;
    "a page of HTML for the roles": Okta(&["roles_html"]), Jwk => Passed, Role, "role_unknown", Some(12), ROLES;
    "a connection that closes at the roles": Okta(&["roles_dropped"]), Jwk => Passed, Role, "role_unknown", Some(12), ROLES;
    "okta.roles.read is missing": Okta(&["missing_roles_scope"]), Jwk => Limited, Role, "role_unreadable", Some(11), SCOPES;
    // The reads.
    "a role too weak for devices": Okta(&["help_desk_role"]), Jwk => Limited, Access, "access_denied", Some(12), ROLES;
    "a role too weak for anything": Okta(&["report_role"]), Jwk => Limited, Access, "access_denied", Some(12), ROLES;
    "a role too weak to see that there is something": Okta(&["weak_lists"]), Jwk => Limited, Access, "access_denied", Some(12), ROLES;
    "200 and empty lists for a role too weak": Okta(&["roles_forbidden", "empty_lists"]), Jwk => Limited, Access, "access_empty", Some(12), ROLES;
    "200 and empty lists for a super administrator": Okta(&["empty_lists"]), Jwk => Limited, Access, "access_withheld", None, None;
    "200 and no application, not even this one": Okta(&["no_applications"]), Jwk => Limited, Access, "access_withheld", None, None;
    "devices are kept from a super administrator": Okta(&["devices_denied"]), Jwk => Limited, Access, "access_withheld", None, None;
    "no role, and every read works in part": Okta(&["roles_empty"]), Jwk => Limited, Access, "access_partial", Some(12), ROLES;
    "a scope is missing for a read": Okta(&["missing_scope"]), Jwk => Limited, Access, "access_scope_missing", Some(11), SCOPES;
    "a read says that its scope is missing, on a second line": Okta(&["devices_scope_on_two_lines"]), Jwk => Limited, Access, "access_scope_missing", Some(11), SCOPES;
    "the same without quotation marks": Okta(&["devices_scope_unquoted"]), Jwk => Limited, Access, "access_scope_missing", Some(11), SCOPES;
    "Classic Engine, and the scope of devices is not granted": Okta(&["classic"]), Jwk => Passed, Access, "classic_engine", None, None;
    "Classic Engine, and the scope of devices is granted": Okta(&["classic_granted"]), Jwk => Passed, Access, "classic_engine", None, None;
    "Classic Engine, which does not know the scope of devices": Okta(&["classic_refused"]), Jwk => Passed, Access, "classic_engine", None, None;
    "the scope of devices is not known, so nothing is read": Okta(&["unknown_scope"]), Jwk => Passed, Access, "feature_not_enabled", None, None;
    "an organization without devices": Okta(&["no_devices"]), Jwk => Passed, Access, "feature_not_enabled", None, None;
    "tokens are revoked": Okta(&["revoked_tokens"]), Jwk => Inconclusive, Access, "token_refused", None, None;
    "a proxy takes the token off": Okta(&["token_stripped"]), Jwk => Inconclusive, Access, "token_refused", None, None;
    "a firewall blocks one read": Okta(&["devices_blocked"]), Jwk => Inconclusive, Access, "request_blocked", None, ZONES;
    "one read is redirected": Okta(&["devices_redirect"]), Jwk => Inconclusive, Access, "request_redirected", None, None;
    "an outage of one read": Okta(&["devices_outage"]), Jwk => Inconclusive, Access, "okta_unavailable", None, None;
    "an outage of all reads": Okta(&["reads_outage"]), Jwk => Inconclusive, Access, "okta_unavailable", None, None;
    "rate limits of all reads used up": Okta(&["reads_rate_limited"]), Jwk => Inconclusive, Access, "rate_limited", None, None;
    "reads that end in the middle": Okta(&["reads_malformed"]), Jwk => Inconclusive, Access, "unexpected_response", None, None;
    "pages of HTML for reads": Okta(&["reads_html"]), Jwk => Inconclusive, Access, "html_response", None, None;
    "connections that close at reads": Okta(&["reads_dropped"]), Jwk => Inconclusive, Access, "connection_broken", None, None;
};

/// What is unusual, and works nevertheless, without a word of blame.
pub(super) const FINE: &[(&str, At, Entered)] = &[
    ("all as the guide says", Okta(&[]), Jwk),
    ("a PEM without a key ID, and one key", Okta(&[]), Pem),
    ("a custom domain", Custom("login.example.org", &[]), Jwk),
    ("several keys, and the right key ID", Okta(&["several_keys"]), Jwk),
    ("proof of possession", Okta(&["dpop"]), Jwk),
    ("proof of possession, and a nonce renewed meanwhile", Okta(&["nonce_rotates"]), Jwk),
    ("a rate limit that is over in seconds", Okta(&["rate_limited"]), Jwk),
    ("an outage of a moment", Okta(&["token_outage_once"]), Jwk),
    ("a request that arrives twice, once", Okta(&["repeated_once"]), Jwk),
    ("our clock is 7 seconds ahead", Okta(&["clock_7_seconds_behind"]), Jwk),
    ("our clock is 28 seconds ahead", Okta(&["clock_28_seconds_behind"]), Jwk),
    ("our clock is 28 seconds ahead, and proof of possession is on", Okta(&["dpop", "clock_28_seconds_behind"]), Jwk),
    ("our clock is 45 seconds ahead", Okta(&["clock_45_seconds_behind"]), Jwk),
    ("our clock is 28 seconds ahead, and nobody says so", Okta(&["clock_no_date"]), Jwk),
    ("a list that begins with an empty page", Okta(&["first_page_empty"]), Jwk),
];

/// What no row can bring about, and why.
pub(super) const NOT_HERE: &[(&str, &str)] = &[
    ("app_inactive", "no recording says how Okta words it: the rule waits for the words"),
    ("organization_changed", "only a connection that remembers another one: connections/pin.rs"),
    ("private_key_unreadable", "a sealed key that does not open: the vault's tests"),
    ("private_key_not_generated", "a system without random numbers"),
];
