//! The program serving, as a client of its API sees it.

use crate::Place;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use std::process::{Child, Command};

const TOKEN: &str = "an-admin-token-of-the-tests-with-enough-characters";
const CONNECTIONS: &str = "/api/v1/connections";

/// A server in a process of its own. Killed when it is dropped.
pub(crate) struct Console {
    pub(crate) child: Child,
    pub(crate) client: Client,
    origin: String,
}

impl Console {
    pub(crate) fn start(place: &Place) -> Self {
        place.write("admin", TOKEN, 0o600);
        // A write beyond the size that a process is allowed is an error then, and not its end.
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" serve", env!("CARGO_BIN_EXE_app-connections")]);
        let (child, address) = crate::serve_with(place, command, &[("APPCONN_ADMIN_TOKEN_FILE", "admin")]);
        Self { child, client: Client::new(), origin: format!("http://{address}") }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.origin)).bearer_auth(TOKEN)
    }

    pub(crate) fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.origin))
    }

    pub(crate) fn create(&self, name: &str, description: &str, key: &str) -> RequestBuilder {
        self.request(Method::POST, &format!("{CONNECTIONS}?verify=skip")).json(&body(name, description, Some(key)))
    }

    pub(crate) fn edit(&self, id: &str, version: i64, name: &str, description: &str) -> RequestBuilder {
        let request = self.request(Method::PUT, &format!("{CONNECTIONS}/{id}"));
        request.header("if-match", format!("\"{version}\"")).json(&body(name, description, None))
    }

    pub(crate) fn delete(&self, id: &str) -> RequestBuilder {
        self.request(Method::DELETE, &format!("{CONNECTIONS}/{id}"))
    }

    /// One connection, unless there is none.
    pub(crate) async fn get(&self, id: &str) -> Option<Value> {
        let answer = self.request(Method::GET, &format!("{CONNECTIONS}/{id}")).send().await.unwrap();
        if answer.status() == 404 { None } else { Some(answer.error_for_status().unwrap().json().await.unwrap()) }
    }

    /// Those whose text has this in it.
    pub(crate) async fn find(&self, text: &str) -> Vec<Value> {
        let answer = self.request(Method::GET, &format!("{CONNECTIONS}?q={text}&limit=200")).send().await.unwrap();
        let page: Value = answer.error_for_status().unwrap().json().await.unwrap();
        page["items"].as_array().unwrap().clone()
    }

    /// The end that no program sees coming.
    pub(crate) fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        if self.child.try_wait().unwrap().is_none() {
            self.end();
        }
    }
}

fn body(name: &str, description: &str, key: Option<&str>) -> Value {
    let mut settings = json!({"domain": "https://acme.okta.com", "client_id": "0oa1b2c3d4E5F6G7H8i9"});
    if let Some(key) = key {
        settings["private_key"] = json!(key);
    }
    json!({"name": name, "description": description, "application": "okta", "settings": settings})
}
