//! The store on SQLite: one writer, several readers, every commit on disk before it is acknowledged.

mod audit_log;
mod backup;
mod connections;
mod credentials;
mod database;
mod draft;
mod error;
mod generated_keys;
mod idempotency;
mod meta;
mod migrate;
mod open;
mod paths;
mod pool;
mod refold;
mod restore;
mod schedule;
mod schema;
mod secrets;

pub use backup::BackupError;
pub use database::SqliteStore;
pub use restore::{Restore, Restored};

#[cfg(test)]
mod tests;
