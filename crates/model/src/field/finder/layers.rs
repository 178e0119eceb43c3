//! Finds the texts inside a text: without typography, unescaped, decoded from base64, and combinations of these.

use super::clean;
use super::encoded::{self, Decoded};
use crate::secret::Secret;
use std::collections::VecDeque;

/// The limits of the search: the number of texts, and their total size in bytes.
const MAX_LAYERS: usize = 96;
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// The maximum depth of wrappings.
const MAX_DEPTH: u8 = 12;

/// A text, or the bytes of a key inside it.
pub(in crate::field) enum Layer {
    Text(Secret<String>),
    Der(Secret<Vec<u8>>),
}

/// Every text inside this one: itself first, outer ones before inner ones.
pub(super) struct Layers {
    waiting: VecDeque<(Layer, u8)>,
    seen: Vec<Secret<String>>,
    bytes: usize,
}

impl Layers {
    pub(super) fn of(text: &str) -> Self {
        let mut layers = Self { waiting: VecDeque::new(), seen: Vec::new(), bytes: 0 };
        layers.add(clean::trimmed(text).to_owned(), 0);
        layers
    }

    fn add(&mut self, text: String, depth: u8) {
        let text = Secret::new(text);
        let is_new = !text.expose().is_empty() && self.seen.iter().all(|seen| seen.expose() != text.expose());
        self.bytes += text.expose().len();
        if is_new && depth <= MAX_DEPTH && self.seen.len() < MAX_LAYERS && self.bytes <= MAX_BYTES {
            self.seen.push(Secret::new(text.expose().clone()));
            self.waiting.push_back((Layer::Text(text), depth));
        }
    }

    fn open(&mut self, text: &str, depth: u8) {
        let plain = clean::plain(text);
        if plain.lines().any(|line| line.starts_with('>')) {
            self.add(clean::unquoted(&plain), depth);
        }
        if plain.contains('\\') {
            self.add(clean::unescaped(&plain), depth);
        }
        if plain.contains("'kty'") {
            self.add(plain.replace('\'', "\""), depth);
        }
        // A terminal breaks a line at the edge of its window, also within the strings of a JSON.
        if plain.contains("kty") && plain.contains('\n') {
            self.add(plain.lines().map(|line| line.trim_start().trim_end_matches('\r')).collect(), depth);
        }
        // Between lines of base64 there may be escaped line breaks: without them it is complete.
        let whole = if plain.contains('\\') { Vec::new() } else { encoded::decoded(&plain) };
        for decoded in whole {
            match decoded {
                Decoded::Text(text) => self.add(text, depth),
                Decoded::Der(der) => self.waiting.push_back((Layer::Der(der), depth)),
            }
        }
        self.add(plain, depth);
    }
}

impl Iterator for Layers {
    type Item = Layer;

    fn next(&mut self) -> Option<Layer> {
        let (layer, depth) = self.waiting.pop_front()?;
        if let Layer::Text(text) = &layer {
            self.open(text.expose(), depth + 1);
        }
        Some(layer)
    }
}
