//! Connections: a profile with the organization to call, the app to call it as, and the key to sign with.

mod input;
mod view;

pub use input::{ConnectionInput, KeyInput, NewConnection, NewSettings, SettingsInput, pointer, validate_settings};
pub use view::{Connection, KeyView, Settings, Status};
