//! Bad input: every row of the contract's validation table, and bodies that are no connection at all. Nothing is stored.

use crate::support::{CONNECTIONS, TestApp, at};
use okta_sim::{DEMO_CLIENT_ID, Org};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn every_field_is_refused_by_its_own_rule_with_its_own_code() {
    let app = TestApp::start().await;
    let pem = app.sim.demo().pem;
    let jwk: Value = serde_json::from_str(&app.sim.demo().jwk.to_json()).unwrap();
    let without = |names: &[&str]| {
        let mut jwk = jwk.clone();
        for name in names {
            jwk.as_object_mut().unwrap().remove(*name);
        }
        jwk.to_string()
    };
    let public = without(&["d", "p", "q", "dp", "dq", "qi"]);
    let cut = &pem[..pem.len() / 2];
    let (name, description, domain, client_id, key, key_id) = (
        "/name",
        "/description",
        "/settings/domain",
        "/settings/client_id",
        "/settings/private_key",
        "/settings/key_id",
    );
    let long = |n: usize| "x".repeat(n);
    let rows: Vec<(&str, String, &str)> = vec![
        (name, String::new(), "name_missing"),
        (name, " \t ".to_owned(), "name_missing"),
        (name, long(121), "name_too_long"),
        (name, "a\nb".to_owned(), "name_control_character"),
        (name, "\u{200b}".to_owned(), "name_missing"),
        (name, "a\u{202e}b".to_owned(), "name_invisible_character"),
        (name, pem[pem.len() - 60..].to_owned(), "name_private_key"),
        (description, long(2_001), "description_too_long"),
        (description, format!("The key is {pem}"), "description_private_key"),
        (description, jwk.to_string(), "description_private_key"),
        ("/application", "entra".to_owned(), "application_unknown"),
        ("/application", String::new(), "application_unknown"),
        (domain, String::new(), "domain_missing"),
        (domain, "http://acme.okta.com".to_owned(), "domain_insecure_scheme"),
        (domain, "ftp://acme.okta.com".to_owned(), "domain_scheme"),
        (domain, "https://acme.okta.com:8443".to_owned(), "domain_port"),
        (domain, "https://me@acme.okta.com".to_owned(), "domain_user_info"),
        (domain, "https://127.0.0.1".to_owned(), "domain_ip_address"),
        (domain, "https://2130706433".to_owned(), "domain_ip_address"),
        (domain, "https://0x7f.1".to_owned(), "domain_ip_address"),
        (domain, "https://[::1]".to_owned(), "domain_ip_address"),
        (domain, "acme".to_owned(), "domain_single_label"),
        (domain, "acme.okta.com.com".to_owned(), "domain_double_com"),
        (domain, "acme.okta.con".to_owned(), "domain_slip"),
        (domain, "https://{yourOktaDomain}".to_owned(), "domain_placeholder"),
        (domain, "https://xn--a.okta.com".to_owned(), "domain_invalid_idna"),
        (domain, "https://www.okta.com".to_owned(), "domain_okta_itself"),
        (client_id, String::new(), "client_id_missing"),
        (client_id, "0oa1b".to_owned(), "client_id_length"),
        (client_id, long(101), "client_id_length"),
        (client_id, "0oa1b2c3d4E5F6G7H8/9".to_owned(), "client_id_character"),
        (client_id, "00QCjAl4MlV-WPXM7ABm0HmxABCdefghijklmnopqr".to_owned(), "client_id_is_api_token"),
        (key, String::new(), "private_key_missing"),
        (key, "secret".to_owned(), "private_key_not_a_key"),
        (key, "SSWS 00QCjAl4MlV-WPXM7ABm0HmxABCdefghijklmnopqr".to_owned(), "private_key_is_api_token"),
        (key, "fD3Hk9Lm2Qp7Rs5Tv8Wx1Yz4Ab6Cd0Ef3Gh9Jk2L".to_owned(), "private_key_is_client_secret"),
        (key, without(&["p", "q", "dp", "dq", "qi"]), "private_key_incomplete"),
        (key, cut.to_owned(), "private_key_truncated"),
        (key, long(20_000), "private_key_too_large"),
        (key, public.clone(), "private_key_is_public"),
        (key, json!({"keys": [jwk]}).to_string(), "private_key_is_key_set"),
        (
            key,
            "-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----\n".to_owned(),
            "private_key_is_certificate",
        ),
        (key, pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "private_key_encrypted"),
        (key, json!({"kty": "OKP", "crv": "Ed25519", "x": "AA", "d": "AA"}).to_string(), "private_key_other_kind"),
        (key, format!("{pem}{}", okta_sim::KeyPair::rsa(2048).unwrap().pem()), "private_key_several"),
        (key_id, "a\nb".to_owned(), "key_id_character"),
        (key_id, long(256), "key_id_too_long"),
        (key_id, pem.clone(), "key_id_private_key"),
        (key_id, "another".to_owned(), "key_id_contradicts_key"),
    ];
    for (pointer, value, code) in rows {
        let mut input = app.input("Acme");
        if pointer == key_id {
            input["settings"]["key_id"] = json!(value);
        } else {
            *input.pointer_mut(pointer).unwrap() = json!(value);
        }
        for query in ["", "?verify=skip"] {
            let reply = app.post(&format!("{CONNECTIONS}{query}"), &input).await;
            reply.problem(422, "validation_failed");
            assert_eq!(reply.refused(), at(pointer, code), "{pointer} {value:.60}");
        }
    }
    assert_eq!(app.total().await, 0);
}

/// The key of the demo organization in this wrapping, with these other settings; the stored settings.
async fn created(app: &TestApp, name: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut input = app.input(name);
    change(&mut input["settings"]);
    let reply = app.post(&format!("{CONNECTIONS}?verify=skip"), &input).await;
    assert_eq!(reply.status, 201, "{name}: {}", reply.text);
    reply.json()["settings"].clone()
}

#[tokio::test]
async fn the_key_is_found_in_whatever_it_is_wrapped_in() {
    let app = TestApp::start().await;
    let (pem, jwk) = (app.sim.demo().pem, app.sim.demo().jwk.to_json());
    let expected = created(&app, "plain", |_| {}).await["key"]["thumbprint"].clone();
    let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &pem);
    for (name, key) in [
        ("escaped twice", json!(pem.replace('\n', "\\\\n"))),
        ("line continuations", json!(pem.replace('\n', "\\\n"))),
        ("base64", json!(base64)),
        ("base64 of the JWK", json!(base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE, &jwk))),
        ("zero-width spaces", json!(pem.replace('\n', "\u{200b}\n").replace(' ', "\u{a0}"))),
        ("JSON string", json!(json!(jwk).to_string())),
        (".env", json!(format!("OKTA_PRIVATE_KEY='{jwk}'"))),
        ("member", json!(format!("{{\"privateKey\": {jwk}}}"))),
        ("Markdown", json!(format!("```json\n{jwk}\n```,"))),
        ("dashes", json!(pem.replace("-----", "\u{2014}\u{2014}-"))),
        ("six hyphens", json!(pem.replace("-----", "------"))),
        ("object", serde_json::from_str(&jwk).unwrap()),
    ] {
        let settings = created(&app, name, |settings| settings["private_key"] = key).await;
        assert_eq!(settings["key"]["thumbprint"], expected, "{name}");
    }
}

#[tokio::test]
async fn what_okta_takes_is_taken_as_it_is() {
    let app = TestApp::start().await;
    for id in ["backup-prod_svc.01", "svc'backup(1)", "0oa1b2c3d4E5F6G7H8i9aaaaaaaaaaa"] {
        assert_eq!(created(&app, id, |settings| settings["client_id"] = json!(id)).await["client_id"], id);
    }
    for (typed, stored) in [("client_id: 0oa1b2c3d4E5F6G7H8i9", "0oa1b2c3d4E5F6G7H8i9")] {
        assert_eq!(created(&app, typed, |settings| settings["client_id"] = json!(typed)).await["client_id"], stored);
    }
    for (at, kid) in ["backup key 2026", "バックアップ", "J4j+I06r/0I=="].into_iter().enumerate() {
        let mut jwk: Value = serde_json::from_str(&app.sim.demo().jwk.to_json()).unwrap();
        jwk["kid"] = json!(kid);
        let settings = created(&app, &format!("kid {at}"), |settings| settings["private_key"] = jwk).await;
        assert_eq!(settings["key"]["key_id"], kid);
        let pem = app.sim.demo().pem;
        let settings = created(&app, &format!("field {at}"), |settings| {
            settings["private_key"] = json!(pem);
            settings["key_id"] = json!(kid);
        })
        .await;
        assert_eq!(settings["key"]["key_id"], kid);
    }
    let wrapped = created(&app, "domain", |settings| settings["domain"] = json!("<https://acme.okta.com>")).await;
    assert_eq!(wrapped["domain"], "https://acme.okta.com");
}

#[tokio::test]
async fn an_app_whose_client_id_was_chosen_is_verified_whole() {
    const CHOSEN: &str = "svc'backup(1),$-_.+!*";
    let mut org = Org::demo();
    let app = org.apps.iter_mut().find(|app| app.client_id == DEMO_CLIENT_ID).unwrap();
    app.client_id = CHOSEN.to_owned();
    let app = TestApp::start_with(vec![org], &[]).await;
    let mut input = app.input("Chosen");
    input["settings"]["client_id"] = json!(CHOSEN);
    let connection = app.post(CONNECTIONS, &input).await.expect(201).json();
    assert_eq!((&connection["status"], &connection["settings"]["client_id"]), (&json!("active"), &json!(CHOSEN)));
}

#[tokio::test]
async fn names_that_read_the_same_are_one_and_are_found() {
    let app = TestApp::start().await;
    for (name, same) in [("Café", "CAFE\u{301}"), ("Straße", "STRASSE"), ("ＢＥＴＡ", "beta"), ("İzmir", "izmir")]
    {
        app.create_unverified(name).await;
        let reply = app.post(&format!("{CONNECTIONS}?verify=skip"), &app.input(same)).await;
        reply.problem(409, "name_taken");
        let query: String = url::form_urlencoded::byte_serialize(same.as_bytes()).collect();
        let found = app.get(&format!("{CONNECTIONS}?q={query}")).await.json();
        assert_eq!((&found["total"], &found["items"][0]["name"]), (&json!(1), &json!(name)), "{same}");
    }
}

#[tokio::test]
async fn all_refused_fields_are_named_at_once() {
    let app = TestApp::start().await;
    let input = json!({"name": "", "application": "okta", "settings": {"domain": "acme", "client_id": "x", "private_key": "x"}});
    let reply = app.post(CONNECTIONS, &input).await;
    let pointers: Vec<String> = reply.refused().into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/name", "/settings/domain", "/settings/client_id", "/settings/private_key"]);
}

#[tokio::test]
async fn a_create_needs_a_key() {
    let app = TestApp::start().await;
    let reply = app.post(CONNECTIONS, &app.keeping_key("Acme")).await;
    reply.problem(422, "validation_failed");
    assert_eq!(reply.refused(), at("/settings/private_key", "private_key_missing"));
    assert_eq!(app.total().await, 0);
}

#[tokio::test]
async fn two_keys_are_one_too_many() {
    let app = TestApp::start().await;
    let mut input = app.input("Acme");
    input["settings"]["generated_key"] = json!("0198c0de-0000-7000-8000-000000000000");
    assert_eq!(app.post(CONNECTIONS, &input).await.refused(), at("/settings/generated_key", "key_given_twice"));
}

#[tokio::test]
async fn what_is_no_connection_is_refused_and_not_repeated() {
    let app = TestApp::start().await;
    let input = app.input("Acme");
    let valid = input.to_string();
    let edit = |change: &dyn Fn(&mut Value)| {
        let mut input = input.clone();
        change(&mut input);
        input.to_string()
    };
    let jwk = app.sim.demo().jwk.to_json();
    for (body, status, code, pointer, error) in [
        (String::new(), 400, "malformed_json", "", "malformed_json"),
        (valid[..valid.len() - 1].to_owned(), 400, "malformed_json", "", "malformed_json"),
        (format!("{valid}x"), 400, "malformed_json", "", "malformed_json"),
        (format!("{valid}{valid}"), 400, "malformed_json", "", "malformed_json"),
        (jwk.clone(), 422, "invalid_body", "/kty", "member_unknown"),
        (format!("[{valid}]"), 422, "invalid_body", "", "wrong_type"),
        (json!(jwk).to_string(), 422, "invalid_body", "", "wrong_type"),
        (edit(&|i| i["extra"] = json!(1)), 422, "invalid_body", "/extra", "member_unknown"),
        (edit(&|i| i["id"] = json!("x")), 422, "invalid_body", "/id", "member_unknown"),
        (
            edit(&|i| i["settings"]["password"] = json!("x")),
            422,
            "invalid_body",
            "/settings/password",
            "member_unknown",
        ),
        (edit(&|i| i["name"] = json!(7)), 422, "invalid_body", "/name", "wrong_type"),
        (edit(&|i| i["name"] = Value::Null), 422, "invalid_body", "/name", "wrong_type"),
        (edit(&|i| i["description"] = json!(["x"])), 422, "invalid_body", "/description", "wrong_type"),
        (edit(&|i| i["settings"] = json!("x")), 422, "invalid_body", "/settings", "wrong_type"),
        (edit(&|i| i["settings"] = json!([])), 422, "invalid_body", "/settings", "wrong_type"),
        (
            edit(&|i| i["settings"]["private_key"] = json!([jwk])),
            422,
            "invalid_body",
            "/settings/private_key",
            "wrong_type",
        ),
        (
            edit(&|i| {
                i.as_object_mut().unwrap().remove("name");
            }),
            422,
            "invalid_body",
            "/name",
            "member_missing",
        ),
        (valid.replacen("\"name\"", "\"name\":\"x\",\"name\"", 1), 422, "invalid_body", "/name", "member_duplicate"),
    ] {
        let request = app.request(Method::POST, CONNECTIONS).header("content-type", "application/json");
        let reply = app.send(request.body(body.clone())).await;
        reply.problem(status, code);
        assert_eq!(reply.refused(), at(pointer, error), "{body:.80}");
    }
    assert_eq!(app.total().await, 0);
}

#[tokio::test]
async fn bodies_over_64_kib_are_refused() {
    let app = TestApp::start().await;
    let mut input = app.input("Acme");
    input["description"] = json!("x".repeat(64 * 1024));
    app.post(CONNECTIONS, &input).await.problem(413, "body_too_large");
    let token = json!({"token": "x".repeat(16 * 1024)});
    app.send(app.anonymous(Method::POST, "/api/v1/session").json(&token)).await.problem(413, "body_too_large");
    let chunks = futures::stream::iter((0..100).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1_024])));
    let request = app.request(Method::POST, CONNECTIONS).header("content-type", "application/json");
    app.send(request.body(reqwest::Body::wrap_stream(chunks))).await.problem(413, "body_too_large");
    assert_eq!(app.total().await, 0);
}

#[tokio::test]
async fn only_json_is_taken() {
    let app = TestApp::start().await;
    let body = app.input("Acme").to_string();
    for kind in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json; charset=utf-16",
    ] {
        let request = app.request(Method::POST, CONNECTIONS).body(body.clone());
        let request = if kind.is_empty() { request } else { request.header("content-type", kind) };
        app.send(request).await.problem(415, "unsupported_media_type");
    }
    assert_eq!(app.total().await, 0);
}
