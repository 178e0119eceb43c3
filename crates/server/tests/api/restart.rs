use crate::support::{CONNECTIONS, TestApp};
use reqwest::Method;

#[tokio::test]
async fn everything_is_still_there_after_a_restart_and_still_works() {
    let app = TestApp::start().await;
    let connection = app.create("Acme").await;
    let id = connection["id"].as_str().unwrap();
    let app = app.restart().await;
    assert_eq!(app.get(&format!("{CONNECTIONS}/{id}")).await.expect(200).json(), connection);
    let report = app.send(app.request(Method::POST, &format!("{CONNECTIONS}/{id}/verify"))).await.expect(200).json();
    assert_eq!(report["outcome"], "passed");
    let history = app.get(&format!("{CONNECTIONS}/{id}/history")).await.json();
    assert_eq!(history["items"].as_array().unwrap().len(), 2);
}
