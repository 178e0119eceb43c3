//! Field *Okta domain*: the organization to call, as `https://{domain}`.
//!
//! Lenient in what it accepts, strict in what it stores: see `corrections` of [`Parsed`]. Whether the host resolves to a
//! public address is checked by the server when it connects.

mod error;

pub use error::OktaDomainError;

use super::finder::{is_domain_name, is_invisible, trimmed, unwrapped};
use super::idna;
use std::fmt;

/// The domains under which Okta serves organizations, each with an admin console at `{subdomain}-admin.{suffix}`.
/// Source: Okta, "Okta organizations"; the admin hosts that the official SDKs know.
const OKTA_SUFFIXES: [&str; 9] = [
    "okta.com",
    "oktapreview.com",
    "okta-emea.com",
    "okta-gov.com",
    "okta.mil",
    "okta-miltest.com",
    "trex-govcloud.com",
    "trex-gov.com",
    "trexcloud.com",
];

/// First labels under `okta.com` that are Okta's own sites, never a customer's organization.
const OKTA_OWN_SITES: [&str; 7] = ["www", "help", "developer", "support", "status", "trust", "login"];

/// The host of an Okta organization: ASCII, lower case, a name of two labels or more; never an IP address, the `-admin`
/// console, or with a port.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OktaDomain(String);

/// A value, and the corrections that were made to the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed<T> {
    /// The canonical value.
    pub value: T,
    /// The corrections, in the order in which they were made; empty if the input was canonical.
    pub corrections: Vec<Correction>,
}

/// A correction of the input, which is shown to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Correction {
    /// Removed quotation marks, brackets, a name in front, a comma at the end.
    #[error("removed everything around the domain")]
    Unwrapped,
    /// Added `https://` in front.
    #[error("added https://")]
    SchemeAdded,
    /// Corrected `https//`.
    #[error("corrected https://")]
    SchemeCorrected,
    /// Removed a path, query or fragment after the host.
    #[error("removed everything after the domain")]
    PathRemoved,
    /// Removed a dot at the end of the host.
    #[error("removed the dot at the end")]
    TrailingDotRemoved,
    /// Changed capitals to lower case.
    #[error("changed capitals to lowercase")]
    Lowercased,
    /// Converted characters outside of ASCII to the form that DNS uses.
    #[error("converted the domain to its DNS form (xn--)")]
    ToAscii,
    /// Replaced the admin console's host.
    #[error("replaced the Admin Console address with your organization’s")]
    AdminHost,
}

impl Correction {
    /// Every correction.
    pub const ALL: [Self; 8] = [
        Self::Unwrapped,
        Self::SchemeAdded,
        Self::SchemeCorrected,
        Self::PathRemoved,
        Self::TrailingDotRemoved,
        Self::Lowercased,
        Self::ToAscii,
        Self::AdminHost,
    ];

    /// The stable code, `snake_case`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unwrapped => "unwrapped",
            Self::SchemeAdded => "scheme_added",
            Self::SchemeCorrected => "scheme_corrected",
            Self::PathRemoved => "path_removed",
            Self::TrailingDotRemoved => "trailing_dot_removed",
            Self::Lowercased => "lowercased",
            Self::ToAscii => "to_ascii",
            Self::AdminHost => "admin_host",
        }
    }
}

impl OktaDomain {
    /// The maximum length of a host name, in characters (RFC 1035).
    pub const MAX_CHARS: usize = 253;

    /// Parses what people paste (an address, a bare host, the admin console) to the canonical domain.
    pub fn parse(input: &str) -> Result<Parsed<Self>, OktaDomainError> {
        let mut corrections = Vec::new();
        let text = trimmed(input);
        // Invisible characters may disguise where the address leads: inside of it they are not removed silently.
        if let Some(character) = text.chars().find(|c| c.is_control() && !c.is_whitespace() || is_invisible(*c)) {
            return Err(OktaDomainError::Character { character });
        }
        let inner = unwrapped(text, is_domain_name);
        if inner != text {
            corrections.push(Correction::Unwrapped);
        }
        let text = inner.as_str();
        if text.is_empty() {
            return Err(OktaDomainError::Missing);
        }
        refuse_placeholder(text)?;
        if let Some(character) = text.chars().find(|c| is_stray(*c)) {
            return Err(OktaDomainError::Character { character });
        }
        let authority = authority(without_scheme(text, &mut corrections)?, &mut corrections);
        let host = canonical_host(authority, &mut corrections)?;
        let host = organization_host(host, &mut corrections)?;
        Ok(Parsed { value: Self(host), corrections })
    }

    /// The host alone, for DNS and TLS.
    pub fn host(&self) -> &str {
        &self.0
    }

    /// The host of the admin console, if it follows from the name; only Okta knows that of a custom domain.
    pub fn admin_host(&self) -> Option<String> {
        let (subdomain, suffix) = split_okta(&self.0)?;
        Some(format!("{subdomain}-admin.{suffix}"))
    }
}

/// `https://{host}`: what is stored, shown and signed.
impl fmt::Display for OktaDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "https://{}", self.0)
    }
}

fn refuse_placeholder(text: &str) -> Result<(), OktaDomainError> {
    let lower = text.to_ascii_lowercase();
    let has = |open: char, close: char| text.find(open).is_some_and(|start| text[start..].contains(close));
    if has('{', '}') || has('<', '>') || lower.contains("yourokta") || lower.contains("your-okta") {
        return Err(OktaDomainError::Placeholder);
    }
    Ok(())
}

/// Characters that a URL parser would drop, map or misread: refused before parsing.
fn is_stray(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\\' | '%' | '"' | '\'' | '^' | '`' | '|' | ',' | ';' | '*' | '_' | '<' | '>' | '{' | '}')
}

fn without_scheme<'a>(text: &'a str, corrections: &mut Vec<Correction>) -> Result<&'a str, OktaDomainError> {
    let after = |scheme: &str| {
        let head = text.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    };
    if let Some(rest) = after("https://") {
        if !text.starts_with("https://") {
            corrections.push(Correction::Lowercased);
        }
        return if rest.contains("://") { Err(OktaDomainError::Malformed) } else { Ok(rest) };
    }
    if after("http:").is_some() || after("http//").is_some() {
        return Err(OktaDomainError::InsecureScheme);
    }
    // A colon is missing.
    if let Some(rest) = after("https//") {
        corrections.push(Correction::SchemeCorrected);
        return Ok(rest);
    }
    if after("https:").is_some() || text.starts_with('/') {
        return Err(OktaDomainError::Malformed);
    }
    if let Some((scheme, _)) = text.split_once("://") {
        return Err(OktaDomainError::OtherScheme { scheme: scheme.chars().take(20).collect() });
    }
    corrections.push(Correction::SchemeAdded);
    Ok(text)
}

fn authority<'a>(rest: &'a str, corrections: &mut Vec<Correction>) -> &'a str {
    match rest.find(['/', '?', '#']) {
        None => rest,
        Some(end) => {
            corrections.push(Correction::PathRemoved);
            &rest[..end]
        }
    }
}

fn canonical_host(authority: &str, corrections: &mut Vec<Correction>) -> Result<String, OktaDomainError> {
    if authority.contains('@') {
        return Err(OktaDomainError::UserInfo);
    }
    match authority.split_once(':') {
        _ if authority.starts_with('[') => return Err(OktaDomainError::IpAddress),
        Some((_, rest)) if rest.contains(':') => return Err(OktaDomainError::IpAddress),
        Some(_) => return Err(OktaDomainError::Port),
        None => {}
    }
    let mut host = authority.to_owned();
    if !host.is_ascii() || host.to_ascii_lowercase().split('.').any(|label| label.starts_with("xn--")) {
        let ascii = idna::to_ascii(&host).ok_or(OktaDomainError::InvalidIdna)?;
        if !host.eq_ignore_ascii_case(&ascii) {
            corrections.push(Correction::ToAscii);
            host = ascii;
        }
    }
    if let Some(stripped) = host.strip_suffix('.') {
        corrections.push(Correction::TrailingDotRemoved);
        host = stripped.to_owned();
    }
    if host.bytes().any(|b| b.is_ascii_uppercase()) {
        if !corrections.contains(&Correction::Lowercased) {
            corrections.push(Correction::Lowercased);
        }
        host.make_ascii_lowercase();
    }
    check_labels(&host)?;
    Ok(host)
}

fn check_labels(host: &str) -> Result<(), OktaDomainError> {
    let last = host.rsplit('.').next().unwrap_or_default();
    if is_number(last) {
        return Err(OktaDomainError::IpAddress);
    }
    if let Some(character) = host.chars().find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-' | '.')) {
        return Err(OktaDomainError::Character { character });
    }
    let well_formed = |label: &str| (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-');
    if host.len() > OktaDomain::MAX_CHARS || !host.split('.').all(well_formed) {
        return Err(OktaDomainError::Malformed);
    }
    if !host.contains('.') {
        return Err(OktaDomainError::SingleLabel);
    }
    if host.ends_with(".com.com") {
        return Err(OktaDomainError::DoubleCom);
    }
    // No top-level domain has one letter: the user is still typing.
    if last.len() == 1 {
        return Err(OktaDomainError::SingleLabel);
    }
    refuse_slip(host)
}

/// Common typing errors of `com`; none of them is a top-level domain under which Okta serves organizations.
const SLIPS_OF_COM: [&str; 14] =
    ["", "c", "co", "cm", "om", "con", "cim", "cpm", "vom", "xom", "cmo", "ocm", "comm", "coom"];

/// Nearly an address of an Okta organization: `acme.okta`, `acme.okta.con`.
fn refuse_slip(host: &str) -> Result<(), OktaDomainError> {
    for suffix in OKTA_SUFFIXES {
        let Some(name) = suffix.strip_suffix("com") else { continue };
        // Including the dot in front of it, if something follows.
        let cut = [host, "."].concat();
        let ends = SLIPS_OF_COM.iter().filter_map(|slip| {
            let before =
                if slip.is_empty() { cut.strip_suffix(name) } else { host.strip_suffix(slip)?.strip_suffix(name) };
            before?.strip_suffix('.').filter(|subdomain| !subdomain.is_empty())
        });
        if let Some(subdomain) = ends.into_iter().next() {
            return Err(OktaDomainError::Slip { meant: [subdomain, ".", suffix].concat() });
        }
    }
    Ok(())
}

/// Whether WHATWG URL parsing would read a host with this last label as an IPv4 address, in any spelling.
fn is_number(label: &str) -> bool {
    let hex = label.strip_prefix("0x").or_else(|| label.strip_prefix("0X"));
    (!label.is_empty() && label.bytes().all(|b| b.is_ascii_digit()))
        || hex.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn organization_host(host: String, corrections: &mut Vec<Correction>) -> Result<String, OktaDomainError> {
    if OKTA_SUFFIXES.contains(&host.as_str()) {
        return Err(OktaDomainError::OktaItself);
    }
    let Some((subdomain, suffix)) = split_okta(&host) else { return Ok(host) };
    // All of them are removed: a name that Okta gives to no organization would be read as another one the next time.
    let organization = subdomain.trim_end_matches("-admin");
    if OKTA_OWN_SITES.contains(&organization) {
        return Err(OktaDomainError::OktaItself);
    }
    if organization == subdomain {
        return Ok(host);
    }
    let host = format!("{organization}.{suffix}");
    check_labels(&host)?;
    corrections.push(Correction::AdminHost);
    Ok(host)
}

/// `(subdomain, suffix)` of a host directly under one of Okta's suffixes.
fn split_okta(host: &str) -> Option<(&str, &str)> {
    host.split_once('.').filter(|(_, suffix)| OKTA_SUFFIXES.contains(suffix))
}

#[cfg(test)]
mod tests;
