//! `organization`: is an Okta organization. What `/.well-known/okta-organization` says, which every organization
//! answers without a token; else whether the token endpoint answers as Okta does.

use super::Finding;
use crate::{
    Code, Diagnosis,
    client::{answer::Answer, error::Trouble},
    diagnosis::{Asked, Endpoint, diagnose, say},
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
}

impl Organization {
    /// Reads the description; `None` where it is none.
    pub(crate) fn read(answer: &Answer) -> Option<Self> {
        let json = answer.json().filter(|_| answer.status == 200)?;
        let id = json.get("id")?.as_str()?;
        let is_id = id.starts_with("00o") && id.len() <= 40 && id.bytes().all(|b| b.is_ascii_alphanumeric());
        let href = json.pointer("/_links/organization/href").and_then(Value::as_str);
        let domain = href.and_then(|href| OktaDomain::parse(href).ok()).map(|parsed| parsed.value);
        is_id.then(|| Self { id: id.to_owned(), domain })
    }

    /// The host of its admin console. Only ever under one of Okta's own domains, so that no answer can send the user
    /// anywhere else.
    pub(crate) fn admin_host(&self) -> Option<String> {
        self.domain.as_ref().and_then(OktaDomain::admin_host)
    }
}

pub(crate) fn passed(organization: &Organization) -> Finding {
    let finding = Finding::passed(say::ORGANIZATION).with("organization_id", organization.id.as_str());
    match &organization.domain {
        Some(domain) => finding.with("domain", domain.host()),
        None => finding,
    }
}

/// Another organization answers than the one that the connection remembers.
pub(crate) fn changed(pinned: &str, found: &Organization) -> Diagnosis {
    Diagnosis::new(Code::OrganizationChanged).with("expected", pinned).with("organization_id", found.id.as_str())
}

/// What to say when it did not describe itself, and whether it gives tokens, or refuses them, as Okta does.
pub(crate) fn unreadable(host: &str, probe: &Result<Answer, Trouble>, signs_in_as_okta: bool) -> Finding {
    let mut diagnosis = match probe {
        Ok(answer) if signs_in_as_okta => Diagnosis::new(Code::OrganizationUnreadable).with("status", answer.status),
        Err(_) if signs_in_as_okta => Diagnosis::new(Code::OrganizationUnreadable),
        Err(trouble) => (*trouble).into(),
        // Only Okta numbers its answers: this one says in Okta's words what is wrong.
        Ok(answer) if answer.request_id.is_some() && !answer.said().error.is_empty() => {
            diagnose(Endpoint::Api, &Asked::default(), answer)
        }
        Ok(answer) => Diagnosis::new(meaning(host, answer)).with("status", answer.status),
    };
    if let Some(to) = probe.as_ref().ok().and_then(|answer| answer.redirect_host.as_deref()) {
        diagnosis = diagnosis.with("redirects_to", to);
    }
    diagnosis.into()
}

fn meaning(host: &str, answer: &Answer) -> Code {
    let is_admin = host.split('.').next().is_some_and(|label| label.ends_with("-admin"));
    match answer.status {
        429 => Code::RateLimited,
        500.. => Code::OktaUnavailable,
        // Only Okta numbers its answers, and it answered something that makes no sense.
        200 if answer.request_id.is_some() && answer.is_json => Code::UnexpectedResponse,
        _ if is_admin => Code::AdminHost,
        300..400 => Code::DomainRedirects,
        _ => Code::NotOkta,
    }
}
