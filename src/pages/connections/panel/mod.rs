//! The panel that creates and edits a connection.

mod connection_panel;
mod edit_conflict;
mod editor;
mod lost_answer;
mod panel_host;
mod submission;

pub(crate) use panel_host::{PanelHost, panel_title, preload_later};

/// The panel that is open over a page, as its address says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Panel {
    #[default]
    None,
    Create,
    /// Create, filled with what there is of the connection with this id.
    Duplicate(String),
    /// With the connection's id.
    Edit(String),
}
