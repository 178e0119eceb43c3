//! The operations of the API: one folder a resource, one file an operation. `router.rs` lists them.

pub(crate) mod applications;
pub(crate) mod connections;
pub(crate) mod docs;
pub(crate) mod keys;
pub(crate) mod ops;
pub(crate) mod session;
pub(crate) mod sessions;
