//! The demo organization, which is configured as the setup guide says.

use super::{App, AppKey, ApplicationType, AuthMethod, KeyMaterial, KeySet, Org, Role, Status};

/// The host of the demo organization.
pub const DEMO_HOST: &str = "acme-backup-demo.okta.com";

/// The client id of its service app.
pub const DEMO_CLIENT_ID: &str = "0oa8mk2wq4BackupX5d7";

/// The seven scopes that are granted to it.
pub const DEMO_SCOPES: [&str; 7] = [
    "okta.apps.read",
    "okta.devices.read",
    "okta.groups.read",
    "okta.orgs.read",
    "okta.roles.read",
    "okta.userTypes.read",
    "okta.users.read",
];

impl Org {
    /// The organization that `okta-sim demo` describes. Its service app has the demo key, all seven scopes and the
    /// Super Administrator role, and does not require DPoP.
    pub fn demo() -> Self {
        let service_app = App {
            client_id: DEMO_CLIENT_ID.to_owned(),
            label: "Acme Cloud Backup".to_owned(),
            status: Status::Active,
            application_type: ApplicationType::Service,
            token_endpoint_auth_method: AuthMethod::PrivateKeyJwt,
            dpop_bound_access_tokens: false,
            keys: vec![AppKey::new(KeyMaterial::Demo)],
            key_set: KeySet::Readable,
            grant_types: Vec::new(),
            scopes: DEMO_SCOPES.map(str::to_owned).to_vec(),
            roles: vec![Role::SuperAdmin],
            network_zone_allowed: true,
        };
        Self { apps: vec![service_app], ..Self::new(DEMO_HOST) }
    }
}
