//! What a paste from Okta holds beside what it was meant for: an address with the client ID in it, a whole JSON.

use super::{ClientId, KeyId, OktaDomain, PrivateKey};
use crate::json::Json;
use crate::secret::Secret;

/// Names of members that hold a key ID, in lower case and without `_` and `-`.
const KEY_ID_NAMES: [&str; 3] = ["kid", "keyid", "privatekeyid"];
/// Names of members that hold the organisation's address, where the address itself does not tell.
const DOMAIN_NAMES: [&str; 5] = ["domain", "oktadomain", "orgurl", "issuer", "baseurl"];
/// How long a paste may be to be looked at, in bytes.
const MAX_BYTES: usize = 4 * PrivateKey::MAX_BYTES;

/// The values found, each one that its field takes. Where there are several of a kind, the first. No `Debug`: it may hold
/// a private key.
#[derive(Default)]
pub struct Pasted {
    /// The organisation.
    pub domain: Option<OktaDomain>,
    /// The app.
    pub client_id: Option<ClientId>,
    /// The private key, JWK or PEM.
    pub private_key: Option<Secret<String>>,
    /// The `kid` of a private key that does not bring its own.
    pub key_id: Option<KeyId>,
}

impl Pasted {
    /// Looks for values in a text: a JSON of any shape, an address, a private key, a client ID alone.
    pub fn read(text: &str) -> Self {
        let mut found = Self::default();
        let text = text.trim().trim_start_matches('\u{feff}');
        if text.len() <= MAX_BYTES {
            match Json::read(text) {
                Ok(json @ (Json::Object(_) | Json::List(_))) => found.json("", &json),
                _ => found.text("", text),
            }
        }
        let needs_key_id = found.private_key.as_ref().is_some_and(|key| has_no_key_id(key.expose()));
        found.key_id = found.key_id.filter(|_| needs_key_id);
        found
    }

    fn json(&mut self, name: &str, json: &Json) {
        match json {
            Json::Text(text) => self.text(name, text),
            Json::List(values) => values.iter().for_each(|value| self.json(name, value)),
            Json::Object(members) => {
                // A key set is of public keys, and the members of a key are no values of ours.
                if members.get("kty").is_some() {
                    self.key(&json.to_text());
                } else {
                    members.iter().for_each(|(name, value)| self.json(name, value));
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        let mut name = name.replace(['_', '-'], "");
        name.make_ascii_lowercase();
        let text = text.trim();
        if text.contains("-----BEGIN ") || text.starts_with('{') {
            self.key(text);
        } else if KEY_ID_NAMES.contains(&&*name) {
            self.key_id = self.key_id.take().or_else(|| KeyId::parse(text).ok().flatten());
        } else if let Some(id) = client_id(text) {
            self.client_id.get_or_insert(id);
        } else if text.contains('.') {
            self.address(text, DOMAIN_NAMES.contains(&&*name));
        }
    }

    fn key(&mut self, text: &str) {
        if self.private_key.is_none() && PrivateKey::parse(text).is_ok() {
            self.private_key = Some(Secret::new(text.to_owned()));
        }
    }

    /// A domain of Okta's tells that it is one; another must be called so, or lead to an app.
    fn address(&mut self, text: &str, is_domain: bool) {
        // The rule for a domain refuses characters that a path may have.
        let host = text.find("://").map_or(0, |scheme| scheme + 3);
        let end = text[host..].find(['/', '?', '#']).map_or(text.len(), |end| host + end);
        let Ok(parsed) = OktaDomain::parse(&text[..end]) else { return };
        let id = text.split(['/', '?', '#', '=', '&']).find_map(client_id);
        if is_domain || id.is_some() || parsed.value.admin_host().is_some() {
            self.domain.get_or_insert(parsed.value);
            self.client_id = self.client_id.take().or(id);
        }
    }
}

/// Only what starts as the IDs of apps do: other IDs of Okta have the same length.
fn client_id(text: &str) -> Option<ClientId> {
    ClientId::parse(text).ok().filter(|id| id.warning().is_none())
}

fn has_no_key_id(key: &str) -> bool {
    PrivateKey::parse(key).is_ok_and(|key| key.facts().key_id.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const ID: &str = "0oa1b2c3d4E5F6G7H8i9";
    const ACME: &str = "https://acme.okta.com";
    /// The shape of a key, and nobody's: SEC1 on P-256 with senseless numbers.
    const PEM: &str = "-----BEGIN EC PRIVATE KEY-----\nMDECAQEEIEFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBoAoGCCqGSM49AwEH\n-----END EC PRIVATE KEY-----\n";

    fn jwk(kid: Option<&str>) -> Value {
        let number = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";
        let mut jwk = json!({"kty": "EC", "crv": "P-256", "x": number, "y": number, "d": number});
        if let Some(kid) = kid {
            jwk["kid"] = kid.into();
        }
        jwk
    }

    /// (domain, client ID, whether there is a key, key ID); empty where there is none.
    fn found(text: &str) -> (String, String, bool, String) {
        let found = Pasted::read(text);
        (
            found.domain.map(|domain| domain.to_string()).unwrap_or_default(),
            found.client_id.map(|id| id.to_string()).unwrap_or_default(),
            found.private_key.is_some(),
            found.key_id.map(|id| id.to_string()).unwrap_or_default(),
        )
    }

    fn values(domain: &str, client_id: &str, key: bool, key_id: &str) -> (String, String, bool, String) {
        (domain.to_owned(), client_id.to_owned(), key, key_id.to_owned())
    }

    #[test]
    fn an_address_tells_the_organization_and_the_app() {
        for (text, domain, client_id) in [
            (format!("https://acme-admin.okta.com/admin/apps/oidc/{ID}/"), ACME, ID),
            (format!("https://acme-admin.okta.com/admin/app/oidc_client/instance/{ID}/#tab-general"), ACME, ID),
            (format!(" acme.okta.com/oauth2/v1/authorize?client_id={ID}&x=y\n"), ACME, ID),
            (format!("https://login.example.com/admin/app/{ID}"), "https://login.example.com", ID),
            ("https://acme-admin.oktapreview.com/admin/dashboard".to_owned(), "https://acme.oktapreview.com", ""),
            ("https://example.com/about".to_owned(), "", ""),
            ("see acme.okta.com for more".to_owned(), "", ""),
            ("Nightly. Weekly".to_owned(), "", ""),
        ] {
            assert_eq!(found(&text), values(domain, client_id, false, ""), "{text}");
        }
    }

    #[test]
    fn a_client_id_and_a_key_are_known_by_themselves() {
        assert_eq!(found(&format!(" {ID}\n")), values("", ID, false, ""));
        assert_eq!(found("00u1b2c3d4E5F6G7H8i9"), values("", "", false, ""));
        for key in [PEM.to_owned(), jwk(None).to_string(), jwk(Some("k1")).to_string()] {
            assert_eq!(found(&key), values("", "", true, ""), "{key}");
        }
    }

    #[test]
    fn a_json_of_any_shape_is_taken_apart() {
        let all = values(ACME, ID, true, "");
        let with_kid = values(ACME, ID, true, "k7");
        for (json, expected) in [
            // What `okta-sim demo` prints.
            (json!({"domain": ACME, "client_id": ID, "key_id": "k7", "jwk": jwk(Some("k7")), "pem": PEM}), &all),
            // The configuration of Okta's SDKs.
            (
                json!({"okta": {"client": {"orgUrl": ACME, "clientId": ID, "privateKey": PEM, "keyId": "k7"}}}),
                &with_kid,
            ),
            (
                json!({"okta": {"client": {"orgUrl": "acme.okta.com", "clientId": ID, "privateKey": jwk(None).to_string(), "kid": "k7"}}}),
                &with_kid,
            ),
            // A list of one's own, in capitals.
            (json!([{"OKTA_DOMAIN": "acme.okta.com"}, {"CLIENT-ID": ID}, {"key": jwk(Some("k7"))}]), &all),
        ] {
            assert_eq!(&found(&json.to_string()), expected, "{json}");
        }
    }

    #[test]
    fn an_app_as_the_api_shows_it_has_public_keys_which_are_none() {
        let mut public = jwk(Some("k1"));
        public.as_object_mut().unwrap().remove("d");
        let client = json!({"client_id": ID, "token_endpoint_auth_method": "private_key_jwt"});
        let app = json!({
            "id": ID, "label": "Backup", "status": "ACTIVE", "credentials": {"oauthClient": client},
            "settings": {"oauthClient": {"jwks": {"keys": [public]}}},
            "_links": {"users": {"href": format!("https://acme-admin.okta.com/api/v1/apps/{ID}/users")}},
        });
        assert_eq!(found(&app.to_string()), values(ACME, ID, false, ""));
    }

    #[test]
    fn of_several_the_first_counts() {
        let json = json!([{"domain": ACME}, {"domain": "https://other.okta.com"}, {"client_id": ID}, {"id": "0oa9b2c3d4E5F6G7H8i9"}]);
        assert_eq!(found(&json.to_string()), values(ACME, ID, false, ""));
    }

    proptest! {
        #[test]
        fn what_is_found_passes_its_fields_rule(text in "\\PC{0,40}|[a-z./:{}\"=-]{0,40}") {
            let found = Pasted::read(&text);
            prop_assert!(found.domain.is_none_or(|domain| OktaDomain::parse(&domain.to_string()).is_ok()));
            prop_assert!(found.private_key.is_none_or(|key| PrivateKey::parse(key.expose()).is_ok()));
        }
    }
}
