//! Texts of the provider, fit for a line of the log.

/// The most characters of the provider's words that are repeated.
const MAX_WORDS: usize = 300;

/// A text of the provider, fit for a line of the log.
pub(super) fn bounded(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_WORDS).collect()
}
