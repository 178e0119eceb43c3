//! Saving a connection: what create and replace have in common.

use crate::admission::Permit;
use crate::app::App;
use crate::audit_log::{Actor, AuditTrail, AuditWriter};
use crate::auth::Principal;
use crate::clock::Clock;
use crate::config::DomainAllowList;
use crate::extract::Verify;
use crate::limits::Limits;
use crate::problem::ApiResult;
use crate::signing_key::SigningKeys;
use crate::verifier::{Verifier, must_work, silent};
use model::check::Report;
use model::connection::Status;
use okta::{Credentials, Verification};
use store::Store;

/// What saving a connection takes.
pub(super) struct Saving<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) domains: &'a DomainAllowList,
    pub(super) clock: &'a Clock,
    pub(super) keys: SigningKeys,
    pub(super) audit: AuditWriter,
    pub(super) caller: &'a Principal,
    limits: &'a Limits,
    permit: &'a Permit,
    verifier: Verifier,
}

/// The result of verifying settings; without a report where that was skipped.
pub(super) struct Verified {
    pub(super) status: Status,
    pub(super) report: Option<Report>,
    pub(super) organization_id: Option<String>,
    /// To close when it is stored: otherwise the audit log has an entry of the verification.
    pub(super) trail: Option<AuditTrail>,
}

impl<'a> Saving<'a> {
    pub(super) fn of(app: &'a App, caller: &'a Principal, permit: &'a Permit) -> Self {
        Self {
            store: app.store.as_ref(),
            domains: &app.config.okta_domains,
            clock: &app.clock,
            keys: app.signing_keys(),
            audit: app.audit(),
            caller,
            limits: &app.limits,
            permit,
            verifier: app.verifier(),
        }
    }

    /// Verifies settings that are to be stored, unless that is to be skipped; refuses what does not work.
    pub(super) async fn verify(&self, credentials: &Credentials, verify: Verify) -> ApiResult<Verified> {
        if verify == Verify::Skip {
            return Ok(Verified { status: Status::Unverified, report: None, organization_id: None, trail: None });
        }
        let (host, now) = (credentials.domain.host(), self.clock.now());
        let _slot = self.limits.acquire_verification_slot(self.caller, host, now, self.permit)?;
        let by = Actor::from(self.caller);
        let (verification, trail) = self.verifier.run_draft(&by, credentials, silent()).await;
        match must_work(verification) {
            Ok((Verification { report, organization_id, .. }, status)) => {
                Ok(Verified { status, report: Some(report), organization_id, trail: Some(trail) })
            }
            Err(refusal) => {
                trail.write().await?;
                Err(refusal)
            }
        }
    }
}
