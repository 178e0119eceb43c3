#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use serde_json::{Value, json};

/// The shape of an EC key as PKCS#8: enough for the shared rules, and nobody's key.
const JWK: &str = r#"{"kty":"EC","crv":"P-256","kid":"k1","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","d":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}"#;

fn without_kid() -> String {
    JWK.replace("\"kid\":\"k1\",", "")
}

fn filled() -> Draft {
    let mut draft = Draft::new("okta");
    for (field, value) in [
        (Field::Name, " Acme "),
        (Field::Description, "Nightly"),
        (Field::Domain, "acme-admin.okta.com/admin"),
        (Field::ClientId, "0oa1b2c3d4E5F6G7H8i9 "),
        (Field::PrivateKey, JWK),
    ] {
        draft.set(field, value.to_owned());
    }
    draft
}

fn stored() -> Connection {
    serde_json::from_value(json!({
        "id": "c1", "name": "Acme", "description": "Nightly", "application": "okta",
        "settings": {
            "domain": "https://acme.okta.com", "client_id": "0oa1b2c3d4E5F6G7H8i9",
            "key": {"algorithm": "RS256", "bits": 2048, "thumbprint": "t", "set_at": "2026-01-01T00:00:00Z"},
        },
        "status": "active", "created_at": "", "created_by": "", "updated_at": "", "updated_by": "", "version": 3,
    }))
    .unwrap()
}

fn generated() -> GeneratedKey {
    let public_jwk = json!({"kty": "RSA"});
    GeneratedKey { id: "g1".to_owned(), key_id: "k2".to_owned(), public_jwk, public_pem: String::new() }
}

fn json_of(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

fn refused(draft: &Draft) -> Vec<Field> {
    draft.errors().into_iter().map(|error| error.field).collect()
}

#[test]
fn a_create_sends_canonical_values_and_the_key() {
    let expected = json!({
        "name": "Acme", "description": "Nightly", "application": "okta",
        "settings": {"domain": "https://acme.okta.com", "client_id": "0oa1b2c3d4E5F6G7H8i9", "private_key": JWK},
    });
    assert_eq!(json_of(&filled().body()), expected);
    assert_eq!(json_of(&filled().verification_body()), expected);
    assert_eq!(refused(&filled()), []);
}

#[test]
fn what_is_sent_is_what_the_server_reads() {
    for draft in [filled(), Draft::edit(&stored())] {
        assert!(serde_json::from_str::<ConnectionInput>(&draft.body()).is_ok());
        assert!(serde_json::from_str::<model::api::VerifyRequest>(&draft.verification_body()).is_ok());
    }
}

#[test]
fn an_empty_form_asks_for_everything_but_the_description() {
    assert_eq!(refused(&Draft::new("okta")), [Field::Name, Field::Domain, Field::ClientId, Field::PrivateKey]);
    assert_eq!(
        refused(&Draft::new("")),
        [Field::Name, Field::Application, Field::Domain, Field::ClientId, Field::PrivateKey]
    );
}

#[test]
fn an_edit_keeps_the_stored_key_and_says_whose_it_is_when_verifying() {
    let draft = Draft::edit(&stored());
    assert_eq!(refused(&draft), []);
    assert_eq!(json_of(&draft.body())["settings"].get("private_key"), None);
    assert_eq!(json_of(&draft.body()).get("id"), None);
    assert_eq!(json_of(&draft.verification_body())["id"], "c1");
}

#[test]
fn a_replaced_key_is_sent_and_the_stored_one_not_named() {
    let mut draft = Draft::edit(&stored());
    draft.keys.source = KeySource::Given;
    assert_eq!(refused(&draft), [Field::PrivateKey]);
    draft.set(Field::PrivateKey, JWK.to_owned());
    assert_eq!(refused(&draft), []);
    let body = json_of(&draft.verification_body());
    assert_eq!((body.get("id"), &body["settings"]["private_key"]), (None, &json!(JWK)));
}

#[test]
fn a_generated_key_is_named_by_its_id_as_long_as_it_is_chosen() {
    for mut draft in [filled(), Draft::edit(&stored())] {
        draft.keys.generated = Some(generated());
        assert_eq!(json_of(&draft.body())["settings"].get("generated_key"), None);
        draft.keys.source = KeySource::Generated;
        draft.set(Field::KeyId, "another".to_owned());
        assert_eq!(refused(&draft), []);
        for body in [json_of(&draft.body()), json_of(&draft.verification_body())] {
            let settings = &body["settings"];
            assert_eq!(settings["generated_key"], "g1");
            assert_eq!((settings.get("private_key"), settings.get("key_id"), body.get("id")), (None, None, None));
        }
    }
}

#[test]
fn without_a_generated_key_one_must_be_given() {
    let mut draft = Draft::edit(&stored());
    draft.keys.source = KeySource::Generated;
    assert_eq!(refused(&draft), [Field::PrivateKey]);
}

#[test]
fn a_stored_key_does_not_follow_to_another_destination() {
    for (field, value, needed) in [
        (Field::Domain, "https://other.okta.com", true),
        (Field::Domain, "acme.okta.com/", false),
        (Field::ClientId, "0oa9b2c3d4E5F6G7H8i9", true),
        (Field::ClientId, " 0oa1b2c3d4E5F6G7H8i9 ", false),
        (Field::Name, "Other", false),
        (Field::ClientId, "not yet", false),
    ] {
        let mut draft = Draft::edit(&stored());
        draft.set(field, value.to_owned());
        assert_eq!(draft.needs_key(), needed, "{value}");
        assert_eq!(refused(&draft).contains(&Field::PrivateKey), needed, "{value}");
        draft.set(Field::PrivateKey, JWK.to_owned());
        assert_eq!(json_of(&draft.body())["settings"].get("private_key").is_some(), needed, "{value}");
        assert_eq!(json_of(&draft.verification_body()).get("id").is_none(), needed, "{value}");
    }
}

#[test]
fn a_result_holds_for_the_settings_that_it_was_made_from() {
    for (field, value, same) in [
        (Field::Name, "Other", true),
        (Field::Description, "", true),
        (Field::Domain, "https://acme.okta.com", true),
        (Field::Domain, "https://other.okta.com", false),
        (Field::ClientId, "0oa9b2c3d4E5F6G7H8i9", false),
        (Field::PrivateKey, "", false),
        (Field::KeyId, "the key brings its own", true),
    ] {
        let mut draft = filled();
        draft.set(field, value.to_owned());
        assert_eq!(draft.same_target(&filled()), same, "{value}");
    }
}

#[test]
fn the_key_id_is_asked_for_and_sent_only_where_the_key_brings_none() {
    let mut draft = filled();
    draft.set(Field::KeyId, "k2".to_owned());
    assert!(!draft.asks_key_id());
    assert_eq!(json_of(&draft.body())["settings"].get("key_id"), None);
    draft.set(Field::PrivateKey, without_kid());
    assert!(draft.asks_key_id());
    assert_eq!(json_of(&draft.body())["settings"]["key_id"], "k2");
    draft.set(Field::KeyId, " ".to_owned());
    assert_eq!(json_of(&draft.body())["settings"].get("key_id"), None);
}

/// (field, mine, theirs, changed here)
fn differences_of(mine: &Draft, theirs: &Connection) -> Vec<(Field, String, String, bool)> {
    let differences = mine.differences(&Draft::edit(&stored()), theirs).into_iter();
    differences.map(|it| (it.field, it.mine, it.theirs, it.is_mine)).collect()
}

#[test]
fn a_change_by_somebody_else_is_told_field_by_field_with_who_changed_it() {
    let mut mine = Draft::edit(&stored());
    mine.set(Field::Name, "Acme EU".to_owned());
    let mut theirs = stored();
    theirs.description = "Weekly".to_owned();
    let row = |field, mine: &str, theirs: &str, is_mine| (field, mine.to_owned(), theirs.to_owned(), is_mine);
    assert_eq!(
        differences_of(&mine, &theirs),
        [row(Field::Name, "Acme EU", "Acme", true), row(Field::Description, "Nightly", "Weekly", false)]
    );
    theirs.name = "Acme APAC".to_owned();
    assert_eq!(differences_of(&mine, &theirs)[0], row(Field::Name, "Acme EU", "Acme APAC", true));
    mine.set(Field::Domain, "ACME.okta.com/".to_owned());
    assert_eq!(differences_of(&mine, &stored()), [row(Field::Name, "Acme EU", "Acme", true)]);
}

#[test]
fn two_new_keys_are_a_choice_and_one_is_none() {
    let mut mine = Draft::edit(&stored());
    let mut theirs = stored();
    theirs.settings.key.thumbprint = "t2".to_owned();
    assert_eq!(differences_of(&mine, &theirs), []);
    mine.keys.source = KeySource::Given;
    mine.set(Field::PrivateKey, JWK.to_owned());
    assert_eq!(differences_of(&mine, &stored()), []);
    assert_eq!(differences_of(&mine, &theirs), [(Field::PrivateKey, String::new(), "t2".to_owned(), true)]);
}

#[test]
fn the_guide_learns_the_organization_from_the_form() {
    let (domain, client_id) = filled().okta_place();
    assert_eq!(domain.unwrap().host(), "acme.okta.com");
    assert_eq!(client_id.unwrap().as_str(), "0oa1b2c3d4E5F6G7H8i9");
    assert_eq!(Draft::new("okta").okta_place(), (None, None));
}
