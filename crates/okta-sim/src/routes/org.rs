//! `/api/v1/org`.

use serde_json::json;

use super::Read;
use crate::{fixtures::stamp, reply::Reply};

pub(super) fn read(read: &Read<'_>) -> Reply {
    let (org, base) = (read.org, read.call.base());
    Reply::ok(&json!({
        "id": org.id,
        "subdomain": org.subdomain,
        "companyName": org.company_name,
        "status": "ACTIVE",
        "website": "https://www.example.com",
        "phoneNumber": "+1 312 555 0142",
        "endUserSupportHelpURL": null,
        "supportPhoneNumber": null,
        "address1": "233 South Wacker Drive",
        "address2": null,
        "city": "Chicago",
        "state": "IL",
        "postalCode": "60606",
        "country": "US",
        "expiresAt": null,
        "created": stamp(0),
        "lastUpdated": stamp(412),
        "_links": {
            "organization": { "href": base },
            "contacts": { "href": format!("{base}/api/v1/org/contacts") },
            "preferences": { "href": format!("{base}/api/v1/org/preferences") },
            "logo": null,
        },
    }))
}
