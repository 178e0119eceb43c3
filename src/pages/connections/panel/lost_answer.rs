//! Lost responses: finds out whether a save took effect whose response never came, and continues from there.

use super::editor::Editor;
use super::submission::{LostSave, Phase, SaveError};
use crate::api::{ApiError, Query, connections};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::connection::Connection;

/// How many connections that match the name are looked through for the one that has it.
const LOOKED_THROUGH: &str = "200";

impl Editor {
    /// Checks the server, at the user's request.
    pub(crate) fn look(self) {
        if untrack(|| self.submission.phase()) == Phase::Saving {
            return;
        }
        self.submission.begin(Phase::Saving, self.form.draft().get_untracked(), false);
        spawn_local(async move {
            if !self.settle_lost(true).await {
                self.submission.end(Some(SaveError::WasNotSaved));
            }
        });
    }

    /// Finds out what became of a save whose response was lost, unless sending it again is safe. Gives whether that
    /// settles the submission; if not, it is to be sent. With `only_look` nothing is sent in any case.
    pub(super) async fn settle_lost(self, only_look: bool) -> bool {
        let Some(lost) = self.submission.lost_untracked() else { return false };
        let now = self.form.draft().get_untracked();
        let (is_new, is_same) = (untrack(|| self.is_new()), lost.draft == now);
        if is_new && is_same && !only_look {
            // Safe: with the same idempotency key it is not created twice.
            return false;
        }
        match self.stored(&lost).await {
            Err(ApiError::Cancelled) => true,
            Err(error) if error.status() == Some(404) => {
                self.submission.end(Some(SaveError::Gone));
                true
            }
            Err(error) => {
                self.submission.end(Some(SaveError::MayBeSaved(error)));
                true
            }
            // Changed by somebody else, or not at all: sending again lets the server decide.
            Ok(None) => {
                if only_look {
                    self.submission.forget_lost();
                }
                false
            }
            Ok(Some(stored)) if is_same => {
                self.saved(stored);
                true
            }
            Ok(Some(stored)) => {
                self.rebase_on(&stored, &now.changed_since(&lost.draft));
                self.submission.forget_lost();
                if only_look {
                    self.submission.end(Some(SaveError::WasSaved));
                }
                only_look
            }
        }
    }

    /// The stored connection, if it equals what was sent.
    async fn stored(self, lost: &LostSave) -> Result<Option<Connection>, ApiError> {
        if let Some((id, version)) = self.edited.get_untracked() {
            let stored = connections::get(&id, None).await?;
            return Ok(Some(stored).filter(|stored| stored.version > version && lost.draft.is_stored_as(stored)));
        }
        let query = Query::default().with("q", &lost.draft.name()).with("limit", LOOKED_THROUGH);
        let found = connections::list(query, None).await?.items;
        Ok(found.into_iter().find(|stored| lost.draft.is_stored_as(stored)))
    }
}
