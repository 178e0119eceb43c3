//! The finder: good values inside whatever people copy, for every field, the paste that fills several, and files.
//!
//! What people copy is a mail, a configuration file, a log, source code, a page; wrapped in quotation marks, Markdown,
//! escapes or base64; touched by typography. [`layers`] takes wrappings off a whole text, [`unwrapped`] off one value.

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

/// Every text inside of this one, itself first.
pub(super) fn layers(text: &str) -> impl Iterator<Item = Layer> {
    layers::Layers::of(text)
}

#[cfg(test)]
mod tests;
