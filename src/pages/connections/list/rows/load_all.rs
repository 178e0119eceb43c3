//! Select all matches: loads the rest of the list first, so that every selected row is in the list.

use super::Rows;
use leptos::prelude::*;
use leptos::task::spawn_local;

impl Rows {
    /// Loads the rest of the list, and selects all of it.
    pub(crate) fn load_all(self) {
        if self.busy.get_untracked() || self.loading_all.get_untracked() {
            return;
        }
        let signal = self.cancellable();
        self.extending.set(true);
        self.loading_all.set(true);
        spawn_local(async move {
            while let Some(next) = self.next() {
                if !self.append(&next, signal.as_ref()).await {
                    return;
                }
                if self.error.with_untracked(Option::is_some) || self.signed_out.get_value() {
                    break;
                }
            }
            self.extending.try_set(false);
            if self.loading_all.try_set(false).is_none() && self.next().is_none() {
                self.select_all(true);
            }
        });
    }

    /// Stops loading; what was loaded stays.
    pub(crate) fn stop_loading_all(self) {
        self.requests.set_value(None);
        self.loading_all.set(false);
        self.extending.set(false);
    }
}
