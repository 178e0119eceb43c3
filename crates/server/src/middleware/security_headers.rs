//! The headers that every answer has, errors and files included.

use crate::config::Config;
use crate::inline_hashes::InlineHashes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

const FIXED: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// What a page may not use of the browser. Of no meaning, and not sent, where the answer is no page.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

/// What is no page: were it ever shown as one, nothing in it would run.
const OTHER: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
/// Swagger UI writes `style` attributes, and its icons are data URLs. Of its two policies of Trusted Types one is our own
/// (`routes/docs/trusted-types.js`); the other is `DOMPurify`'s, which takes the name before anything else can.
const DOCS: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default dompurify",
);
/// Two years. For a path of somebody's host it holds as far as it must, for that host; what is below its name is not ours.
const HSTS: &str = "max-age=63072000; includeSubDomains";
const HSTS_OF_A_PATH: &str = "max-age=63072000";
/// What pages of another origin load to embed the console.
const EMBED_SCRIPT: &str = "/embed.js";

/// The headers, as far as the configuration decides about them.
#[derive(Clone)]
pub(super) struct SecurityHeaders {
    /// Who may show the console in a frame.
    ancestors: String,
    hsts: Option<&'static str>,
    embedded: bool,
}

impl SecurityHeaders {
    pub(super) fn of(config: &Config) -> Self {
        let embedded = !config.embed_origins.is_empty();
        let ancestors =
            if embedded { format!("'self' {}", config.embed_origins.join(" ")) } else { "'none'".to_owned() };
        let hsts = config.is_https().then(|| if config.base_path() == "/" { HSTS } else { HSTS_OF_A_PATH });
        Self { ancestors, hsts, embedded }
    }

    fn put(&self, path: &str, status: StatusCode, inline: &InlineHashes, headers: &mut HeaderMap) {
        for (name, value) in FIXED {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        // What a 304 carries takes the place of what the browser has stored, and a 304 does not say whether it is a page.
        if status != StatusCode::NOT_MODIFIED {
            self.put_policies(path, inline, headers);
        }
        if let Some(hsts) = self.hsts {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(hsts));
        }
        if self.embedded && path.ends_with(EMBED_SCRIPT) {
            headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
        }
        if path.contains("/api/") && !headers.contains_key(header::CACHE_CONTROL) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }

    fn put_policies(&self, path: &str, inline: &InlineHashes, headers: &mut HeaderMap) {
        let page = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let policy = match (page, path.contains("/api/docs/")) {
            (true, true) => DOCS,
            (true, false) => HeaderValue::try_from(console_policy(inline, &self.ancestors)).unwrap_or(OTHER),
            (false, _) => OTHER,
        };
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        if page {
            headers.insert("permissions-policy", HeaderValue::from_static(PERMISSIONS));
        }
    }
}

/// The console: scripts and WebAssembly of its own, nothing from elsewhere; inline, only what the page came with, by its hash.
/// No text ever becomes markup or code: it needs no policy of Trusted Types, so none may be made, by what an attacker brings in
/// either.
fn console_policy(inline: &InlineHashes, ancestors: &str) -> String {
    let InlineHashes { scripts, styles } = inline;
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors {ancestors}"
    )
}

pub(super) async fn add(State(own): State<SecurityHeaders>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let status = response.status();
    let inline = response.extensions_mut().remove::<InlineHashes>().unwrap_or_default();
    own.put(&path, status, &inline, response.headers_mut());
    response
}
