use crate::support::{CONNECTIONS, TestApp, at};
use okta_sim::{DEMO_HOST, Org};
use serde_json::json;

const SKIP: &str = "/api/v1/connections?verify=skip";

#[tokio::test]
async fn a_connection_that_works_is_stored_and_answered() {
    let app = TestApp::start().await;
    let mut input = app.input("  Acme production ");
    input["description"] = json!("Nightly backup");
    let reply = app.post(CONNECTIONS, &input).await.expect(201);
    let connection = reply.json();
    let id = connection["id"].as_str().unwrap();
    assert_eq!(reply.header("location"), format!("{CONNECTIONS}/{id}"));
    assert_eq!(reply.header("etag"), "\"1\"");
    assert_eq!(reply.header("cache-control"), "no-store");
    for (pointer, expected) in [
        ("/name", json!("Acme production")),
        ("/description", json!("Nightly backup")),
        ("/application", json!("okta")),
        ("/status", json!("active")),
        ("/version", json!(1)),
        ("/created_by", json!("admin")),
        ("/updated_by", json!("admin")),
        ("/settings/domain", json!(format!("https://{DEMO_HOST}"))),
        ("/settings/client_id", json!(app.sim.demo().client_id)),
        ("/settings/key/key_id", json!(app.sim.demo().key_id)),
        ("/settings/key/algorithm", json!("RS256")),
        ("/settings/key/bits", json!(2048)),
        ("/report/outcome", json!("passed")),
    ] {
        assert_eq!(connection.pointer(pointer), Some(&expected), "{pointer}");
    }
    assert_eq!(connection["report"]["checks"].as_array().unwrap().len(), 9);
    assert!(connection["settings"]["organization_id"].as_str().unwrap().starts_with("00o"));
    assert!(connection["settings"].get("private_key").is_none());
    assert_eq!(app.get(&format!("{CONNECTIONS}/{id}")).await.json(), connection);
}

#[tokio::test]
async fn a_pem_is_as_good_as_a_jwk() {
    let app = TestApp::start().await;
    let mut input = app.input("Acme");
    input["settings"]["private_key"] = json!(app.sim.demo().pem);
    let connection = app.post(CONNECTIONS, &input).await.expect(201).json();
    assert_eq!(connection["status"], "active");
    assert!(connection["settings"]["key"].get("key_id").is_none());
}

#[tokio::test]
async fn an_app_that_demands_proof_of_possession_works() {
    let app = TestApp::start_at("dpop").await;
    assert_eq!(app.create("Acme").await["status"], "active");
}

#[tokio::test]
async fn the_domain_is_stored_as_it_should_have_been_typed() {
    let app = TestApp::start().await;
    let mut input = app.input("Acme");
    input["settings"]["domain"] = json!(" Acme-Backup-Demo-admin.okta.com/admin/apps ");
    let connection = app.post(SKIP, &input).await.expect(201).json();
    assert_eq!(connection["settings"]["domain"], format!("https://{DEMO_HOST}"));
}

#[tokio::test]
async fn a_connection_that_does_not_work_is_refused_with_its_report() {
    for (scenario, check, code) in [
        ("wrong_key", "authentication", "key_id_mismatch"),
        ("unknown_client", "client", "client_not_found"),
        ("no_scopes", "scopes", "no_scopes"),
    ] {
        let app = TestApp::start_at(scenario).await;
        let problem = app.post(CONNECTIONS, &app.input("Acme")).await.problem(422, "verification_failed");
        let checks = problem["report"]["checks"].as_array().unwrap();
        assert_eq!(checks.len(), 9, "{scenario}");
        let failed = checks.iter().find(|check| check["status"] == "failed").unwrap();
        assert_eq!((failed["id"].as_str(), failed["code"].as_str()), (Some(check), Some(code)), "{scenario}");
        assert_eq!(app.total().await, 0, "{scenario}");
    }
}

#[tokio::test]
async fn where_okta_is_down_nothing_is_stored_and_the_way_out_is_told() {
    let app = TestApp::start_at("outage").await;
    let problem = app.post(CONNECTIONS, &app.input("Acme")).await.problem(422, "verification_inconclusive");
    assert_eq!(problem["report"]["outcome"], "inconclusive");
    assert!(problem["detail"].as_str().unwrap().contains("verify=skip"));
    assert_eq!(app.total().await, 0);
}

#[tokio::test]
async fn a_connection_that_reads_only_a_part_is_stored_as_limited() {
    for scenario in ["missing_scope", "missing_role"] {
        let app = TestApp::start_at(scenario).await;
        let connection = app.create("Acme").await;
        assert_eq!(
            (connection["status"].as_str(), connection["report"]["outcome"].as_str()),
            (Some("limited"), Some("limited")),
            "{scenario}"
        );
    }
}

#[tokio::test]
async fn verify_skip_stores_without_asking_okta() {
    let app = TestApp::start_at("outage").await;
    let connection = app.create_unverified("Acme").await;
    assert_eq!(connection["status"], "unverified");
    assert!(connection.get("report").is_none() && connection.get("verified_at").is_none());
    assert_eq!(app.sim.requests(DEMO_HOST), []);
}

#[tokio::test]
async fn a_key_whose_numbers_do_not_belong_together_is_found_out_either_way() {
    let app = TestApp::start().await;
    let mut jwk: serde_json::Value = serde_json::from_str(&app.sim.demo().jwk.to_json()).unwrap();
    let other = okta_sim::KeyPair::rsa(2048).unwrap();
    let other: serde_json::Value = serde_json::from_str(&other.private_jwk().to_json()).unwrap();
    jwk["n"] = other["n"].clone();
    let mut input = app.input("Acme");
    input["settings"]["private_key"] = json!(jwk.to_string());
    let reply = app.post(SKIP, &input).await;
    reply.problem(422, "validation_failed");
    assert_eq!(reply.refused(), at("/settings/private_key", "private_key_invalid"));
    let problem = app.post(CONNECTIONS, &input).await.problem(422, "verification_failed");
    assert_eq!(problem["report"]["checks"][2]["code"], "private_key_invalid");
    assert_eq!(app.total().await, 0);
}

#[tokio::test]
async fn a_name_that_another_connection_has_is_refused_before_okta_is_asked() {
    let app = TestApp::start().await;
    app.create_unverified("Straße Acme").await;
    let before = app.sim.requests(DEMO_HOST).len();
    for name in [" straße ACME ", " STRASSE acme"] {
        let reply = app.post(CONNECTIONS, &app.input(name)).await;
        reply.problem(409, "name_taken");
        assert_eq!(reply.refused(), at("/name", "name_taken"), "{name}");
    }
    assert_eq!(app.sim.requests(DEMO_HOST).len(), before);
    assert_eq!(app.total().await, 1);
}

#[tokio::test]
async fn only_domains_that_the_operator_allows_can_be_connected() {
    let app = TestApp::start_with(vec![Org::demo()], &[("APPCONN_OKTA_DOMAINS", "okta-emea.com")]).await;
    let reply = app.post(CONNECTIONS, &app.input("Acme")).await;
    reply.problem(422, "validation_failed");
    assert_eq!(reply.refused(), at("/settings/domain", "domain_not_allowed"));
    assert_eq!(app.sim.requests(DEMO_HOST), []);
}

#[tokio::test]
async fn other_query_parameters_are_refused_by_name() {
    let app = TestApp::start().await;
    for (query, pointer, code) in [
        ("?verify=no", "/verify", "parameter_invalid"),
        ("?verify=skip&verify=skip", "/verify", "parameter_repeated"),
        ("?force=true", "/force", "parameter_unknown"),
    ] {
        let reply = app.post(&format!("{CONNECTIONS}{query}"), &app.input("Acme")).await;
        let problem = reply.problem(400, "invalid_query");
        assert_eq!(reply.refused(), at(pointer, code), "{query}");
        assert!(problem["detail"].as_str().unwrap().contains(&pointer[1..]), "{query}");
    }
    assert_eq!(app.total().await, 0);
}
