//! Return address: the page that a signed-out user asked for. It is kept until they have signed in with a link, perhaps
//! in another tab, or with the provider.

use crate::storage;

const PLACE: &str = "asked-for";

/// Saves a path and its query.
pub(crate) fn remember(page: &str) {
    storage::remember(PLACE, page);
}

/// The saved page, if there is one.
pub(crate) fn recall() -> Option<String> {
    storage::recall(PLACE)
}

/// Forgets the page: the user is there, or has gone elsewhere.
pub(crate) fn forget() {
    storage::forget(PLACE);
}
