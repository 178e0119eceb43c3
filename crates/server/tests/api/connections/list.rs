use crate::support::{CONNECTIONS, TestApp, at};
use serde_json::{Value, json};

/// Seven connections whose every column differs somewhere and is the same elsewhere.
async fn filled() -> TestApp {
    let app = TestApp::start().await;
    for (name, description, domain, client_id) in [
        ("delta", "Nightly backup", "d.okta.com", "0oa1111111111111111a"),
        ("Alpha", "", "a.okta.com", "0oa2222222222222222b"),
        ("charlie", "nightly", "a.okta.com", "0oa3333333333333333c"),
        ("Bravo", "50 % of it_all", "b.okta.com", "0oa4444444444444444d"),
        ("Ähre", "", "c.okta.com", "0oa5555555555555555e"),
        ("echo", "", "a.okta.com", "0oa6666666666666666f"),
    ] {
        let mut input = app.input(name);
        input["description"] = json!(description);
        input["settings"]["domain"] = json!(domain);
        input["settings"]["client_id"] = json!(client_id);
        app.post(&format!("{CONNECTIONS}?verify=skip"), &input).await.expect(201);
    }
    app.create("verified").await;
    app
}

fn names(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

async fn all_pages(app: &TestApp, query: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app.get(&format!("{CONNECTIONS}?{query}{cursor}")).await.expect(200).json();
        assert_eq!(page["total"], 7, "{query}");
        items.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

#[tokio::test]
async fn an_empty_list_is_a_page_too() {
    let app = TestApp::start().await;
    assert_eq!(app.get(CONNECTIONS).await.expect(200).json(), json!({"items": [], "next_cursor": null, "total": 0}));
}

#[tokio::test]
async fn paging_gives_everything_once_in_every_order() {
    let app = filled().await;
    for column in ["name", "status", "application", "domain", "verified_at", "updated_at"] {
        let ascending = all_pages(&app, &format!("sort={column}&limit=200")).await;
        for limit in [1, 2, 3, 7] {
            assert_eq!(all_pages(&app, &format!("sort={column}&limit={limit}")).await, ascending, "{column} {limit}");
            let mut descending = all_pages(&app, &format!("sort=-{column}&limit={limit}")).await;
            descending.reverse();
            assert_eq!(descending, ascending, "-{column} {limit}");
        }
    }
}

#[tokio::test]
async fn orders_are_what_they_say() {
    let app = filled().await;
    let by_name = names(&app.get(CONNECTIONS).await.json());
    assert_eq!(by_name, ["Alpha", "Bravo", "charlie", "delta", "echo", "verified", "Ähre"]);
    let by_domain = app.get(&format!("{CONNECTIONS}?sort=-domain")).await.json();
    assert_eq!(by_domain["items"][0]["name"], "delta");
    let by_status = app.get(&format!("{CONNECTIONS}?sort=status")).await.json();
    assert_eq!(by_status["items"][0]["name"], "verified");
    let by_update = app.get(&format!("{CONNECTIONS}?sort=-updated_at&limit=1")).await.json();
    assert_eq!(by_update["items"][0]["name"], "verified");
    let never_verified_first = app.get(&format!("{CONNECTIONS}?sort=verified_at")).await.json();
    assert_eq!(never_verified_first["items"][6]["name"], "verified");
}

#[tokio::test]
async fn search_looks_at_name_description_domain_and_client_id_ignoring_case() {
    let app = filled().await;
    for (q, expected) in [
        ("ALPHA", &["Alpha"][..]),
        ("NIGHTLY", &["charlie", "delta"]),
        ("b.OKTA", &["Bravo"]),
        ("0OA3333", &["charlie"]),
        ("äHRE", &["Ähre"]),
        ("%25", &["Bravo"]),
        ("_", &["Bravo"]),
        ("t_a", &["Bravo"]),
        ("'", &[]),
        ("nobody", &[]),
        ("", &["Alpha", "Bravo", "charlie", "delta", "echo", "verified", "Ähre"]),
    ] {
        let page = app.get(&format!("{CONNECTIONS}?q={q}")).await.expect(200).json();
        assert_eq!(names(&page), expected, "{q}");
        assert_eq!(page["total"], expected.len(), "{q}");
    }
}

#[tokio::test]
async fn filters_narrow_and_the_total_follows() {
    let app = filled().await;
    for (query, total) in [
        ("status=active", 1),
        ("status=unverified", 6),
        ("status=failed", 0),
        ("application=okta", 7),
        ("status=unverified&q=a.okta.com&application=okta", 3),
        ("status=active,unverified", 7),
        ("status=failed,active", 1),
        ("status=active%2Cactive", 1),
        ("modified_by=ADMIN", 7),
        ("modified_by=somebody", 0),
        ("modified_by=", 7),
        ("modified_after=2020-01-01T00:00:00Z", 7),
        ("modified_after=2020-01-01t01:00:00%2B02:00&status=active", 1),
        ("modified_after=2900-01-01T00:00:00Z", 0),
    ] {
        let page = app.get(&format!("{CONNECTIONS}?{query}&limit=1")).await.expect(200).json();
        assert_eq!(page["total"], total, "{query}");
    }
}

#[tokio::test]
async fn bad_parameters_are_refused_by_name() {
    let app = TestApp::start().await;
    for (query, parameter, code) in [
        ("limit=0", "limit", "parameter_invalid"),
        ("limit=201", "limit", "parameter_invalid"),
        ("limit=ten", "limit", "parameter_invalid"),
        ("limit=1&limit=2", "limit", "parameter_repeated"),
        ("sort=created_at", "sort", "parameter_invalid"),
        ("sort=--name", "sort", "parameter_invalid"),
        ("sort=Name", "sort", "parameter_invalid"),
        ("status=broken", "status", "parameter_invalid"),
        ("status=", "status", "parameter_invalid"),
        ("status=active,", "status", "parameter_invalid"),
        ("status=active&status=failed", "status", "parameter_repeated"),
        ("modified_by=-----BEGIN%20PRIVATE%20KEY-----", "modified_by", "parameter_invalid"),
        ("modified_after=yesterday", "modified_after", "parameter_invalid"),
        ("modified_after=2026-11-24", "modified_after", "parameter_invalid"),
        ("application=entra", "application", "parameter_invalid"),
        ("page=2", "page", "parameter_unknown"),
        ("offset", "offset", "parameter_unknown"),
    ] {
        let reply = app.get(&format!("{CONNECTIONS}?{query}")).await;
        let problem = reply.problem(400, "invalid_query");
        assert_eq!(reply.refused(), at(&format!("/{parameter}"), code), "{query}");
        assert!(problem["detail"].as_str().unwrap().contains(parameter), "{query}");
    }
}

#[tokio::test]
async fn a_cursor_fits_only_its_own_order() {
    let app = filled().await;
    let page = app.get(&format!("{CONNECTIONS}?sort=name&limit=2")).await.json();
    let cursor = page["next_cursor"].as_str().unwrap();
    for query in [
        format!("sort=-name&cursor={cursor}"),
        format!("sort=domain&cursor={cursor}"),
        "cursor=x".to_owned(),
        "cursor=".to_owned(),
    ] {
        let reply = app.get(&format!("{CONNECTIONS}?{query}")).await;
        reply.problem(400, "cursor_invalid");
        assert_eq!(reply.refused(), at("/cursor", "cursor_invalid"), "{query}");
    }
}

#[tokio::test]
async fn a_page_goes_on_where_the_last_ended_though_rows_come_and_go() {
    let app = filled().await;
    let page = app.get(&format!("{CONNECTIONS}?limit=3")).await.json();
    let first = page["items"][0]["id"].as_str().unwrap();
    app.send(app.request(reqwest::Method::DELETE, &format!("{CONNECTIONS}/{first}"))).await.expect(204);
    app.create_unverified("aaa").await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let next = app.get(&format!("{CONNECTIONS}?limit=3&cursor={cursor}")).await.json();
    assert_eq!(names(&next), ["delta", "echo", "verified"]);
}
