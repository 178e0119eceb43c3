//! Translations (i18n): every sentence that a user reads, in the user's language. `languages/en.json` defines the keys
//! that each language fills in, and becomes the types here; `docs/LANGUAGES.md` says how to add a language.
//!
//! English is compiled in. Another language is a file of the same shape, loaded when it is chosen
//! ([`crate::language`]).

mod intl;
mod phrase;
mod server_messages;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod voice;

pub(crate) use intl::{date, list, number, relative};
pub(crate) use server_messages::{
    action, check_detail, check_title, corrections_note, evidence, field_message, finding_title, fix, guide_step,
    problem, warning,
};

use model::check::Outcome;
use model::connection::Status;
use model::permission::Role;
use serde_json::Value;
use std::cell::Cell;

/// The catalog, generated from the English file.
#[allow(unused_imports)]
mod catalog {
    markup::phrases!("languages/en.json");

    /// The English catalog.
    pub(super) fn english() -> &'static Text {
        &ENGLISH
    }

    /// The English sentence of a problem of the API; the server's own sentence is for programs.
    pub(super) fn problem(code: &str) -> Option<&'static str> {
        PROBLEMS.iter().find(|(its, _)| *its == code).map(|(_, server_messages)| *server_messages)
    }

    /// The catalog of another language; a phrase that it lacks is in English.
    pub(super) fn of(phrases: &'static serde_json::Value) -> &'static Text {
        let mut text = Box::new(ENGLISH);
        text.read(super::phrase::Reader::of(phrases));
        Box::leak(text)
    }
}

pub(crate) use catalog::Text;

/// A language other than English.
#[derive(Clone, Copy)]
struct Foreign {
    text: &'static Text,
    /// The content of the language's file.
    file: &'static Value,
}

thread_local! {
    static FOREIGN: Cell<Option<Foreign>> = const { Cell::new(None) };
}

/// The phrases of the current language.
pub(crate) fn text() -> &'static Text {
    FOREIGN.get().map_or_else(catalog::english, |foreign| foreign.text)
}

/// Switches to English.
pub(crate) fn use_english() {
    FOREIGN.set(None);
}

/// Switches to the language of this file. Gives whether the file is a catalog. The catalog before it stays in memory:
/// there are few languages, and views keep references to phrases.
pub(crate) fn load_language(file: &str) -> bool {
    let Ok(file) = serde_json::from_str(file) else { return false };
    let file: &'static Value = Box::leak(Box::new(file));
    let Some(phrases) = file.get("phrases") else { return false };
    FOREIGN.set(Some(Foreign { text: catalog::of(phrases), file }));
    true
}

/// Finds a phrase by a code, in languages other than English.
fn coded(path: &[&str]) -> Option<&'static str> {
    let file = FOREIGN.get()?.file;
    path.iter().try_fold(file, |json, name| json.get(name))?.as_str()
}

impl Text {
    /// The name of a role.
    pub(crate) fn role(&self, role: Role) -> &'static str {
        let words = &self.shell.roles;
        match role {
            Role::Admin => words.admin,
            Role::Viewer => words.viewer,
            Role::Service => words.service,
        }
    }

    /// The name of a status.
    pub(crate) fn status(&self, status: Status) -> &'static str {
        let words = &self.connections.statuses;
        match status {
            Status::Active => words.active,
            Status::Limited => words.limited,
            Status::Failed => words.failed,
            Status::Unverified => words.unverified,
        }
    }

    /// The outcome of a verification.
    pub(crate) fn outcome(&self, outcome: Outcome) -> &'static str {
        let words = &self.checks.outcomes;
        match outcome {
            Outcome::Passed => words.passed,
            Outcome::Limited => words.limited,
            Outcome::Failed => words.failed,
            Outcome::Inconclusive => words.inconclusive,
        }
    }

    /// The outcome of verifying the connection with this name.
    pub(crate) fn verified(&self, name: &str, outcome: Outcome) -> String {
        let words = &self.connections.verify.outcomes;
        match outcome {
            Outcome::Passed => words.passed(name),
            Outcome::Limited => words.limited(name),
            Outcome::Failed => words.failed(name),
            Outcome::Inconclusive => words.inconclusive(name),
        }
    }
}
