//! Variable names: what people and programs call the values of a connection, reduced to lower-case letters and digits.

const DOMAINS: [&str; 12] = [
    "domain",
    "domainname",
    "oktadomain",
    "orgurl",
    "orgdomain",
    "organizationurl",
    "organization",
    "issuer",
    "issueruri",
    "baseurl",
    "oktaurl",
    "oktaorg",
];
const CLIENT_IDS: [&str; 4] = ["clientid", "appclientid", "serviceclientid", "oidcclientid"];
const KEY_IDS: [&str; 6] = ["kid", "keyid", "privatekeyid", "jwkkid", "signingkeyid", "publickeyid"];
/// Prefixes in front of a name that say whose value it is.
const OWNERS: [&str; 4] = ["okta", "client", "app", "my"];

/// Whether it is a name of the Okta domain.
pub(in crate::field) fn is_domain_name(name: &str) -> bool {
    is_one_of(name, &DOMAINS)
}

/// Whether it is a name of the client ID.
pub(in crate::field) fn is_client_id_name(name: &str) -> bool {
    is_one_of(name, &CLIENT_IDS)
}

/// Whether it is a name of the key ID.
pub(in crate::field) fn is_key_id_name(name: &str) -> bool {
    is_one_of(name, &KEY_IDS)
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.contains(&name)
        || OWNERS.iter().any(|owner| name.strip_prefix(owner).is_some_and(|rest| is_one_of(rest, names)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_with_whose_they_are_and_no_others() {
        for name in ["clientid", "oktaclientid", "oktaclientclientid"] {
            assert!(is_client_id_name(name), "{name}");
        }
        for name in ["oktaclientorgurl", "oktadomain", "domain"] {
            assert!(is_domain_name(name), "{name}");
        }
        for name in ["kid", "oktaclientprivatekeyid", "keyid"] {
            assert!(is_key_id_name(name), "{name}");
        }
        for name in ["googleclientid", "awsaccesskeyid", "url", ""] {
            assert!(!is_client_id_name(name) && !is_domain_name(name) && !is_key_id_name(name), "{name}");
        }
    }
}
