use crate::support::TestApp;

#[tokio::test]
async fn lists_what_a_form_for_okta_needs() {
    let app = TestApp::start().await;
    let applications = app.get("/api/v1/applications").await.expect(200).json();
    let okta = &applications["items"][0];
    assert_eq!((okta["id"].as_str(), okta["name"].as_str()), (Some("okta"), Some("Okta")));
    let names: Vec<_> =
        okta["fields"].as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["name", "description", "domain", "client_id", "private_key", "key_id"]);
    for field in okta["fields"].as_array().unwrap() {
        for member in ["label", "kind", "hint"] {
            assert!(field[member].as_str().is_some_and(|text| !text.is_empty()), "{field}");
        }
        assert!(
            field["required"].is_boolean()
                && field["limits"]["max"].as_u64()
                    > field["limits"]["min"].as_u64().map(|min| min - u64::from(min > 0))
        );
    }
    let steps: Vec<_> = okta["guide"].as_array().unwrap().iter().map(|step| step["number"].as_u64().unwrap()).collect();
    assert_eq!(steps, (1..=12).collect::<Vec<_>>());
    assert_eq!(okta["scopes"].as_array().unwrap().len(), 7);
    assert_eq!(okta["roles"][0], "Super Administrator");
}
