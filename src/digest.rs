//! Hashes, computed by the browser (`SubtleCrypto`).

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::window;
use model::field::thumbprint_text;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// The thumbprint of a key (RFC 7638, SHA-256), from the text that is hashed. `None` if the browser gives no
/// cryptography: on a page that was loaded over plain HTTP from another machine.
pub(crate) async fn thumbprint(input: &str) -> Option<String> {
    let subtle = window().crypto().ok()?.subtle();
    if subtle.is_undefined() {
        return None;
    }
    let bytes = Uint8Array::from(input.as_bytes());
    let digest = subtle.digest_with_str_and_js_u8_array("SHA-256", &bytes).ok()?;
    let digest: ArrayBuffer = JsFuture::from(digest).await.ok()?.unchecked_into();
    Some(thumbprint_text(&Uint8Array::new(&digest).to_vec()))
}
