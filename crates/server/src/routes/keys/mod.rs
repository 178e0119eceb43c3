//! `/api/v1/keys`: key pairs whose private half never leaves the server.

pub(crate) mod create;
