//! `/api/v1/iam/roles`. Its links are on the `-admin` host, whichever host was asked.

use serde_json::json;

use super::{
    Read,
    paging::{Sizes, page},
};
use crate::{fixtures::CUSTOM_ROLES, reply::Reply};

const SIZES: Sizes = Sizes { default: 100, max: 200 };

pub(super) fn list(read: &Read<'_>) -> Reply {
    let base = format!("https://{}", read.org.admin_host());
    let role = |index: usize| CUSTOM_ROLES[index].json(&read.org.id, &base);
    match page(read.call, &base, SIZES, CUSTOM_ROLES.len(), role) {
        Ok(page) => {
            let mut links = json!({ "self": { "href": page.this } });
            if let Some(next) = &page.next {
                links["next"] = json!({ "href": next });
            }
            page.links(Reply::ok(&json!({ "roles": page.items, "_links": links })))
        }
        Err(reply) => *reply,
    }
}
