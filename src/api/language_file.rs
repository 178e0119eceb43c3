//! The file of a language.

use gloo_net::http::Request;

/// Its text; none where it did not come, or is not what `integrity` says (Subresource Integrity).
pub(crate) async fn language_file(address: &str, integrity: &str) -> Option<String> {
    let answer = Request::get(address).integrity(integrity).send().await.ok()?;
    if answer.ok() { answer.text().await.ok() } else { None }
}
