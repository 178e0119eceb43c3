//! A connection: a profile that says which organization to talk to, as which app, with which key.

mod input;
mod view;

pub use input::{ConnectionInput, KeyInput, NewConnection, NewSettings, SettingsInput, pointer, validate_settings};
pub use view::{Connection, KeyView, Settings, Status};
