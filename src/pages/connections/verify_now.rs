//! *Verify now*: of the selected rows, one after the other.

use super::columns::tone;
use super::rows::Rows;
use crate::api::{ApiError, connections, verification};
use crate::components::{explain, use_toasts};
use crate::paths;
use crate::reactive::spawn;
use crate::router::use_router;
use crate::text::text;
use crate::ui::Tone;
use leptos::prelude::*;
use model::check::Outcome;
use model::connection::{Connection, Status};

/// What the button does.
pub(crate) fn action(rows: Rows) -> Callback<()> {
    let toasts = use_toasts();
    let router = use_router();
    Callback::new(move |()| {
        let chosen = untrack(|| rows.chosen());
        rows.verifying.set(chosen.iter().map(|row| row.id.clone()).collect());
        spawn(async move {
            let mut outcomes = Vec::new();
            for row in &chosen {
                outcomes.push(verify(row).await);
                if let Ok(fresh) = connections::get(&row.id, None).await {
                    rows.update(fresh);
                }
                rows.verifying.try_update(|ids| ids.retain(|id| *id != row.id));
            }
            if let ([row], [outcome]) = (&chosen[..], &outcomes[..]) {
                let (tone, message) = told(&row.name, outcome);
                let path = paths::connection(&row.id);
                let see = (text().connections.verify.details, Callback::new(move |()| router.go(&path)));
                toasts.push(tone, message, (tone != Tone::Good).then_some(see));
            } else {
                let good = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Outcome::Passed))).count();
                let bad = outcomes.len() - good;
                let tone = if bad == 0 { Tone::Good } else { Tone::Warning };
                toasts.push(tone, (text().connections.verify.many)(good, bad), None);
            }
        });
    })
}

async fn verify(row: &Connection) -> Result<Outcome, ApiError> {
    verification::stored(&row.id, None, &mut drop).await.map(|report| report.outcome)
}

/// What to say of one verification.
pub(crate) fn told(name: &str, outcome: &Result<Outcome, ApiError>) -> (Tone, String) {
    let words = &text().connections.verify;
    match outcome {
        Ok(outcome) => (Status::after(*outcome).map_or(Tone::Warning, tone), (words.outcome)(name, *outcome)),
        Err(error) => (Tone::Bad, (words.failed)(name, &explain(error))),
    }
}
