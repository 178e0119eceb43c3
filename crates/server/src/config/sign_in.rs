//! Settings of sign-in: tokens of the embedding console, and an OpenID Connect provider.

use super::error::ConfigError;
use super::parse;
use super::source::Source;
use super::variable::{self, Variable};
use model::permission::Role;
use serde_json::Value;
use std::path::PathBuf;
use url::Url;

/// Tokens of the embedding console (RFC 7519), accepted as bearer tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JwtConfig {
    /// What `iss` must be.
    pub issuer: String,
    /// What `aud` must be or contain.
    pub audience: String,
    /// Where the public keys are.
    pub keys: KeySource,
    /// Root certificates to trust (PEM) where the keys are; none: those that Okta is trusted by.
    pub ca_file: Option<PathBuf>,
    /// What says the role.
    pub role: RoleClaim,
}

/// Where public keys are (RFC 7517, section 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// A file on this machine.
    File(PathBuf),
    /// An address.
    Url(Url),
}

/// A provider that people sign in with (OpenID Connect Core 1.0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OidcConfig {
    /// The issuer, character by character as its tokens say it.
    pub issuer: String,
    /// As which of its clients.
    pub client_id: String,
    /// The client's secret; none for a public client.
    pub client_secret_file: Option<PathBuf>,
    /// Root certificates to trust (PEM) when talking to it; none: those that Okta is trusted by.
    pub ca_file: Option<PathBuf>,
    /// What says the role.
    pub role: RoleClaim,
    /// What to ask for.
    pub scopes: String,
    /// What people call it.
    pub name: String,
}

/// A claim, and what its values mean here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleClaim {
    /// The claim: its name, or with dots the way to it (`realm_access.roles`).
    pub claim: String,
    /// Value and role.
    pub roles: Vec<(String, Role)>,
}

impl RoleClaim {
    /// What these claims say, where they say anything about roles.
    pub fn said<'a>(&self, claims: &'a Value) -> Option<&'a Value> {
        let said = claims.get(&self.claim).or_else(|| self.claim.split('.').try_fold(claims, Value::get));
        said.filter(|said| !said.is_null())
    }

    /// What these claims say instead of a value that has a role, for an operator: bounded, on one line.
    pub fn lacks(&self, claims: &Value) -> String {
        let claim = &self.claim;
        let Some(said) = self.said(claims) else { return format!("the claim {claim} is missing") };
        let values = if let Value::Array(values) = said { values.as_slice() } else { std::slice::from_ref(said) };
        if values.is_empty() {
            return format!("{claim} is empty");
        }
        let shown: Vec<_> = values.iter().take(MAX_VALUES).map(in_words).collect();
        let more = values.len().saturating_sub(MAX_VALUES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{claim} has: {}{more}", shown.join(", "))
    }

    /// The strongest role that these claims give, where they give any. A program's role comes last: it is no person's.
    pub fn role(&self, claims: &Value) -> Option<Role> {
        let said = self.said(claims)?;
        let values = if let Value::Array(values) = said { values.as_slice() } else { std::slice::from_ref(said) };
        let has = |value: &str| values.iter().any(|said| said.as_str() == Some(value));
        let given = |role: Role| self.roles.iter().any(|(value, gives)| *gives == role && has(value));
        [Role::Admin, Role::Viewer, Role::Service].into_iter().find(|role| given(*role))
    }
}

/// How many values of a claim an operator is shown, and how much of each.
const MAX_VALUES: usize = 10;
const MAX_VALUE_CHARS: usize = 80;

fn in_words(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_VALUE_CHARS).collect()
}

impl JwtConfig {
    pub(super) fn read(source: &Source) -> Result<Option<Self>, ConfigError> {
        let all = [
            &variable::JWT_ISSUER,
            &variable::JWT_AUDIENCE,
            &variable::JWT_JWKS,
            &variable::JWT_CA_FILE,
            &variable::JWT_ROLE_CLAIM,
            &variable::JWT_ROLES,
        ];
        let Some(because) = all.into_iter().find(|variable| source.has(variable)) else { return Ok(None) };
        Ok(Some(Self {
            issuer: needed(source, &variable::JWT_ISSUER, because, text)?,
            audience: needed(source, &variable::JWT_AUDIENCE, because, text)?,
            keys: needed(source, &variable::JWT_JWKS, because, key_source)?,
            ca_file: source.optional(&variable::JWT_CA_FILE, parse::path)?,
            role: RoleClaim {
                claim: source.required(&variable::JWT_ROLE_CLAIM, text)?,
                roles: source.required(&variable::JWT_ROLES, |text| roles(text, &Role::ALL))?,
            },
        }))
    }
}

impl OidcConfig {
    pub(super) fn read(source: &Source) -> Result<Option<Self>, ConfigError> {
        let all = [
            &variable::OIDC_ISSUER,
            &variable::OIDC_CLIENT_ID,
            &variable::OIDC_CLIENT_SECRET_FILE,
            &variable::OIDC_CA_FILE,
            &variable::OIDC_ROLE_CLAIM,
            &variable::OIDC_ROLES,
            &variable::OIDC_SCOPES,
            &variable::OIDC_NAME,
        ];
        let Some(because) = all.into_iter().find(|variable| source.has(variable)) else { return Ok(None) };
        let (issuer, host) = needed(source, &variable::OIDC_ISSUER, because, issuer)?;
        let people = [Role::Admin, Role::Viewer];
        Ok(Some(Self {
            issuer,
            client_id: needed(source, &variable::OIDC_CLIENT_ID, because, text)?,
            client_secret_file: source.optional(&variable::OIDC_CLIENT_SECRET_FILE, parse::path)?,
            ca_file: source.optional(&variable::OIDC_CA_FILE, parse::path)?,
            role: RoleClaim {
                claim: source.required(&variable::OIDC_ROLE_CLAIM, text)?,
                roles: needed(source, &variable::OIDC_ROLES, because, |text| roles(text, &people))?,
            },
            scopes: source.required(&variable::OIDC_SCOPES, scopes)?,
            name: source.optional(&variable::OIDC_NAME, name)?.unwrap_or(host),
        }))
    }
}

pub(super) fn needed<T>(
    source: &Source,
    variable: &Variable,
    because: &Variable,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, ConfigError> {
    source.optional(variable, parse)?.ok_or_else(|| ConfigError::Missing {
        name: variable.env_name(),
        because: because.env_name(),
        expected: variable.expected,
    })
}

fn text(text: &str) -> Result<String, String> {
    let is_good = text.chars().count() <= 500 && !text.chars().any(char::is_control);
    is_good.then(|| text.to_owned()).ok_or_else(|| "it is too long or has control characters".to_owned())
}

fn name(name: &str) -> Result<String, String> {
    text(name).ok().filter(|name| name.chars().count() <= 40).ok_or_else(|| "it is longer than that".to_owned())
}

fn key_source(text: &str) -> Result<KeySource, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => address(url).map(KeySource::Url),
        _ if text.contains("://") => Err("it does not start with https://".to_owned()),
        _ => Ok(KeySource::File(PathBuf::from(text))),
    }
}

/// Kept as it was written: the provider's tokens are compared with it. With the host, for people.
fn issuer(text: &str) -> Result<(String, String), String> {
    let url = address(Url::parse(text).map_err(|error| error.to_string())?)?;
    if url.query().is_some() {
        return Err("it has a query".to_owned());
    }
    if text.ends_with("/.well-known/openid-configuration") {
        return Err("it is the address of the discovery document: leave /.well-known/… away".to_owned());
    }
    Ok((text.to_owned(), url.host_str().unwrap_or_default().to_owned()))
}

fn address(url: Url) -> Result<Url, String> {
    if !outbound::is_secure_endpoint(&url) {
        return Err("it is neither an https address nor an http one of this machine".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err("it has a user name, a password or a fragment".to_owned());
    }
    Ok(url)
}

fn scopes(text: &str) -> Result<String, String> {
    let scopes: Vec<_> = text.split_ascii_whitespace().collect();
    // RFC 6749, section 3.3.
    let is_scope = |scope: &&str| scope.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x5B | 0x5D..=0x7E));
    if !scopes.iter().all(is_scope) {
        return Err("a scope has a character that scopes cannot have".to_owned());
    }
    if !scopes.contains(&"openid") {
        return Err("openid is not among them".to_owned());
    }
    Ok(scopes.join(" "))
}

/// The value may hold `=`, as distinguished names do.
fn roles(text: &str, allowed: &[Role]) -> Result<Vec<(String, Role)>, String> {
    parse::list(text, |entry| {
        let (value, role) = entry.rsplit_once('=').ok_or("has no =")?;
        let role = Role::from_name(role.trim()).ok_or("does not end with admin, viewer or service")?;
        if !allowed.contains(&role) {
            return Err("gives the role service, which is for programs");
        }
        let value = value.trim();
        if value.is_empty() { Err("has nothing before the =") } else { Ok((value.to_owned(), role)) }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn an_operator_reads_what_a_claim_has_instead() {
        let of = |claim: &str| RoleClaim { claim: claim.to_owned(), roles: Vec::new() };
        let many: Vec<_> = (0..500).map(|number| format!("g{number}")).collect();
        for (claim, claims, expected) in [
            ("groups", json!({}), "the claim groups is missing"),
            ("groups", json!({"groups": null}), "the claim groups is missing"),
            ("groups", json!({"groups": []}), "groups is empty"),
            ("groups", json!({"groups": ["Sales", "a\nb"]}), "groups has: Sales, a b"),
            ("groups", json!({"groups": "Sales"}), "groups has: Sales"),
            ("a.b", json!({"a": {"b": [1, {"c": 2}]}}), "a.b has: 1, {\"c\":2}"),
            ("groups", json!({ "groups": many }), "groups has: g0, g1, g2, g3, g4, g5, g6, g7, g8, g9 and 490 more"),
        ] {
            assert_eq!(of(claim).lacks(&claims), expected);
        }
        assert!(of("x").lacks(&json!({"x": "y".repeat(10_000)})).len() < 100);
    }

    #[test]
    fn a_role_may_be_that_of_a_name_with_commas() {
        for (text, value) in [
            (r"CN=Backup\,OU=Groups\,DC=example=admin", "CN=Backup,OU=Groups,DC=example"),
            (r"CN=Smith\\\, Ada\,OU=People=admin", r"CN=Smith\, Ada,OU=People"),
            (r"EXAMPLE\backup=admin", r"EXAMPLE\backup"),
            (r"ends with \\=admin", r"ends with \"),
        ] {
            assert_eq!(roles(text, &Role::ALL), Ok(vec![(value.to_owned(), Role::Admin)]), "{text}");
        }
    }

    #[test]
    fn the_strongest_role_that_is_said_counts() {
        let map = |claim: &str| RoleClaim {
            claim: claim.to_owned(),
            roles: roles("ops=admin, CN=Staff=viewer, robots=service", &Role::ALL).unwrap(),
        };
        for (claim, claims, role) in [
            ("role", json!({"role": "ops"}), Some(Role::Admin)),
            ("role", json!({"role": "CN=Staff"}), Some(Role::Viewer)),
            ("role", json!({"role": ["x", "CN=Staff", "ops"]}), Some(Role::Admin)),
            ("role", json!({"role": ["robots", "CN=Staff"]}), Some(Role::Viewer)),
            ("role", json!({"role": ["robots"]}), Some(Role::Service)),
            ("role", json!({"role": "admin"}), None),
            ("role", json!({"role": "OPS"}), None),
            ("role", json!({"role": true}), None),
            ("role", json!({"role": {"ops": true}}), None),
            ("role", json!({"role": [["ops"]]}), None),
            ("role", json!({}), None),
            ("a.b", json!({"a": {"b": ["ops"]}}), Some(Role::Admin)),
            ("a.b", json!({"a.b": "ops"}), Some(Role::Admin)),
            ("a.b", json!({"a": ["ops"]}), None),
            ("https://x.example/roles", json!({"https://x.example/roles": ["ops"]}), Some(Role::Admin)),
        ] {
            assert_eq!(map(claim).role(&claims), role, "{claim} {claims}");
        }
    }
}
