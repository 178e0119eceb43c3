//! Deep links into the Okta admin console, for steps of the guide and fixes.

use crate::field::ClientId;

/// A page of the admin console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminPage {
    /// Applications › Applications.
    Applications,
    /// The app's General tab: client credentials, public keys, proof of possession.
    General,
    /// The app's Okta API Scopes tab.
    ApiScopes,
    /// The app's Admin roles tab.
    AdminRoles,
    /// Security › Networks.
    Networks,
}

impl AdminPage {
    /// The address in the admin console at `admin_host`. Without the client ID, or with one that a customer has chosen
    /// and that therefore is not the app's own ID, a page of the app becomes the list of apps.
    ///
    /// The app's address and its General tab are documented in public write-ups of the console; the other fragments
    /// follow the names of their tabs. Okta opens the app's first tab for a fragment that it does not know.
    pub fn url(self, admin_host: &str, client_id: Option<&ClientId>) -> String {
        let tab = match self {
            Self::Applications => None,
            Self::Networks => return format!("https://{admin_host}/admin/access/networks"),
            Self::General => Some("general"),
            Self::ApiScopes => Some("okta-api-scopes"),
            Self::AdminRoles => Some("admin-roles"),
        };
        match tab.zip(client_id.filter(|id| id.is_usual())) {
            None => format!("https://{admin_host}/admin/apps/active"),
            Some((tab, id)) => format!("https://{admin_host}/admin/app/oidc_client/instance/{id}/#tab-{tab}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_addresses() {
        let id = ClientId::parse("0oa1b2c3d4E5F6G7H8i9").unwrap();
        let chosen = ClientId::parse("svc'backup(1)").unwrap();
        for (page, id, expected) in [
            (AdminPage::Applications, Some(&id), "https://acme-admin.okta.com/admin/apps/active"),
            (AdminPage::General, None, "https://acme-admin.okta.com/admin/apps/active"),
            (AdminPage::General, Some(&chosen), "https://acme-admin.okta.com/admin/apps/active"),
            (
                AdminPage::General,
                Some(&id),
                "https://acme-admin.okta.com/admin/app/oidc_client/instance/0oa1b2c3d4E5F6G7H8i9/#tab-general",
            ),
            (AdminPage::Networks, None, "https://acme-admin.okta.com/admin/access/networks"),
        ] {
            assert_eq!(page.url("acme-admin.okta.com", id), expected);
        }
    }
}
