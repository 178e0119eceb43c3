//! Sentence templates: placeholders in braces, and filling them in.

use serde_json::Value;

/// The names in a sentence that stand for something.
pub(super) fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// A sentence with its values in it.
pub(super) fn filled(template: &str, values: &[(&'static str, String, Value)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, words, _)| text.replace(&format!("{{{name}}}"), words))
}
