use crate::support::TestApp;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn the_document_is_served_and_hides_no_secret_in_an_answer() {
    let app = TestApp::start().await;
    let document = app.send(app.anonymous(Method::GET, "/api/openapi.json")).await.expect(200).json();
    assert_eq!(document, serde_json::to_value(server::openapi()).unwrap());
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["SettingsInput"]["properties"]["private_key"]["writeOnly"], true);
    for name in ["Connection", "Problem", "Report", "Check", "HistoryPage", "ConnectionPage", "Session"] {
        assert!(schemas[name].is_object(), "{name}");
    }
    assert!(schemas["Settings"]["properties"].get("private_key").is_none());
}

#[tokio::test]
async fn whoever_has_only_the_document_can_call_the_api() {
    let app = TestApp::start_with(vec![], &[("APPCONN_PUBLIC_URL", "http://127.0.0.1/tools/okta/")]).await;
    let document = app.send(app.anonymous(Method::GET, "/tools/okta/api/openapi.json")).await.expect(200).json();
    assert_eq!(document["servers"], json!([{"url": "/tools/okta"}]), "Swagger UI must not call a neighbor");
    let schemas = &document["components"]["schemas"];
    let scopes = serde_json::to_string(&schemas["TokenRequest"]).unwrap() + &schemas["ScopeName"].to_string();
    for scope in &model::okta::SCOPES {
        assert!(scopes.contains(scope.name), "{scopes}");
    }
    let codes: Vec<_> = schemas["Problem"]["properties"]["code"]["enum"].as_array().unwrap().iter().collect();
    let kinds: Vec<_> = server::problem::kind::ALL.iter().map(|kind| kind.code).collect();
    assert_eq!(codes, kinds);
    let settings = &schemas["SettingsInput"]["properties"];
    let key = settings["private_key"]["examples"][0].as_str().unwrap();
    let jwk: serde_json::Value = serde_json::from_str(key).unwrap();
    assert_eq!(jwk["kty"], "RSA", "a JWK as text");
    for example in [&settings["domain"], &settings["client_id"], &schemas["ConnectionInput"]["properties"]["name"]] {
        assert!(example["example"].is_string(), "{example}");
    }
}

#[tokio::test]
async fn every_reference_in_the_document_leads_somewhere() {
    let document = serde_json::to_value(server::openapi()).unwrap();
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}

#[tokio::test]
async fn the_page_comes_with_its_own_scripts_and_policy() {
    let app = TestApp::start().await;
    let redirect = app.send(app.anonymous(Method::GET, "/api/docs")).await;
    assert_eq!((redirect.status, redirect.header("location")), (308, "docs/"));
    let page = app.send(app.anonymous(Method::GET, "/api/docs/")).await.expect(200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(!page.text.contains("<script>") && !page.text.contains("http://") && !page.text.contains("https://"));
    assert!(page.header("content-security-policy").contains("script-src 'self';"));
    let at = |file: &str| page.text.find(file).unwrap();
    assert!(at("trusted-types.js") < at("swagger-ui-bundle.js"), "the policy must be there before what needs it");
    let policy = app.send(app.anonymous(Method::GET, "/api/docs/trusted-types.js")).await.expect(200);
    assert_eq!(policy.header("content-type"), "text/javascript; charset=utf-8");
    for file in ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-initializer.js"] {
        app.send(app.anonymous(Method::GET, &format!("/api/docs/{file}"))).await.expect(200);
    }
    let initializer = app.send(app.anonymous(Method::GET, "/api/docs/swagger-initializer.js")).await;
    assert!(initializer.text.contains("../openapi.json"));
    app.send(app.anonymous(Method::GET, "/api/docs/missing.js")).await.problem(404, "not_found");
}
