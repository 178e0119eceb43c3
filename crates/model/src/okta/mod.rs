//! The setup in Okta: scopes, admin role, steps of the guide, pages of the admin console.

mod admin_page;
mod application;
mod guide;
mod scopes;

pub use admin_page::AdminPage;
pub use application::{Application, ApplicationError};
pub use guide::{GUIDE, GuideStep, OWN_KEY_STEP, step};
pub use scopes::{REQUIRED_ROLE, SCOPES, Scope};
