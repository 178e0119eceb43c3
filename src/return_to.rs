//! The page that a signed-out user asked for, until a link, maybe in another tab, or the provider signs them in.

use crate::storage;

const PLACE: &str = "asked-for";

/// Remembers a path and its query.
pub(crate) fn remember(page: &str) {
    storage::remember(PLACE, page);
}

/// The page, if one was asked for.
pub(crate) fn recall() -> Option<String> {
    storage::recall(PLACE)
}

/// Forgets it: the user is there, or on another page.
pub(crate) fn forget() {
    storage::forget(PLACE);
}
