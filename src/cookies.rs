//! Cookie support: whether the browser stores cookies of this site. Inside a page of another site it may not; the
//! session would then be lost with its first request.

use crate::paths;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

const NAME: &str = "cookie-check=";

/// Sets a test cookie with the attributes of the session cookie (crates/server/src/extract/cookie.rs), which scripts
/// cannot read.
pub(crate) fn are_enabled() -> bool {
    let Ok(document) = document().dyn_into::<HtmlDocument>() else { return true };
    let framed = window().top().ok().flatten().is_none_or(|top| top != window());
    let https = window().location().protocol().is_ok_and(|protocol| protocol == "https:");
    let attributes = if framed && https { "; SameSite=None; Secure; Partitioned" } else { "; SameSite=Strict" };
    let scope = ["; Path=", &paths::base(), "/", attributes].concat();
    let set = |value: &str| document.set_cookie(&[NAME, value, &scope].concat());
    let kept = set("1; Max-Age=60").is_ok() && document.cookie().is_ok_and(|cookies| cookies.contains(NAME));
    let _ = set("; Max-Age=0");
    kept
}
