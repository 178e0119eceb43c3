//! Scenarios: named misconfigurations, each a row in one table that says what it changes in an organization.

mod table;

pub use self::table::SCENARIOS;
use crate::org::{Effect, Fault, Org};

/// A named change of an organization whose first application is the service app, as in the demo organization.
#[derive(Clone, Copy)]
pub struct Scenario {
    /// Its name, in snake case.
    pub name: &'static str,
    /// The mistake that was made, or the failure, in one line.
    pub about: &'static str,
    change: fn(&mut Org),
}

impl std::fmt::Debug for Scenario {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Scenario").field(&self.name).finish()
    }
}

impl Scenario {
    /// The scenario with this name.
    pub fn named(name: &str) -> Option<Self> {
        SCENARIOS.iter().find(|scenario| scenario.name == name).copied()
    }

    /// Changes `org`.
    pub fn apply(self, org: &mut Org) {
        (self.change)(org);
    }
}

impl Org {
    /// The organization after the scenario with this name was applied.
    ///
    /// # Panics
    /// If there is no such scenario: a mistake in the test that asks for it.
    #[must_use]
    pub fn with(mut self, scenario: &str) -> Self {
        let Some(found) = Scenario::named(scenario) else { panic!("no scenario {scenario}") };
        found.apply(&mut self);
        self
    }
}

const fn row(name: &'static str, about: &'static str, change: fn(&mut Org)) -> Scenario {
    Scenario { name, about, change }
}

fn everywhere(org: &mut Org, effect: Effect) {
    org.faults.push(Fault::everywhere(effect));
}

fn oauth_error(status: u16, error: &str, description: &str) -> Effect {
    Effect::OauthError { status, error: error.to_owned(), description: description.to_owned() }
}

fn api_error(status: u16, code: &str, summary: &str) -> Effect {
    Effect::ApiError { status, code: code.to_owned(), summary: summary.to_owned() }
}

/// No role is sufficient.
fn denied() -> Effect {
    api_error(403, "E0000006", "You do not have permission to perform the requested action")
}

/// The organization does not have the feature.
fn lacking(status: u16) -> Effect {
    api_error(status, "E0000015", "You do not have permission to access the feature you are requesting")
}

fn list(headers: &[(&str, &str)], body: &str) -> Effect {
    let headers = headers.iter().chain(&[("content-type", "application/json")]);
    let headers = headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Effect::Verbatim { status: 200, headers, body: body.to_owned() }
}

fn challenges(lines: &[&str]) -> Effect {
    let headers = lines.iter().map(|line| ("www-authenticate".to_owned(), (*line).to_owned())).collect();
    Effect::Verbatim { status: 403, headers, body: String::new() }
}
