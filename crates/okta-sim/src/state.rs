//! The state file: which organizations `okta-sim serve --state FILE.toml` serves.

use std::{fs, path::Path};

use serde::Deserialize;

use crate::{
    error::SimError,
    org::Org,
    scenario::{SCENARIOS, Scenario},
};

/// A state file (TOML).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Serve the demo organization, too.
    #[serde(default = "yes")]
    pub demo: bool,
    /// Serve a copy of the demo organization for each scenario, at `{scenario}.okta.com` with `-` for `_`.
    #[serde(default)]
    pub every_scenario: bool,
    /// Copies of the demo organization at other hosts.
    #[serde(default)]
    pub copies: Vec<Copy>,
    /// Organizations that are configured in full.
    #[serde(default)]
    pub orgs: Vec<Org>,
}

/// A copy of the demo organization: the same client id and key, with scenarios applied in order.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copy {
    /// Host name.
    pub host: String,
    /// Custom domains.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names of scenarios.
    #[serde(default)]
    pub scenarios: Vec<String>,
}

impl State {
    /// Parses a state file.
    pub fn load(path: &Path) -> Result<Self, SimError> {
        let text = fs::read_to_string(path).map_err(|source| SimError::File { path: path.to_owned(), source })?;
        toml::from_str(&text).map_err(|error| SimError::State { path: path.to_owned(), reason: error.to_string() })
    }

    /// The organizations, ready for [`Builder::orgs`](crate::Builder::orgs).
    pub fn organizations(self) -> Result<Vec<Org>, SimError> {
        let mut orgs = Vec::new();
        if self.demo {
            orgs.push(Org::demo());
        }
        if self.every_scenario {
            orgs.extend(SCENARIOS.iter().map(|scenario| scenario_org(*scenario)));
        }
        for copy in self.copies {
            orgs.push(copy.organization()?);
        }
        orgs.extend(self.orgs.into_iter().map(Org::settled));
        Ok(orgs)
    }
}

impl Copy {
    /// The organization.
    pub fn organization(self) -> Result<Org, SimError> {
        let mut org = Org { aliases: self.aliases, ..Org::demo().at(&self.host) };
        for name in self.scenarios {
            Scenario::named(&name).ok_or(SimError::UnknownScenario(name))?.apply(&mut org);
        }
        Ok(org)
    }
}

/// The demo organization in this scenario, at `{scenario}.okta.com` with `-` for `_`.
pub(crate) fn scenario_org(scenario: Scenario) -> Org {
    let mut org = Org::demo().at(&format!("{}.okta.com", scenario.name.replace('_', "-")));
    scenario.apply(&mut org);
    org
}

const fn yes() -> bool {
    true
}
