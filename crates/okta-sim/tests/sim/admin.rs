//! The admin API.

use okta_sim::{DEMO_HOST, Org, SCENARIOS, Sim};
use reqwest::Client;
use serde_json::{Value, json};

use crate::support::{Answer, Caller, start_with};

struct Admin {
    http: Client,
    base: String,
}

impl Admin {
    fn of(sim: &Sim) -> Self {
        Self { http: Client::builder().no_proxy().build().unwrap(), base: format!("http://{}", sim.admin_addr()) }
    }

    async fn get(&self, path: &str) -> Answer {
        Answer::of(self.http.get(format!("{}{path}", self.base)).send().await.unwrap()).await
    }

    async fn post(&self, path: &str) -> Answer {
        Answer::of(self.http.post(format!("{}{path}", self.base)).send().await.unwrap()).await
    }

    async fn put(&self, host: &str, kind: &str, body: String) -> Answer {
        let request = self.http.put(format!("{}/orgs/{host}", self.base)).header("Content-Type", kind).body(body);
        Answer::of(request.send().await.unwrap()).await
    }
}

#[tokio::test]
async fn an_organization_is_read_changed_and_put_back_as_json_and_as_toml() {
    let (sim, caller) = start_with(|_| ()).await;
    let admin = Admin::of(&sim);
    let path = format!("/orgs/{DEMO_HOST}");

    let mut org = admin.get(&path).await.json();
    org["apps"][0]["status"] = "INACTIVE".into();
    assert_eq!(admin.put(DEMO_HOST, "application/json", org.to_string()).await.status, 204);
    assert_eq!(caller.ask(&caller.assertion()).await.status, 400);

    let request = admin.http.get(format!("{}{path}", admin.base)).header("Accept", "application/toml");
    let text = Answer::of(request.send().await.unwrap()).await.body;
    let text = text.replace("status = \"INACTIVE\"", "status = \"ACTIVE\"");
    assert_eq!(admin.put(DEMO_HOST, "application/toml", text).await.status, 204);
    assert_eq!(caller.ask(&caller.assertion()).await.status, 200);
}

#[tokio::test]
async fn scenarios_are_listed_and_applied_and_reset() {
    let (sim, caller) = start_with(|_| ()).await;
    let admin = Admin::of(&sim);
    assert_eq!(admin.get("/scenarios").await.json().as_array().unwrap().len(), SCENARIOS.len());
    assert_eq!(admin.post(&format!("/orgs/{DEMO_HOST}/scenarios/dpop")).await.status, 204);
    assert_eq!(caller.ask(&caller.assertion()).await.error().1, "invalid_dpop_proof");
    assert_eq!(admin.post(&format!("/orgs/{DEMO_HOST}/nonce")).await.status, 204);
    for reset in [format!("/orgs/{DEMO_HOST}/reset"), "/reset".to_owned()] {
        admin.post(&format!("/orgs/{DEMO_HOST}/scenarios/no_scopes")).await;
        assert_eq!(admin.post(&reset).await.status, 204);
        assert_eq!(caller.ask(&caller.assertion()).await.status, 200);
    }
}

#[tokio::test]
async fn requests_are_listed_and_forgotten() {
    let (sim, caller) = start_with(|_| ()).await;
    let admin = Admin::of(&sim);
    caller.token().await;
    let path = format!("/orgs/{DEMO_HOST}/requests");
    let requests = admin.get(&path).await.json();
    assert_eq!(requests[0]["path"], "/oauth2/v1/token");
    assert_eq!(requests[0]["status"], 200);
    admin.http.delete(format!("{}{path}", admin.base)).send().await.unwrap();
    assert_eq!(admin.get(&path).await.json(), json!([]));
}

#[tokio::test]
async fn organizations_come_and_go() {
    let (sim, _) = start_with(|_| ()).await;
    let admin = Admin::of(&sim);
    let copy = json!({ "host": "copy.okta.com", "scenarios": ["missing_role", "dpop"] });
    let add = async |body: &Value| {
        Answer::of(admin.http.post(format!("{}/orgs", admin.base)).json(body).send().await.unwrap()).await
    };
    assert_eq!(add(&copy).await.status, 201);
    assert_eq!(add(&copy).await.status, 409, "taken");
    assert_eq!(admin.get("/orgs").await.json(), json!([DEMO_HOST, "copy.okta.com"]));
    assert!(sim.org("copy.okta.com").unwrap().service_app().dpop_bound_access_tokens);
    let own = serde_json::to_string(&Org::demo().at("own.okta.com")).unwrap();
    assert_eq!(admin.put("own.okta.com", "application/json", own).await.status, 204);
    let caller = Caller::of(&sim, "own.okta.com");
    assert_eq!(caller.ask(&caller.assertion()).await.status, 200);
    let gone = admin.http.delete(format!("{}/orgs/own.okta.com", admin.base)).send().await.unwrap();
    assert_eq!(gone.status(), 204);
    assert!(sim.org("own.okta.com").is_err());
}

#[tokio::test]
async fn mistakes_are_told() {
    let (sim, _) = start_with(|_| ()).await;
    let admin = Admin::of(&sim);
    for (answer, status, words) in [
        (admin.get("/orgs/nobody.okta.com").await, 404, "no organization at nobody.okta.com"),
        (admin.post(&format!("/orgs/{DEMO_HOST}/scenarios/nothing")).await, 404, "no scenario nothing"),
        (admin.put(DEMO_HOST, "application/json", "{".to_owned()).await, 400, "line 1"),
        (admin.put(DEMO_HOST, "application/toml", "hots = 1".to_owned()).await, 400, "hots"),
        (
            admin.put(DEMO_HOST, "application/json", json!({ "host": "x.okta.com" }).to_string()).await,
            400,
            "x.okta.com",
        ),
    ] {
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.json()["error"].as_str().unwrap().contains(words), "{}", answer.body);
    }
    assert_eq!(admin.get("/ca.pem").await.body, sim.ca_pem());
    assert_eq!(admin.get("/healthz").await.status, 200);
}
