//! Deep links into the admin console, for the fixes of a report.

use model::field::{ClientId, OktaDomain};

/// Where the deep links of a report lead.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    pub(crate) host: String,
    /// The host of the admin console, once it is known.
    pub(crate) admin_host: Option<String>,
    pub(crate) client_id: ClientId,
}

impl Links {
    pub(crate) fn of(domain: &OktaDomain, client_id: &ClientId) -> Self {
        Self { host: domain.host().to_owned(), admin_host: domain.admin_host(), client_id: client_id.clone() }
    }
}
