//! Request heads that no handler sees: without one `Host` (RFC 9112, 3.2), or with an address longer than any of ours. Heads
//! that are too large as a whole end at the connection (`serving.rs`).

use crate::problem::{ApiError, ApiResult, kind};
use axum::extract::Request;
use axum::http::{Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The longest address: a search of 200 characters and a cursor, each byte escaped, are a quarter of that.
const MAX_TARGET: usize = 8 * 1024;

pub(super) async fn check(request: Request, next: Next) -> Response {
    match refuse(&request) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

fn refuse(request: &Request) -> ApiResult<()> {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if target > MAX_TARGET {
        return Err(ApiError::new(kind::TARGET_TOO_LONG, "The address is too long. Send at most 8 KiB (8,192 bytes)."));
    }
    let hosts = request.headers().get_all(header::HOST).iter().count();
    let must_have_one = request.version() >= Version::HTTP_11;
    if hosts > 1 || (must_have_one && hosts == 0) {
        return Err(ApiError::new(kind::INVALID_HEADER, "Send one Host header, with the name that the address has."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::body::Body;

    #[test]
    fn one_host_and_an_address_that_could_be_ours() {
        for (version, hosts, length, expected) in [
            (Version::HTTP_11, 1, 10, None),
            (Version::HTTP_11, 1, MAX_TARGET, None),
            (Version::HTTP_11, 1, MAX_TARGET + 1, Some(414)),
            (Version::HTTP_11, 0, 10, Some(400)),
            (Version::HTTP_11, 2, 10, Some(400)),
            (Version::HTTP_10, 0, 10, None),
            (Version::HTTP_10, 2, 10, Some(400)),
        ] {
            let mut request = Request::get(format!("/{}", "a".repeat(length - 1))).version(version);
            for _ in 0..hosts {
                request = request.header(header::HOST, "console.example");
            }
            let refused = refuse(&request.body(Body::empty()).unwrap()).err().map(|refusal| refusal.problem().status);
            assert_eq!(refused, expected, "{version:?} {hosts} {length}");
        }
    }
}
