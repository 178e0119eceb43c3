//! Encryption of secrets at rest: every private key is encrypted under its own data key, and that under the master key.

mod binding;
mod canary;
mod config;
mod error;
mod format;
mod key_encryption;
mod master_key;
mod master_key_file;
mod master_keyring;
mod rotate;
mod seal;
mod vault;

pub use binding::Binding;
pub use config::{Config, KmsConfig};
pub use error::VaultError;
pub use key_encryption::TransitError;
pub use rotate::{Rotated, Rotation};
pub use vault::{Vault, ask_service};
