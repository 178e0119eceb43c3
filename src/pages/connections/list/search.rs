//! Search: the text in the search field becomes part of the address, unless it is a private key.

use super::list_state::{LONGEST, ListState, SearchError, check_search};
use crate::text::text;
use leptos::prelude::*;

/// The handler of the search field. `go` changes the list's state in the address, `amend` does so in place of the
/// current history entry; `refused` gets the reason why a text is not searched for. Gives whether the text may stay in
/// the field.
pub(crate) fn searching(
    state: Memo<ListState>,
    go: Callback<ListState>,
    amend: Callback<ListState>,
    refused: RwSignal<Option<SearchError>>,
) -> Callback<(String, bool), bool> {
    // While the user types, the history entry is replaced: Back leads to the list before, not through every word.
    let typed = StoredValue::new(None::<ListState>);
    Callback::new(move |(q, settled): (String, bool)| {
        let q = q.trim();
        if let Err(why) = check_search(q) {
            refused.set(Some(why));
            // A text that is too long can be shortened; a key is removed from sight.
            return why == SearchError::TooLong;
        }
        let before = state.get_untracked();
        let now = ListState { q: q.to_owned(), ..before.clone() };
        // Leaving the field is no new search: the reason why the last one was refused stays.
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

/// Why a text is not searched for, and what to do.
pub(crate) fn search_message(refused: SearchError) -> String {
    let words = &text().connections.search;
    match refused {
        SearchError::Key => words.key.to_owned(),
        SearchError::TooLong => words.too_long(LONGEST),
    }
}
