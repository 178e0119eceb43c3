//! The form: its fields, what is typed into them, and what is kept of it.

pub(super) mod draft;
pub(super) mod field;
pub(super) mod fields;
pub(super) mod form_state;
pub(super) mod saved_draft;
pub(super) mod smart_paste;
