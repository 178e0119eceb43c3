use crate::support::{CONNECTIONS, TestApp};

#[tokio::test]
async fn one_connection_has_its_etag() {
    let app = TestApp::start().await;
    let connection = app.create("Acme").await;
    let reply = app.get(&format!("{CONNECTIONS}/{}", connection["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(reply.json(), connection);
    assert_eq!(reply.header("etag"), "\"1\"");
    assert_eq!(reply.header("cache-control"), "no-store");
}

#[tokio::test]
async fn an_unknown_id_is_not_found_whatever_it_looks_like() {
    let app = TestApp::start().await;
    for id in
        ["0198c0de-0000-7000-8000-000000000000", "0198C0DE-0000-7000-8000-000000000000", "1", "%00", "..%2F..", "x'--"]
    {
        app.get(&format!("{CONNECTIONS}/{id}")).await.problem(404, "not_found");
    }
}
