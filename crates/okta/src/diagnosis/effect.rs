//! Effects: what a cause does to the connection.

/// What a cause does to the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// There is no connection while this is so.
    Blocks,
    /// Connected, but some objects cannot be read.
    Limits,
    /// Says nothing about the settings: Okta or the network is at fault.
    Undecided,
    /// Worth knowing; everything works.
    Notes,
}
