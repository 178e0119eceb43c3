//! *Okta domain*: which organization to talk to, as `https://{domain}`.
//!
//! Forgiving in what it takes, strict in what it keeps: see `mended` of [`Parsed`]. Whether the host resolves to a
//! public address is not known here; the server asks that when it connects.

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

/// The host of an Okta organization: ASCII, lower case, a name of two labels or more, never an address, never the
/// `-admin` console, no port.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OktaDomain(String);

/// A value, and what was changed in the input to get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed<T> {
    /// The canonical value.
    pub value: T,
    /// What was mended, in the order in which it was noticed; empty where the input was canonical.
    pub mended: Vec<Mend>,
}

/// Something in the input that was put right, and that the user is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mend {
    /// Quotation marks, brackets, a name in front, a comma behind.
    #[error("removed everything around the domain")]
    Unwrapped,
    /// No `https://` in front.
    #[error("added https://")]
    SchemeAdded,
    /// `https//`.
    #[error("corrected https://")]
    SchemeCorrected,
    /// A path, query or fragment behind the host.
    #[error("removed everything after the domain")]
    PathRemoved,
    /// A dot at the end of the host.
    #[error("removed the dot at the end")]
    TrailingDotRemoved,
    /// Capitals.
    #[error("changed capitals to lowercase")]
    Lowercased,
    /// Characters outside ASCII, now in the form that DNS uses.
    #[error("converted the domain to its DNS form (xn--)")]
    ToAscii,
    /// The admin console's host.
    #[error("replaced the Admin Console address with your organization’s")]
    AdminHost,
}

impl Mend {
    /// Every mend.
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

    /// Stable, `snake_case`.
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
    /// The longest host name, in characters (RFC 1035).
    pub const MAX_CHARS: usize = 253;

    /// Takes what people paste (an address bar, a bare host, the admin console) and makes the canonical domain of it.
    pub fn parse(input: &str) -> Result<Parsed<Self>, OktaDomainError> {
        let mut mended = Vec::new();
        let text = trimmed(input);
        // What cannot be seen may hide where the address leads: within, nobody takes it out unasked.
        if let Some(character) = text.chars().find(|c| c.is_control() && !c.is_whitespace() || is_invisible(*c)) {
            return Err(OktaDomainError::Character { character });
        }
        let inner = unwrapped(text, is_domain_name);
        if inner != text {
            mended.push(Mend::Unwrapped);
        }
        let text = inner.as_str();
        if text.is_empty() {
            return Err(OktaDomainError::Missing);
        }
        refuse_placeholder(text)?;
        if let Some(character) = text.chars().find(|c| is_stray(*c)) {
            return Err(OktaDomainError::Character { character });
        }
        let authority = authority(without_scheme(text, &mut mended)?, &mut mended);
        let host = canonical_host(authority, &mut mended)?;
        let host = organization_host(host, &mut mended)?;
        Ok(Parsed { value: Self(host), mended })
    }

    /// The host alone, as DNS and TLS take it.
    pub fn host(&self) -> &str {
        &self.0
    }

    /// The host of the admin console, where the name tells it; a custom domain's is only known to Okta.
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

/// Characters that a URL parser would drop, map or take for something else: refused before anyone parses.
fn is_stray(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\\' | '%' | '"' | '\'' | '^' | '`' | '|' | ',' | ';' | '*' | '_' | '<' | '>' | '{' | '}')
}

fn without_scheme<'a>(text: &'a str, mended: &mut Vec<Mend>) -> Result<&'a str, OktaDomainError> {
    let after = |scheme: &str| {
        let head = text.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    };
    if let Some(rest) = after("https://") {
        if !text.starts_with("https://") {
            mended.push(Mend::Lowercased);
        }
        return if rest.contains("://") { Err(OktaDomainError::Malformed) } else { Ok(rest) };
    }
    if after("http:").is_some() || after("http//").is_some() {
        return Err(OktaDomainError::InsecureScheme);
    }
    // A colon that is missing.
    if let Some(rest) = after("https//") {
        mended.push(Mend::SchemeCorrected);
        return Ok(rest);
    }
    if after("https:").is_some() || text.starts_with('/') {
        return Err(OktaDomainError::Malformed);
    }
    if let Some((scheme, _)) = text.split_once("://") {
        return Err(OktaDomainError::OtherScheme { scheme: scheme.chars().take(20).collect() });
    }
    mended.push(Mend::SchemeAdded);
    Ok(text)
}

fn authority<'a>(rest: &'a str, mended: &mut Vec<Mend>) -> &'a str {
    match rest.find(['/', '?', '#']) {
        None => rest,
        Some(end) => {
            mended.push(Mend::PathRemoved);
            &rest[..end]
        }
    }
}

fn canonical_host(authority: &str, mended: &mut Vec<Mend>) -> Result<String, OktaDomainError> {
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
            mended.push(Mend::ToAscii);
            host = ascii;
        }
    }
    if let Some(stripped) = host.strip_suffix('.') {
        mended.push(Mend::TrailingDotRemoved);
        host = stripped.to_owned();
    }
    if host.bytes().any(|b| b.is_ascii_uppercase()) {
        if !mended.contains(&Mend::Lowercased) {
            mended.push(Mend::Lowercased);
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
    // There is no top-level domain of one letter: somebody is still typing.
    if last.len() == 1 {
        return Err(OktaDomainError::SingleLabel);
    }
    refuse_slip(host)
}

/// What becomes of `com` under hurried fingers; none of them is a top-level domain under which Okta serves anybody.
const SLIPS_OF_COM: [&str; 14] =
    ["", "c", "co", "cm", "om", "con", "cim", "cpm", "vom", "xom", "cmo", "ocm", "comm", "coom"];

/// `acme.okta`, `acme.okta.con`: nearly an organization of Okta's.
fn refuse_slip(host: &str) -> Result<(), OktaDomainError> {
    for suffix in OKTA_SUFFIXES {
        let Some(name) = suffix.strip_suffix("com") else { continue };
        // With the dot that belongs to it, or without where nothing follows.
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

/// Whether WHATWG URL parsing would take a host with this last label for an IPv4 address, in any spelling.
fn is_number(label: &str) -> bool {
    let hex = label.strip_prefix("0x").or_else(|| label.strip_prefix("0X"));
    (!label.is_empty() && label.bytes().all(|b| b.is_ascii_digit()))
        || hex.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn organization_host(host: String, mended: &mut Vec<Mend>) -> Result<String, OktaDomainError> {
    if OKTA_SUFFIXES.contains(&host.as_str()) {
        return Err(OktaDomainError::OktaItself);
    }
    let Some((subdomain, suffix)) = split_okta(&host) else { return Ok(host) };
    // Every one of them: a name that Okta gives to no organization would be taken for another one when read again.
    let organization = subdomain.trim_end_matches("-admin");
    if OKTA_OWN_SITES.contains(&organization) {
        return Err(OktaDomainError::OktaItself);
    }
    if organization == subdomain {
        return Ok(host);
    }
    let host = format!("{organization}.{suffix}");
    check_labels(&host)?;
    mended.push(Mend::AdminHost);
    Ok(host)
}

/// `(subdomain, suffix)` of a host directly under one of Okta's own suffixes.
fn split_okta(host: &str) -> Option<(&str, &str)> {
    host.split_once('.').filter(|(_, suffix)| OKTA_SUFFIXES.contains(suffix))
}

#[cfg(test)]
mod tests;
