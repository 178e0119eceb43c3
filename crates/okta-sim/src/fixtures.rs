//! Test data: the objects of a fictional company. All derive from the organization's id, so they are the same at each
//! start.

pub(crate) mod apps;
pub(crate) mod devices;
pub(crate) mod groups;
pub(crate) mod user_types;
pub(crate) mod users;

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime, macros::datetime};

use crate::random;

const FOUNDED: OffsetDateTime = datetime!(2025-01-15 08:30:00 UTC);

/// The time this many days after the organization was created, in Okta's format: `2025-01-15T08:30:00.000Z`.
pub(crate) fn stamp(days: i64) -> String {
    let at = FOUNDED + Duration::days(days) + Duration::seconds(days * 977 % 30_000);
    let (date, time) = (at.date(), at.time());
    format!("{date}T{:02}:{:02}:{:02}.000Z", time.hour(), time.minute(), time.second())
}

/// RFC 4648 base32 without padding, for the ids of standard role assignments.
pub(crate) fn base32(text: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = text.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect::<Vec<u8>>();
    bits.chunks(5)
        .map(|five| {
            let value = (0..5).fold(0, |sum, bit| sum << 1 | five.get(bit).copied().unwrap_or(0));
            char::from(ALPHABET[usize::from(value)])
        })
        .collect()
}

/// A custom administrator role.
#[derive(Debug)]
pub(crate) struct CustomRole {
    label: &'static str,
    description: &'static str,
}

/// The standard roles, which every organization has.
pub(crate) static CUSTOM_ROLES: [CustomRole; 3] = [
    CustomRole { label: "Backup Operator", description: "Reads users, groups and applications for the nightly backup" },
    CustomRole { label: "Contractor Onboarding", description: "Creates contractors and adds them to project groups" },
    CustomRole {
        label: "Service Desk Lead",
        description: "Resets credentials and unlocks accounts of the EMEA region",
    },
];

impl CustomRole {
    pub(crate) fn id(&self, seed: &str) -> String {
        random::object_id("cr0", &format!("{seed}{}", self.label))
    }

    pub(crate) fn json(&self, seed: &str, base: &str) -> Value {
        let id = self.id(seed);
        json!({
            "id": id,
            "label": self.label,
            "description": self.description,
            "created": stamp(30),
            "lastUpdated": stamp(95),
            "_links": {
                "permissions": { "href": format!("{base}/api/v1/iam/roles/{id}/permissions") },
                "self": { "href": format!("{base}/api/v1/iam/roles/{id}") },
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_standard_roles_are_those_of_the_recordings() {
        assert_eq!(base32("HELP_DESK_ADMIN"), "JBCUYUC7IRCVGS27IFCE2SKO");
        assert_eq!(base32("SUPER_ADMIN"), "KNKVARKSL5AUITKJJY");
    }
}
