//! What browser and server agree on.
