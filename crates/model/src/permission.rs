//! Roles and permissions (access control).

use serde::{Deserialize, Serialize};

/// The role of a caller. `service` stands apart: it gets tokens and sees nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Sees connections, reports and history.
    Viewer,
    /// Sees and changes everything.
    Admin,
    /// Gets Okta tokens through a connection.
    Service,
}

/// A permission that roles have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See connections, their reports and their history.
    View,
    /// Create, change, verify and delete connections and keys.
    Manage,
    /// Get an Okta access token through a connection.
    GetToken,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Admin, Self::Service];

    /// Whether this role has the permission.
    pub fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::View => matches!(self, Self::Viewer | Self::Admin),
            Permission::Manage => self == Self::Admin,
            Permission::GetToken => self == Self::Service,
        }
    }

    /// The name in tokens, in responses and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Admin => "admin",
            Self::Service => "service",
        }
    }

    /// The role with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_this_and_no_more() {
        use Permission::{GetToken, Manage, View};
        for (role, allowed) in
            [(Role::Viewer, vec![View]), (Role::Admin, vec![View, Manage]), (Role::Service, vec![GetToken])]
        {
            for permission in [View, Manage, GetToken] {
                assert_eq!(role.may(permission), allowed.contains(&permission), "{role:?} {permission:?}");
            }
        }
    }

    #[test]
    fn names_lead_back_to_roles() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
        assert_eq!(Role::from_name("owner"), None);
    }
}
