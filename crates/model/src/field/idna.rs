//! Internationalised host names to ASCII (UTS 46), by what each side already has: the `idna` crate on the
//! server, the browser's own URL parser in wasm, where the tables would weigh more than the console.

/// The host in ASCII and lower case, or `None` where it is no valid internationalised name.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn to_ascii(host: &str) -> Option<String> {
    idna::domain_to_ascii_cow(host.as_bytes(), idna::AsciiDenyList::URL).ok().map(std::borrow::Cow::into_owned)
}

/// The host in ASCII and lower case, or `None` where it is no valid internationalised name.
#[cfg(target_arch = "wasm32")]
pub(super) fn to_ascii(host: &str) -> Option<String> {
    web_sys::Url::new(&format!("https://{host}/")).ok().map(|url| url.hostname())
}
