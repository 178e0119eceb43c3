//! A browser's cookie alone may not change anything from another site (CSRF). What browsers say about the origin of a
//! request decides, as in Go's `http.CrossOriginProtection`; the session cookie is `SameSite=Strict` besides, unless the
//! console may be framed, and bodies must be JSON, which no form can send.

use crate::app::App;
use crate::extract::SessionCookie;
use crate::problem::{ApiError, kind};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

pub(super) async fn same_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let origin = app.config.public_url.origin().ascii_serialization();
    let has_cookie = SessionCookie::of(&app.config).read(headers).is_some();
    if is_safe(request.method()) || is_ours(headers, &origin, has_cookie) {
        return next.run(request).await;
    }
    ApiError::new(
        kind::CROSS_SITE,
        "This action was blocked because it came from another site. Open the console and try again.",
    )
    .into_response()
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a request that changes something comes from our own pages, or from no browser at all.
fn is_ours(headers: &HeaderMap, own_origin: &str, has_cookie: bool) -> bool {
    // A token that a program puts there itself: no browser adds it on its own.
    if headers.contains_key(header::AUTHORIZATION) {
        return true;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin == own_origin,
        // An old browser that says nothing, or a program; the cookie makes the difference.
        (None, None) => !has_cookie,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_our_own_pages_use_the_cookie() {
        const OWN: &str = "https://console.example";
        let sites = [None, Some("none"), Some("same-origin"), Some("same-site"), Some("cross-site")];
        let origins = [
            None,
            Some(OWN),
            Some("null"),
            Some("http://console.example"),
            Some("https://evil.example"),
            Some("https://console.example:8443"),
        ];
        for (site, origin, has_cookie) in
            sites.into_iter().flat_map(|s| origins.into_iter().flat_map(move |o| [true, false].map(|c| (s, o, c))))
        {
            let mut headers = HeaderMap::new();
            for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                if let Some(value) = value {
                    headers.insert(name, value.parse().unwrap());
                }
            }
            let expected = match site {
                Some(site) => site == "none" || site == "same-origin",
                None => origin.map_or(!has_cookie, |origin| origin == OWN),
            };
            assert_eq!(is_ours(&headers, OWN, has_cookie), expected, "{site:?} {origin:?} cookie: {has_cookie}");
            headers.insert(header::AUTHORIZATION, "Bearer x".parse().unwrap());
            assert!(is_ours(&headers, OWN, has_cookie));
        }
    }
}
