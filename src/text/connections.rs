//! What the pages of connections say.

/// The list, the panels, the connection's page.
pub(crate) struct Connections {
    /// The name of the list.
    pub(crate) title: &'static str,
}
