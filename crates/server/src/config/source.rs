//! Sources of settings: gathers variables and TOML keys under the names of the one list.

use super::error::ConfigError;
use super::parse;
use super::variable::{PREFIX, VARIABLES, Variable};
use std::collections::BTreeMap;
use std::path::Path;

/// The values that were given, by key.
pub(super) struct Source(BTreeMap<&'static str, Given>);

struct Given {
    /// How to name it in an error.
    name: String,
    text: String,
}

impl Source {
    pub(super) fn gather(
        file: Option<&Path>,
        env: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut given = BTreeMap::new();
        if let Some(path) = file {
            read_file(path, &mut given)?;
        }
        for (name, text) in env {
            let Some(rest) = name.strip_prefix(PREFIX) else { continue };
            let variable = VARIABLES.iter().find(|variable| variable.key.to_ascii_uppercase() == rest);
            let variable = variable.ok_or_else(|| ConfigError::Unknown {
                hint: hint(&rest.to_ascii_lowercase(), Variable::env_name),
                name: one_line(&name),
            })?;
            given.insert(variable.key, Given { name, text });
        }
        Ok(Self(given))
    }

    /// Whether it was given, empty or not.
    pub(super) fn has(&self, variable: &Variable) -> bool {
        self.0.contains_key(variable.key)
    }

    pub(super) fn optional<T>(
        &self,
        variable: &Variable,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(given) = self.0.get(variable.key) else { return Ok(None) };
        let text = given.text.trim();
        let parsed = if text.is_empty() { Err("it is empty".to_owned()) } else { parse(text) };
        parsed.map(Some).map_err(|problem| ConfigError::Value {
            name: given.name.clone(),
            problem: one_line(&problem),
            expected: variable.expected,
        })
    }

    pub(super) fn required<T>(
        &self,
        variable: &Variable,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, ConfigError> {
        match self.optional(variable, &parse)? {
            Some(value) => Ok(value),
            None => {
                parse(variable.default.unwrap_or_default()).map_err(|problem| ConfigError::value(variable, problem))
            }
        }
    }
}

fn read_file(path: &Path, given: &mut BTreeMap<&'static str, Given>) -> Result<(), ConfigError> {
    let refuse = |problem: String| ConfigError::File { path: path.to_owned(), problem };
    let text = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        refuse(format!("line {line}: {}", one_line(error.message())))
    })?;
    for (key, value) in table {
        let name = format!("{} in {}", one_line(&key), path.display());
        let Some(variable) = VARIABLES.iter().find(|variable| variable.key == key) else {
            return Err(ConfigError::Unknown { name, hint: hint(&key, |variable| variable.key.to_owned()) });
        };
        let text = as_text(&value).ok_or_else(|| ConfigError::Value {
            name: name.clone(),
            problem: format!("it is {} {}", article(value.type_str()), value.type_str()),
            expected: variable.expected,
        })?;
        given.insert(variable.key, Given { name, text });
    }
    Ok(())
}

/// A string or a number as it stands, a list of strings joined by commas, those inside of its entries escaped.
fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Array(items) => {
            let entries = items.iter().map(|item| item.as_str().map(parse::escape));
            entries.collect::<Option<Vec<_>>>().map(|entries| entries.join(","))
        }
        _ => None,
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Names the most similar setting, or says where the list is.
fn hint(key: &str, name: impl Fn(&Variable) -> String) -> String {
    let closest = VARIABLES
        .iter()
        .map(|variable| (strsim::damerau_levenshtein(key, variable.key), variable))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, variable)| *distance <= variable.key.len() / 2);
    match closest {
        Some((_, variable)) => format!("did you mean {}?", name(variable)),
        None => "app-connections check-config --help lists them all".to_owned(),
    }
}
