//! Verification: the order of the checks, each on the findings of the ones before.
//!
//! The critical path over a warm connection is three round trips: the organization's description, the token, and all
//! reads at once; four where the app demands proof of possession. A description that cannot be read does not stop the
//! token request: Okta may be reached through something that lets only the API through.

use crate::{
    Clock, Credentials, Diagnosis,
    check::{
        Finding, ProgressListener, ReportBuilder, access, authentication, client, compare, domain, organization,
        private_key, proof_of_possession, role, scopes,
    },
    client::{Session, answer::Answer, error::RequestError, grant::Grant, is_okta_domain, token},
    diagnosis::{Links, messages},
};
use futures::join;
use model::check::{CheckId, Report};
use outbound::Client;
use time::format_description::well_known::Rfc3339;
use tokio::time::Instant;

/// What came out of a verification.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// The nine checks, and the outcome.
    pub report: Report,
    /// The organization's id (`00o…`), where it said so.
    pub organization_id: Option<String>,
    /// How long the organization wants to be left alone, where it said so (`Retry-After`, `x-rate-limit-reset`).
    pub retry_after: Option<std::time::Duration>,
}

pub(crate) async fn verify(
    client: &Client,
    clock: &Clock,
    credentials: &Credentials,
    pinned_to: Option<&str>,
    on_check: impl ProgressListener,
) -> Verification {
    let (started, begun) = (clock.now(), Instant::now());
    let mut report = ReportBuilder::new(Links::of(&credentials.domain, &credentials.client_id), on_check);
    report.record(CheckId::PrivateKey, private_key::evaluate(&credentials.key));
    let (organization_id, retry_after) = match Session::open(client, clock, &credentials.domain).await {
        Ok(session) => (run(&session, credentials, pinned_to, &mut report).await, session.retry_after()),
        Err(error) => {
            report.record(CheckId::Domain, domain::failed(error, is_okta_domain(&credentials.domain)));
            report.skip_rest(messages::UNREACHED);
            (None, None)
        }
    };
    let (checks, outcome) = report.finish();
    let report = Report {
        outcome,
        started_at: started.format(&Rfc3339).unwrap_or_default(),
        duration_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        checks,
    };
    Verification { report, organization_id, retry_after }
}

/// Settles as many checks as can be, and gives the organization's id.
async fn run<W: ProgressListener>(
    session: &Session,
    credentials: &Credentials,
    pinned_to: Option<&str>,
    report: &mut ReportBuilder<W>,
) -> Option<String> {
    let at_okta = is_okta_domain(&credentials.domain);
    let probe = session.get(organization::PATH).await;
    if let Some(finding) = domain::evaluate(probe.as_ref().map(|_| ()).map_err(|error| *error), at_okta) {
        let is_reached = matches!(finding, Finding::Passed(_));
        report.record(CheckId::Domain, finding);
        if !is_reached {
            report.skip_rest(messages::UNREACHED);
            return None;
        }
    }
    let organization = probe.as_ref().ok().and_then(organization::Organization::read);
    if let Some(organization) = &organization {
        report.links.admin_host = organization.admin_host().or_else(|| report.links.admin_host.take());
        if let Some(pinned) = pinned_to.filter(|pinned| *pinned != organization.id) {
            report.record(CheckId::Organization, organization::changed(pinned, organization).into());
            report.skip_rest(messages::OTHER_ORGANIZATION);
            return Some(organization.id.clone());
        }
        report.record(CheckId::Organization, organization::passed(organization));
    }

    let Ok(key) = &credentials.key else {
        record_reach(report, credentials, session, &probe, None);
        report.skip_rest(messages::NO_KEY);
        return organization.map(|organization| organization.id);
    };
    let token = match token::request(session, credentials, key, &scopes::NAMES).await {
        Err(refusal) => Err(authentication::look_closer(refusal, session, credentials, key, &scopes::NAMES).await),
        granted => granted,
    };
    record_reach(report, credentials, session, &probe, Some(&token));
    if report.is_recorded(CheckId::Client) {
        return None;
    }
    report.record(CheckId::Client, client::evaluate(&token));
    report.record(CheckId::Authentication, authentication::evaluate(&token, session));
    report.record(CheckId::ProofOfPossession, proof_of_possession::evaluate(&token));
    let is_classic = organization.as_ref().is_some_and(|organization| organization.is_classic);
    report.record(CheckId::Scopes, scopes::evaluate(&token, is_classic));
    match &token {
        Err(_) => report.skip_rest(messages::NO_TOKEN),
        Ok(grant) => {
            // The role and one object of each type, at once.
            let role = role::read(session, grant, &credentials.client_id);
            let (role, access) = join!(role, access::read_all(session, grant, is_classic));
            let (role, access) = compare(role, access);
            report.record(CheckId::Role, role);
            report.record(CheckId::Access, access);
        }
    }
    organization.map(|organization| organization.id)
}

/// Settles `domain` and `organization` where the probe left them open, by what the token request came to.
fn record_reach<W: ProgressListener>(
    report: &mut ReportBuilder<W>,
    credentials: &Credentials,
    session: &Session,
    probe: &Result<Answer, RequestError>,
    token: Option<&Result<Grant, Diagnosis>>,
) {
    // An outage everywhere says nothing of what is behind it; an outage of the token endpoint alone is Okta's.
    let is_down = probe.as_ref().map_or(true, |answer| answer.status == 429 || answer.status >= 500);
    let signs_in_as_okta = token.is_some_and(|token| match token {
        Ok(_) => true,
        // Only Okta numbers its answers so.
        Err(refusal) => {
            let is_oktas = refusal.evidence.contains_key("request_id") && refusal.evidence.contains_key("error");
            let is_closed = refusal.entry().check == CheckId::Organization;
            is_oktas && !is_closed && (refusal.is_conclusive() || !is_down)
        }
    });
    match probe {
        Err(error) if !signs_in_as_okta => {
            report.record(CheckId::Domain, domain::failed(*error, is_okta_domain(&credentials.domain)));
            report.skip_rest(messages::UNREACHED);
        }
        _ => report.record(CheckId::Domain, domain::answers()),
    }
    if !report.is_recorded(CheckId::Organization) {
        let refusal = token.and_then(|token| token.as_ref().err());
        let host = credentials.domain.host();
        let found = organization::unreadable(host, &session.asked(), probe, refusal, signs_in_as_okta);
        report.record(CheckId::Organization, found);
        if !signs_in_as_okta {
            report.skip_rest(messages::NOT_OKTA);
        }
    }
}
