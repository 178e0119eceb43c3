use crate::support::{CONNECTIONS, TestApp};
use reqwest::Method;
use vault::Rotation;

#[tokio::test]
async fn a_new_master_key_is_put_in_place_under_a_server_that_goes_on_serving() {
    let app = TestApp::start().await;
    let connection = app.create("Acme").await;
    let verify = format!("{CONNECTIONS}/{}/verify", connection["id"].as_str().unwrap());
    for name in ["Second", "Third"] {
        // As the command does it: another connection to the same database.
        let store = store::open(&app.app.config.database_url).await.unwrap();
        Rotation::run(&app.app.config.vault, store.as_ref()).await.unwrap();
        let report = app.send(app.request(Method::POST, &verify)).await.expect(200).json();
        assert_eq!(report["outcome"], "passed");
        app.create(name).await;
    }
    let app = app.restart().await;
    let report = app.send(app.request(Method::POST, &verify)).await.expect(200).json();
    assert_eq!(report["outcome"], "passed");
}
