//! Smart paste: extracts several values from one text, such as an address with the client ID in it, a configuration
//! file, or a mail.

use super::finder::{self, Layer, is_client_id_name, is_domain_name, is_key_id_name, plain_name};
use super::json::first_value;
use super::private_key::find_all;
use super::{ClientId, KeyId, OktaDomain, PrivateKey};
use crate::secret::Secret;
use serde_json::Value;

/// The values found, each valid for its field. Of several of a kind, the first that has the value's name in front of
/// it, or else the first. No `Debug`: it may hold a private key.
#[derive(Default)]
pub struct Pasted {
    /// The organization.
    pub domain: Option<OktaDomain>,
    /// The app.
    pub client_id: Option<ClientId>,
    /// The private key, JWK or PEM.
    pub private_key: Option<Secret<String>>,
    /// The `kid` of a private key that does not contain its own.
    pub key_id: Option<KeyId>,
}

impl Pasted {
    /// The maximum size of a paste, in bytes; longer ones are not searched.
    pub const MAX_BYTES: usize = 4 * PrivateKey::MAX_BYTES;

    /// Finds values in a text: a JSON of any shape, `.env`, YAML, a mail, an address, a private key, a client ID alone.
    pub fn read(text: &str) -> Self {
        if text.len() > Self::MAX_BYTES {
            return Self::default();
        }
        let mut found = Found::default();
        for layer in finder::layers(text) {
            if let Layer::Text(text) = layer {
                found.read(text.expose());
            }
        }
        let key = find_all(text).into_iter().next();
        let needs_key_id = key.as_ref().is_some_and(|key| key.facts.key_id.is_none());
        Self {
            domain: found.domain.value,
            client_id: found.client_id.value,
            private_key: key.map(|key| key.text),
            key_id: found.key_id.filter(|_| needs_key_id),
        }
    }
}

/// The best value so far, and whether its name was in front of it.
struct Best<T> {
    value: Option<T>,
    is_named: bool,
}

impl<T> Default for Best<T> {
    fn default() -> Self {
        Self { value: None, is_named: false }
    }
}

impl<T> Best<T> {
    fn offer(&mut self, value: T, is_named: bool) {
        if self.value.is_none() || is_named && !self.is_named {
            *self = Self { value: Some(value), is_named };
        }
    }
}

#[derive(Default)]
struct Found {
    domain: Best<OktaDomain>,
    client_id: Best<ClientId>,
    key_id: Option<KeyId>,
}

impl Found {
    /// Searches the JSON values in a text member by member, and the rest word by word.
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(start) = rest.find(['{', '[']) {
            let (before, from) = rest.split_at(start);
            self.words(before);
            rest = match first_value(from) {
                Ok((json, end)) => {
                    self.json("", &json);
                    &from[end..]
                }
                Err(_) => &from[1..],
            };
        }
        self.words(rest);
    }

    fn json(&mut self, name: &str, json: &Value) {
        match json {
            Value::String(text) => self.value(&[plain_name(name)], text.trim()),
            Value::Array(values) => values.iter().for_each(|value| self.json(name, value)),
            // A key set contains public keys, and the members of a key are no values of a connection.
            Value::Object(members) if members.get("kty").is_some() => {}
            Value::Object(members) => members.iter().for_each(|(name, value)| self.json(name, value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn words(&mut self, text: &str) {
        for named in finder::named_values(&finder::plain(text)) {
            self.value(&named.names, named.value);
        }
    }

    fn value(&mut self, names: &[String], text: &str) {
        let is_called = |is_name: fn(&str) -> bool| names.iter().any(|name| is_name(name));
        if is_called(is_key_id_name) {
            let text = text.replace('\u{a0}', " ");
            self.key_id = self.key_id.take().or_else(|| KeyId::parse(&text).ok().flatten());
        } else if let Some(id) = usual_client_id(text) {
            self.client_id.offer(id, is_called(is_client_id_name));
        } else if is_called(is_client_id_name) {
            // A word of a sentence is no ID.
            let id = ClientId::parse(text).ok().filter(|id| id.as_str().contains(|c: char| !c.is_ascii_alphabetic()));
            if let Some(id) = id {
                self.client_id.offer(id, true);
            }
        } else if text.contains('.') {
            self.address(text, is_called(is_domain_name));
        }
    }

    /// A domain of Okta's is recognized by itself; another must have the name in front of it, or lead to an app.
    fn address(&mut self, text: &str, is_named: bool) {
        // The rule for a domain refuses characters that a path may contain.
        let host = text.find("://").map_or(0, |scheme| scheme + 3);
        let end = text[host..].find(['/', '?', '#']).map_or(text.len(), |end| host + end);
        let Ok(parsed) = OktaDomain::parse(&text[..end]) else { return };
        let id = text.split(['/', '?', '#', '=', '&']).find_map(usual_client_id);
        if is_named || id.is_some() || parsed.value.admin_host().is_some() {
            self.domain.offer(parsed.value, is_named);
            if let Some(id) = id {
                self.client_id.offer(id, false);
            }
        }
    }
}

/// Only with the prefix of the IDs of apps: other IDs of Okta have the same length.
fn usual_client_id(text: &str) -> Option<ClientId> {
    ClientId::parse(text).ok().filter(|id| id.warning().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const ID: &str = "0oa1b2c3d4E5F6G7H8i9";
    const ACME: &str = "https://acme.okta.com";
    /// The shape of a key, and nobody's: SEC1 on P-256 with meaningless numbers.
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
            ("see acme.okta.com for more".to_owned(), ACME, ""),
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
            // The output of `okta-sim demo`.
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
            // A list of the user's own, in capitals.
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
