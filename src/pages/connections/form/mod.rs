//! The connection form: its fields, its state, and the saved draft.

pub(super) mod draft;
pub(super) mod field;
pub(super) mod fields;
pub(super) mod form_state;
pub(super) mod saved_draft;
pub(super) mod smart_paste;
