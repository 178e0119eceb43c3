//! The API client: one file for each resource. No other part of the console uses HTTP.

mod error;
mod language_file;
mod load;
mod query;
mod request;
mod sse;

pub(crate) mod connections;
pub(crate) mod keys;
pub(crate) mod session;
pub(crate) mod sessions;
pub(crate) mod verification;

pub(crate) use error::ApiError;
pub(crate) use language_file::language_file;
pub(crate) use load::Load;
pub(crate) use query::Query;
pub(crate) use request::{Cancel, idempotency_key, on_signed_out};
