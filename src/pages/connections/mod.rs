//! Connections: the list, the panel that creates and edits, and its form.

mod focus;
mod form;
mod list;
mod panel;

pub(crate) use crate::pages::connection::page as connection_page;
pub(super) use list::{ConnectionRef, delete_dialog, list_path, outcome_message, status_badge};
pub(crate) use list::{background, list_page, provide};
pub(super) use panel::{Panel, PanelHost, panel_title};
