//! The side panel that creates and edits a connection.

mod connection_panel;
mod edit_conflict;
mod editor;
mod lost_answer;
mod panel_host;
mod submission;

pub(crate) use panel_host::{PanelHost, panel_title, preload_later};

/// The open panel, from the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Panel {
    #[default]
    None,
    Create,
    /// Create, filled with a copy of the connection with this id.
    Duplicate(String),
    /// Edit the connection with this id.
    Edit(String),
}
