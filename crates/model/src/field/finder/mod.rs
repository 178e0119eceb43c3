//! Paste extraction: finds valid values in whatever text people copy. Used for every field, for smart paste and for
//! files.
//!
//! People copy mails, configuration files, logs, source code and web pages; values come wrapped in quotation marks,
//! Markdown, escapes or base64, and changed by typography. [`layers`] removes wrappings from a whole text,
//! [`unwrapped`] from one value.

mod clean;
mod encoded;
mod layers;
mod names;
mod secrets;
mod unwrap;
mod words;

pub(super) use clean::{is_invisible, plain, trimmed, visible};
pub(super) use encoded::text_of;
pub(super) use layers::Layer;
pub(super) use names::{is_client_id_name, is_domain_name, is_key_id_name};
pub(super) use secrets::{OtherSecret, other_secret};
pub(super) use unwrap::unwrapped;
pub(super) use words::{named_values, plain_name};

/// Every text inside this one, itself first.
pub(super) fn layers(text: &str) -> impl Iterator<Item = Layer> {
    layers::Layers::of(text)
}

#[cfg(test)]
mod tests;
