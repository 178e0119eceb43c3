//! Request session: the requests of one operation to one organization, with their time limit, retries and clock skew.

use super::{
    answer::Answer,
    dpop::{Proof, ProofKey},
    error::RequestError,
    grant::Grant,
};
use crate::{
    Clock,
    diagnosis::{Asked, ClockSeen, TOLERATED_SKEW},
};
use model::field::OktaDomain;
use outbound::{Client, HostClient, Request};
use std::{
    sync::{Mutex, OnceLock, PoisonError},
    time::Duration,
};
use time::OffsetDateTime;
use tokio::time::Instant;

/// How long to wait for Okta's rate limit to reset; a longer wait is not waited for.
const MAX_RATE_LIMIT_WAIT: Duration = Duration::from_secs(5);

/// A run of requests.
pub(crate) struct Session {
    host: HostClient,
    /// Whether the host is under a domain of Okta's own.
    at_okta: bool,
    clock: Clock,
    deadline: Instant,
    /// Okta's clock minus this machine's, in seconds, by the first answer that tells.
    skew: OnceLock<i64>,
    /// How long the other side wants to be left alone, by the answer that asks for most.
    retry_after: Mutex<Option<Duration>>,
}

impl Session {
    /// Looks the organization up; connects at the first request.
    pub(crate) async fn open(client: &Client, clock: &Clock, domain: &OktaDomain) -> Result<Self, RequestError> {
        let deadline = Instant::now() + client.timeouts().total;
        let host = client.open(domain.host()).await?;
        let at_okta = is_okta_domain(domain);
        let (skew, retry_after) = (OnceLock::new(), Mutex::default());
        Ok(Self { host, at_okta, clock: clock.clone(), deadline, skew, retry_after })
    }

    /// How long the organization wants to be left alone, where it said so.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        *self.retry_after.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    /// Okta's clock minus this machine's, in seconds, where they differ too much for Okta to accept times.
    pub(crate) fn clock_off(&self) -> Option<i64> {
        self.skew.get().copied().filter(|skew| skew.abs() > TOLERATED_SKEW)
    }

    /// What a request without anything of its own was, for its diagnosis.
    pub(crate) fn asked(&self) -> Asked {
        let clock = match (self.skew.get(), self.clock_off()) {
            (None, _) => ClockSeen::Unknown,
            (Some(_), None) => ClockSeen::Right,
            (Some(_), Some(_)) => ClockSeen::Off,
        };
        Asked { clock, at_okta: self.at_okta, ..Asked::default() }
    }

    /// The absolute address of a path: what an assertion is meant for, and a proof is bound to.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.host.origin())
    }

    /// Reads something that needs no token, once more where a second try is worth it.
    pub(crate) async fn get(&self, path: &str) -> Result<Answer, RequestError> {
        let request = Request { path, ..Request::default() };
        let answer = self.send(&request).await?;
        if self.wait_for_second_try(&answer).await { self.send(&request).await } else { Ok(answer) }
    }

    /// Posts a form once.
    pub(super) async fn post(
        &self,
        path: &str,
        headers: Vec<(&'static str, String)>,
        form: Vec<(&'static str, String)>,
    ) -> Result<Answer, RequestError> {
        self.send(&Request { path, headers, form: Some(form), json: None }).await
    }

    /// Reads with the access token, and with a proof where the token is bound to one; once more where a second try is
    /// worth it, or where the proof needs a nonce.
    pub(crate) async fn read(&self, path: &str, grant: &Grant) -> Result<Answer, RequestError> {
        let answer = self.read_once(path, grant, None).await?;
        if answer.error().error == "use_dpop_nonce" && answer.dpop_nonce.is_some() {
            return self.read_once(path, grant, answer.dpop_nonce.as_deref()).await;
        }
        if self.wait_for_second_try(&answer).await { self.read_once(path, grant, None).await } else { Ok(answer) }
    }

    async fn read_once(&self, path: &str, grant: &Grant, nonce: Option<&str>) -> Result<Answer, RequestError> {
        let token = grant.access_token.token.expose();
        let headers = match &grant.bound_to {
            None => vec![("authorization", format!("Bearer {token}"))],
            Some(key) => {
                let url = self.url(path.split('?').next().unwrap_or(path));
                let proof = self.proof(key, &Proof { method: "GET", url: &url, nonce, access_token: Some(token) })?;
                vec![("authorization", format!("DPoP {token}")), ("dpop", proof)]
            }
        };
        self.send(&Request { path, headers, form: None, json: None }).await
    }

    pub(super) fn proof(&self, key: &ProofKey, proof: &Proof<'_>) -> Result<String, RequestError> {
        key.prove(proof, self.now()).map_err(|_| RequestError::NoRandomness)
    }

    /// Whether a second try may fare better, after waiting for it: a rate limit that resets within seconds, or a
    /// failure of Okta's own.
    pub(super) async fn wait_for_second_try(&self, answer: &Answer) -> bool {
        let wait = match answer.status {
            429 => answer.rate_limit_wait(self.now()),
            500.. => Some(Duration::ZERO),
            _ => None,
        };
        let left = self.deadline.saturating_duration_since(Instant::now());
        match wait.filter(|wait| *wait <= MAX_RATE_LIMIT_WAIT && *wait < left) {
            Some(wait) => {
                tokio::time::sleep(wait).await;
                true
            }
            None => false,
        }
    }

    async fn send(&self, request: &Request<'_>) -> Result<Answer, RequestError> {
        let sent = self.now();
        let answer = Answer::from(self.host.send(request, self.deadline).await?);
        let wait = answer.retry_after(self.now());
        let mut longest = self.retry_after.lock().unwrap_or_else(PoisonError::into_inner);
        *longest = (*longest).max(wait);
        drop(longest);
        if let Some(date) = answer.date {
            // Half of the exchange went by after Okta wrote its time.
            let received = self.now();
            let skew: time::Duration = date - (sent + (received - sent) / 2);
            let _ = self.skew.set(skew.whole_seconds());
        }
        Ok(answer)
    }
}

/// Whether the domain is one that only Okta has hosts in.
pub(crate) fn is_okta_domain(domain: &OktaDomain) -> bool {
    domain.admin_host().is_some()
}

/// Whether a host (`host` or `host:port`) is under a domain of Okta's own.
pub fn is_okta_host(host: &str) -> bool {
    OktaDomain::parse(host).is_ok_and(|domain| is_okta_domain(&domain.value))
}
