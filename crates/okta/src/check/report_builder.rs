//! The checks as they are settled, and the outcome that they make.

use super::{Finding, ProgressListener};
use crate::{
    Effect,
    diagnosis::{Links, StatusMessage, messages, plain},
};
use model::check::{Check, CheckId, CheckStatus, Outcome};

/// The report in the making.
pub(crate) struct ReportBuilder<W> {
    pub(crate) links: Links,
    settled: Vec<(Check, Option<Effect>)>,
    on_check: W,
}

impl<W: ProgressListener> ReportBuilder<W> {
    pub(crate) fn new(links: Links, on_check: W) -> Self {
        Self { links, settled: Vec::with_capacity(CheckId::ALL.len()), on_check }
    }

    /// Enters what came out of a check, once; a second result for the same check is not taken.
    pub(crate) fn record(&mut self, id: CheckId, finding: Finding) {
        if self.is_recorded(id) {
            return;
        }
        let (check, effect) = match finding {
            Finding::Passed(passed) => {
                let mut check = plain(id, CheckStatus::Passed, passed.message, &passed.values);
                check.evidence = passed.evidence.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                (check, None)
            }
            Finding::Found(diagnosis) => {
                let diagnosis = diagnosis.whole();
                (diagnosis.check(id, &self.links), Some(diagnosis.entry().effect))
            }
            Finding::Skipped(reason) => (plain(id, CheckStatus::Skipped, reason, &[]), None),
        };
        (self.on_check)(&check);
        self.settled.push((check, effect));
    }

    /// Gives up on every check that is not settled yet.
    pub(crate) fn skip_rest(&mut self, reason: &'static StatusMessage) {
        for id in CheckId::ALL {
            self.record(id, Finding::Skipped(reason));
        }
    }

    pub(crate) fn is_recorded(&self, id: CheckId) -> bool {
        self.settled.iter().any(|(check, _)| check.id == id)
    }

    /// All checks in the order of the report, and what they come to: see [`crate::diagnosis`].
    pub(crate) fn finish(mut self) -> (Vec<Check>, Outcome) {
        self.skip_rest(messages::NOT_CHECKED);
        let has = |effect: Effect| self.settled.iter().any(|(_, found)| *found == Some(effect));
        let outcome = if has(Effect::Blocks) {
            Outcome::Failed
        } else if has(Effect::Undecided) {
            Outcome::Inconclusive
        } else if has(Effect::Limits) {
            Outcome::Limited
        } else {
            Outcome::Passed
        };
        let mut checks: Vec<_> = self.settled.into_iter().map(|(check, _)| check).collect();
        checks.sort_by_key(|check| check.id);
        (checks, outcome)
    }
}
