//! Pages: one for each address.

pub(crate) mod connection;
pub(crate) mod connections;
pub(crate) mod not_found;
pub(crate) mod sign_in;
