//! `/api/v1/connections`: profiles that say which organization to talk to, as which app, with which key.

pub(crate) mod create;
mod cursor;
pub(crate) mod delete;
pub(crate) mod delete_many;
pub(crate) mod export;
pub(crate) mod export_selected;
pub(crate) mod get;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod replace;
mod saving;
mod shared;
pub(crate) mod token;
pub(crate) mod verify;
pub(crate) mod verify_draft;
