//! The search as somebody types it, into the address. A private key that was pasted into it gets no further.

use super::list_state::{LONGEST, ListState, SearchError, check_search};
use crate::text::text;
use leptos::prelude::*;

/// What the search field does. `go` changes what the address says of the list, `amend` does so in place of what it said;
/// `refused` is told why something is not searched for. Gives whether the text may stay in the field.
pub(crate) fn searching(
    state: Memo<ListState>,
    go: Callback<ListState>,
    amend: Callback<ListState>,
    refused: RwSignal<Option<SearchError>>,
) -> Callback<(String, bool), bool> {
    // While somebody types, the address changes in its place: Back leads to what was before, not through every word.
    let typed = StoredValue::new(None::<ListState>);
    Callback::new(move |(q, settled): (String, bool)| {
        let q = q.trim();
        if let Err(why) = check_search(q) {
            refused.set(Some(why));
            // What is too long can be made shorter; a key does not stay in sight.
            return why == SearchError::TooLong;
        }
        let before = state.get_untracked();
        let now = ListState { q: q.to_owned(), ..before.clone() };
        // To leave the field is no new search: why the last one was refused is still to be read.
        if !settled || now != before {
            refused.set(None);
        }
        if now != before {
            let amends = typed.with_value(|typed| typed.as_ref() == Some(&before));
            typed.set_value(Some(now.clone()));
            if amends { amend.run(now) } else { go.run(now) }
        }
        if settled {
            typed.set_value(None);
        }
        true
    })
}

/// Why not, and what to do.
pub(crate) fn search_message(refused: SearchError) -> String {
    let words = &text().connections.search;
    match refused {
        SearchError::Key => words.key.to_owned(),
        SearchError::TooLong => words.too_long(LONGEST),
    }
}
