//! Configuration errors, each in one line that names the setting.

use super::variable::Variable;
use std::path::PathBuf;

/// Why a configuration was refused. Values are never quoted: a database URL may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The value of a known variable or key.
    #[error("{name}: {problem}; expected {expected}")]
    Value {
        /// The variable, or the key and its file.
        name: String,
        /// What is wrong with it.
        problem: String,
        /// What it should look like.
        expected: &'static str,
    },
    /// A name that is not in the list.
    #[error("{name} is not a setting of this program; {hint}")]
    Unknown {
        /// The variable, or the key and its file.
        name: String,
        /// What it may have meant.
        hint: String,
    },
    /// Something without which another setting makes no sense.
    #[error("{name} is missing, and {because} needs it; expected {expected}")]
    Missing {
        /// The variable.
        name: String,
        /// The variable that is there.
        because: String,
        /// What it should look like.
        expected: &'static str,
    },
    /// The file named by `--config` cannot be read.
    #[error("--config {}: {problem}; expected a TOML file with keys such as listen and database_url", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
}

impl ConfigError {
    pub(super) fn value(variable: &Variable, problem: impl Into<String>) -> Self {
        Self::Value { name: variable.env_name(), problem: problem.into(), expected: variable.expected }
    }
}
