//! Domain allow list: the Okta organizations that may be connected.

use super::parse;
use model::field::OktaDomain;

/// Every domain, or those under a list of suffixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainAllowList(Option<Vec<String>>);

impl DomainAllowList {
    /// No restriction.
    pub const ALL: Self = Self(None);

    /// Reads `*`, or suffixes separated by commas; `*.okta.com` and `.okta.com` mean the same as `okta.com`.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self::ALL);
        }
        parse::list(text, |entry| {
            let suffix = entry.trim_start_matches('*').trim_start_matches('.');
            parse::host_name(suffix).filter(|host| !host.contains('*')).ok_or("is not a domain")
        })
        .map(|suffixes| Self(Some(suffixes)))
    }

    /// Whether a domain is one of the suffixes or under one.
    pub fn allows(&self, domain: &OktaDomain) -> bool {
        let host = domain.host();
        let under = |suffix: &String| {
            host.strip_suffix(suffix.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        self.0.as_ref().is_none_or(|suffixes| suffixes.iter().any(under))
    }
}
