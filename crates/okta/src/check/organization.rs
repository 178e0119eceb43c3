//! `organization`: is an Okta organization. What `/.well-known/okta-organization` says, which every organization
//! answers without a token; else whether the token endpoint answers as Okta does.

use super::Finding;
use crate::{
    Code, Diagnosis,
    client::{answer::Answer, error::RequestError},
    diagnosis::{Asked, Endpoint, diagnose, messages},
};
use model::field::OktaDomain;
use serde_json::Value;

/// Where an organization describes itself.
pub(crate) const PATH: &str = "/.well-known/okta-organization";

/// An organization, as it describes itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Organization {
    /// `00o…`
    pub(crate) id: String,
    /// Its domain at Okta, whatever custom domain was asked.
    pub(crate) domain: Option<OktaDomain>,
    /// Whether it runs Okta Classic Engine, which has no devices (`pipeline`: `v1`, not `idx`).
    pub(crate) is_classic: bool,
}

impl Organization {
    /// Reads the description; `None` where it is none.
    pub(crate) fn read(answer: &Answer) -> Option<Self> {
        let json = answer.json().filter(|_| answer.status == 200)?;
        let id = json.get("id")?.as_str()?;
        let is_id = id.starts_with("00o") && id.len() <= 40 && id.bytes().all(|b| b.is_ascii_alphanumeric());
        let href = json.pointer("/_links/organization/href").and_then(Value::as_str);
        let domain = href.and_then(|href| OktaDomain::parse(href).ok()).map(|parsed| parsed.value);
        let is_classic = json.get("pipeline").and_then(Value::as_str) == Some("v1");
        is_id.then(|| Self { id: id.to_owned(), domain, is_classic })
    }

    /// The host of its admin console. Only ever under one of Okta's own domains, so that no answer can send the user
    /// anywhere else.
    pub(crate) fn admin_host(&self) -> Option<String> {
        self.domain.as_ref().and_then(OktaDomain::admin_host)
    }
}

pub(crate) fn passed(organization: &Organization) -> Finding {
    let finding = Finding::passed(messages::ORGANIZATION).with("organization_id", organization.id.as_str());
    match &organization.domain {
        Some(domain) => finding.with("domain", domain.host()),
        None => finding,
    }
}

/// Another organization answers than the one that the connection remembers.
pub(crate) fn changed(pinned: &str, found: &Organization) -> Diagnosis {
    Diagnosis::new(Code::OrganizationChanged).with("expected", pinned).with("organization_id", found.id.as_str())
}

/// What to say when it did not describe itself. `token` is why there is no token, where one was asked for;
/// `signs_in_as_okta`, whether the token endpoint gives tokens, or refuses them, as Okta's does.
pub(crate) fn unreadable(
    host: &str,
    asked: &Asked,
    probe: &Result<Answer, RequestError>,
    token: Option<&Diagnosis>,
    signs_in_as_okta: bool,
) -> Finding {
    let diagnosis = match probe {
        Ok(answer) if signs_in_as_okta => Diagnosis::new(Code::OrganizationUnreadable).with("status", answer.status),
        Err(_) if signs_in_as_okta => Diagnosis::new(Code::OrganizationUnreadable),
        Err(error) => (*error).into(),
        Ok(answer) => meaning(host, asked, answer, token),
    };
    match probe.as_ref().ok().and_then(|answer| answer.redirect_host.as_deref()) {
        Some(to) => diagnosis.with("redirects_to", to).into(),
        None => diagnosis.into(),
    }
}

/// What stands in front, where the token endpoint shows it: then nothing is known of what is behind.
const IN_FRONT: [Code; 8] = [
    Code::BrowserChallenge,
    Code::BlockedByOkta,
    Code::RequestBlocked,
    Code::RateLimited,
    Code::OktaUnavailable,
    Code::GatewayUnavailable,
    Code::ResponseTimeout,
    Code::ConnectionBroken,
];

fn meaning(host: &str, asked: &Asked, answer: &Answer, token: Option<&Diagnosis>) -> Diagnosis {
    let found = diagnose(Endpoint::Organization, asked, answer);
    let is_admin = host.split('.').next().is_some_and(|label| label.ends_with("-admin"));
    match found.code {
        Code::NotOkta | Code::DomainRedirects if is_admin => found.recast(Code::AdminHost),
        Code::OrganizationNotFound => token.filter(|token| IN_FRONT.contains(&token.code)).cloned().unwrap_or(found),
        _ => found,
    }
}
