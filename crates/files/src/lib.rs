//! File ownership and permissions: whose a file is, who may read it, and reading files that hold a secret.

pub mod acl;
pub mod owner;
mod secret_file;

pub use secret_file::read_secret;
