//! Application types: what can be connected. So far there is one.

use crate::field::FieldError;
use serde::{Deserialize, Serialize};

/// A type of application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Application {
    /// An Okta organization.
    Okta,
}

impl Application {
    /// Every type.
    pub const ALL: [Self; 1] = [Self::Okta];

    /// The name in requests and in the database.
    pub fn id(self) -> &'static str {
        match self {
            Self::Okta => "okta",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Okta => "Okta",
        }
    }

    /// The application with this id.
    pub fn parse(id: &str) -> Result<Self, ApplicationError> {
        Self::ALL.into_iter().find(|application| application.id() == id).ok_or(ApplicationError::Unknown)
    }
}

/// Why an application was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApplicationError {
    /// There is no such type.
    #[error("Select Okta. Other applications are not supported yet.")]
    Unknown,
}

impl FieldError for ApplicationError {
    fn code(&self) -> &'static str {
        "application_unknown"
    }
}
