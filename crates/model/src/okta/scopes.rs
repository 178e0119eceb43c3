//! The Okta API scopes that a backup needs, and the admin role.

/// One scope to grant on the app's *Okta API Scopes* tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The name in Okta.
    pub name: &'static str,
    /// The name of these objects in a report's evidence.
    pub key: &'static str,
    /// The objects that it gives access to: a plural noun, as shown to the user.
    pub objects: &'static str,
}

/// The seven scopes, in the order of the guide.
pub const SCOPES: [Scope; 7] = [
    Scope { name: "okta.apps.read", key: "applications", objects: "applications" },
    Scope { name: "okta.devices.read", key: "devices", objects: "devices" },
    Scope { name: "okta.groups.read", key: "groups", objects: "groups" },
    Scope { name: "okta.orgs.read", key: "organization", objects: "organization settings" },
    Scope { name: "okta.roles.read", key: "roles", objects: "admin roles" },
    Scope { name: "okta.userTypes.read", key: "user_types", objects: "user types" },
    Scope { name: "okta.users.read", key: "users", objects: "users" },
];

/// The admin role without which some objects cannot be read.
pub const REQUIRED_ROLE: &str = "Super Administrator";
