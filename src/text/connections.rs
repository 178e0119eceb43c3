//! What the pages of connections say.

use model::check::Outcome;
use model::connection::Status;

/// The list, the panels, the connection's page.
pub(crate) struct Connections {
    /// The name of the list.
    pub(crate) title: &'static str,
    pub(crate) status: fn(Status) -> &'static str,
    pub(crate) actions: Actions,
    pub(crate) list: List,
    pub(crate) keys: Keys,
    pub(crate) selection: Selection,
    pub(crate) choose_columns: ChooseColumns,
    pub(crate) export: Export,
    pub(crate) columns: Columns,
    pub(crate) panel: Panel,
    pub(crate) fields: Fields,
    pub(crate) key: Key,
    pub(crate) own_key: OwnKey,
    /// Which fields a paste has filled.
    pub(crate) pasted: fn(&str) -> String,
    pub(crate) kept: Kept,
    pub(crate) conflict: Conflict,
    pub(crate) leave: Leave,
    pub(crate) delete: Delete,
    pub(crate) verify: Verify,
    pub(crate) page: Page,
}

/// The action bar.
pub(crate) struct Actions {
    /// What a screen reader calls the bar.
    pub(crate) bar: &'static str,
    pub(crate) create: &'static str,
    pub(crate) edit: &'static str,
    pub(crate) delete: &'static str,
    pub(crate) verify: &'static str,
    pub(crate) export: &'static str,
    /// Why there is nothing to export.
    pub(crate) nothing: &'static str,
    pub(crate) search: &'static str,
    pub(crate) filter: &'static str,
    pub(crate) every_status: &'static str,
    /// Why a button does nothing.
    pub(crate) viewer: &'static str,
    /// Beside the number of connections, for those who may not change any.
    pub(crate) read_only: &'static str,
    pub(crate) select_one: &'static str,
    pub(crate) select_some: &'static str,
    pub(crate) selected: fn(usize) -> String,
    pub(crate) total: fn(u64) -> String,
}

/// The table, and what is there in its place.
pub(crate) struct List {
    pub(crate) select_all: &'static str,
    pub(crate) select_row: fn(&str) -> String,
    pub(crate) empty_title: &'static str,
    pub(crate) empty: &'static str,
    pub(crate) none_title: &'static str,
    pub(crate) none: &'static str,
    pub(crate) clear: &'static str,
    pub(crate) stale: &'static str,
    pub(crate) verifying: &'static str,
}

/// The keys of the list.
pub(crate) struct Keys {
    /// The button, and the heading of the dialog.
    pub(crate) title: &'static str,
    /// What each of `keys::LIST` does.
    pub(crate) does: [&'static str; 9],
    pub(crate) single: &'static str,
    pub(crate) single_hint: &'static str,
}

/// Selecting what is not loaded yet.
pub(crate) struct Selection {
    pub(crate) loaded: fn(usize) -> String,
    pub(crate) all: fn(u64) -> String,
    pub(crate) loading: &'static str,
}

/// Everything that matches, as a file.
pub(crate) struct Export {
    /// With the name of the file.
    pub(crate) done: fn(&str) -> String,
    pub(crate) failed: fn(&str) -> String,
    pub(crate) blocked: &'static str,
}

/// The dialog that chooses columns.
pub(crate) struct ChooseColumns {
    /// The button, and the heading of the dialog.
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    /// The field for the width of a column, by its name.
    pub(crate) width: fn(&str) -> String,
    pub(crate) automatic: &'static str,
    pub(crate) reset: &'static str,
}

/// The heads of the columns.
pub(crate) struct Columns {
    pub(crate) name: &'static str,
    pub(crate) application: &'static str,
    pub(crate) domain: &'static str,
    pub(crate) status: &'static str,
    pub(crate) verified: &'static str,
    pub(crate) updated: &'static str,
    pub(crate) updated_by: &'static str,
}

/// The panels that create and edit.
pub(crate) struct Panel {
    pub(crate) create: &'static str,
    pub(crate) edit: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) test: &'static str,
    pub(crate) save: &'static str,
    pub(crate) save_unverified: &'static str,
    pub(crate) save_elsewhere: &'static str,
    pub(crate) saving: &'static str,
    pub(crate) stale: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) inconclusive: &'static str,
    pub(crate) not_saved: &'static str,
    pub(crate) kept: &'static str,
    pub(crate) elsewhere_title: &'static str,
    pub(crate) created: fn(&str) -> String,
    pub(crate) updated: fn(&str) -> String,
    pub(crate) limited: fn(&str) -> String,
    pub(crate) unverified: fn(&str) -> String,
}

/// Labels and hints.
pub(crate) struct Fields {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) application: &'static str,
    pub(crate) domain: &'static str,
    pub(crate) domain_hint: &'static str,
    pub(crate) domain_example: &'static str,
    pub(crate) client_id: &'static str,
    pub(crate) client_id_hint: &'static str,
    pub(crate) private_key: &'static str,
    pub(crate) key_id: &'static str,
    pub(crate) key_id_hint: &'static str,
    /// What was mended in the domain, and what became of it.
    pub(crate) mended: fn(&str) -> String,
}

/// The private key.
pub(crate) struct Key {
    pub(crate) hint: &'static str,
    pub(crate) placeholder: &'static str,
    pub(crate) choose: &'static str,
    pub(crate) drop: &'static str,
    pub(crate) unreadable: &'static str,
    pub(crate) replace: &'static str,
    pub(crate) keep: &'static str,
    pub(crate) given: &'static str,
    pub(crate) stored: &'static str,
    pub(crate) must_replace: &'static str,
    pub(crate) rsa: &'static str,
    pub(crate) bits: fn(usize) -> String,
    pub(crate) id: &'static str,
    pub(crate) thumbprint: &'static str,
    pub(crate) since: &'static str,
}

/// A key pair that the server makes.
pub(crate) struct OwnKey {
    pub(crate) generate: &'static str,
    pub(crate) again: &'static str,
    pub(crate) title: &'static str,
    pub(crate) explain: &'static str,
    pub(crate) public: &'static str,
    pub(crate) copy: &'static str,
    pub(crate) other: &'static str,
    pub(crate) failed: fn(&str) -> String,
}

/// What was typed before a reload.
pub(crate) struct Kept {
    pub(crate) title: &'static str,
    pub(crate) explain: &'static str,
    pub(crate) without_key: &'static str,
    pub(crate) afresh: &'static str,
}

/// Somebody else changed it meanwhile.
pub(crate) struct Conflict {
    pub(crate) title: &'static str,
    pub(crate) explain: fn(&str) -> String,
    pub(crate) field: &'static str,
    pub(crate) mine: &'static str,
    pub(crate) theirs: &'static str,
    pub(crate) same: &'static str,
    pub(crate) nothing: &'static str,
    pub(crate) load: &'static str,
    pub(crate) save: &'static str,
    pub(crate) new_key: &'static str,
    pub(crate) gone: &'static str,
}

/// Leaving with something typed.
pub(crate) struct Leave {
    pub(crate) title: &'static str,
    pub(crate) explain: &'static str,
    pub(crate) discard: &'static str,
    pub(crate) stay: &'static str,
}

/// Deleting.
pub(crate) struct Delete {
    /// For one, its name.
    pub(crate) title_one: fn(&str) -> String,
    pub(crate) title_many: fn(usize) -> String,
    pub(crate) explain: &'static str,
    pub(crate) confirm: &'static str,
    pub(crate) done_one: fn(&str) -> String,
    pub(crate) done_many: fn(usize) -> String,
    pub(crate) deleting: &'static str,
    pub(crate) stopped: &'static str,
    /// How many of how many are gone all the same.
    pub(crate) failed: fn(usize, usize) -> String,
}

/// Verifying what is stored.
pub(crate) struct Verify {
    pub(crate) outcome: fn(&str, Outcome) -> String,
    pub(crate) failed: fn(&str, &str) -> String,
    /// For many: how many work, how many do not.
    pub(crate) many: fn(usize, usize) -> String,
    /// How many of how many were verified, and how many of them do not work.
    pub(crate) stopped: fn(usize, usize, usize) -> String,
    pub(crate) details: &'static str,
}

/// A connection's page.
pub(crate) struct Page {
    /// The heading until its name is known.
    pub(crate) untitled: &'static str,
    pub(crate) details: &'static str,
    pub(crate) never_title: &'static str,
    pub(crate) never: &'static str,
    /// The heading above the types of objects.
    pub(crate) readable: &'static str,
    /// What `model::okta::SCOPES` opens, in its order.
    pub(crate) objects: [&'static str; model::okta::SCOPES.len()],
    pub(crate) is_readable: &'static str,
    pub(crate) not_readable: &'static str,
    pub(crate) none_yet: &'static str,
    pub(crate) at_least: fn(u64) -> String,
    pub(crate) history: &'static str,
    pub(crate) no_history: &'static str,
    pub(crate) more: &'static str,
    pub(crate) created: &'static str,
    pub(crate) by: fn(&str) -> String,
    pub(crate) organization: &'static str,
    /// What a history entry's `action` means.
    pub(crate) action: fn(&str) -> String,
    pub(crate) gone_title: &'static str,
    pub(crate) gone: &'static str,
}
