//! Precompressed responses: what is the same for all clients is compressed once, and sent in pieces without a copy.
//!
//! Anybody may ask for it without credentials, as often as they like: an answer must cost neither a compression nor memory
//! of its own for each who asks and does not read.

use crate::quality_value;
use axum::body::Body;
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header};
use axum::response::Response;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::stream;
use std::convert::Infallible;
use std::io::Write;

/// How much of a response is in memory at once for each who is sent it, in bytes.
pub(crate) const PIECE: usize = 16 * 1024;

/// Marks a response that must not be compressed on its way: it is compressed already, or is not worth it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AsItIs;

/// Whether a response may be compressed on its way.
pub(crate) fn may_be_compressed(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<AsItIs>().is_none()
}

/// A body in both forms, and its kind.
#[derive(Debug)]
pub(crate) struct Prepared {
    kind: HeaderValue,
    plain: Bytes,
    /// As gzip (RFC 1952).
    gzip: Bytes,
}

impl Prepared {
    /// Compresses it. Memory takes all that there is, so this cannot fail; where it did, both forms would be plain.
    pub(crate) fn of(kind: HeaderValue, plain: impl Into<Bytes>) -> Self {
        let plain = plain.into();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let gzip =
            encoder.write_all(&plain).and_then(|()| encoder.finish()).map_or_else(|_| plain.clone(), Bytes::from);
        Self { kind, plain, gzip }
    }

    /// The answer to a request with these headers.
    pub(crate) fn answer(&self, headers: &HeaderMap) -> Response {
        let compressed = self.gzip.len() < self.plain.len() && accepts_gzip(headers);
        let all = if compressed { &self.gzip } else { &self.plain };
        let mut response = Response::new(in_pieces(all.clone()));
        response.extensions_mut().insert(AsItIs);
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, self.kind.clone());
        answer.insert(header::CONTENT_LENGTH, HeaderValue::from(all.len()));
        answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if compressed {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

fn in_pieces(mut all: Bytes) -> Body {
    Body::from_stream(stream::iter(std::iter::from_fn(move || {
        let piece = all.split_to(all.len().min(PIECE));
        (!piece.is_empty()).then_some(Ok::<_, Infallible>(piece))
    })))
}

/// Whether gzip is acceptable (RFC 9110, 12.5.3).
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let codings: Vec<(String, f32)> =
        values.flat_map(|value| value.split(',')).filter_map(quality_value::weighed).collect();
    let weight = |name: &str| codings.iter().find(|(coding, _)| coding == name).map(|(_, weight)| *weight);
    weight("gzip").or_else(|| weight("*")).is_some_and(|weight| weight > 0.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::extract::Request;
    use futures::StreamExt;
    use std::io::Read;

    fn answer(prepared: &Prepared, accept: &str) -> Response {
        let request = Request::builder().header(header::ACCEPT_ENCODING, accept).body(()).unwrap();
        prepared.answer(request.headers())
    }

    #[tokio::test]
    async fn a_body_comes_in_the_form_that_is_asked_for_whole_and_is_not_compressed_again() {
        let text = "a line of a script\n".repeat(9_000);
        let prepared = Prepared::of(HeaderValue::from_static("text/javascript"), text.clone());
        for (accept, compressed) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("*", true),
            ("", false),
            ("br", false),
            ("gzip;q=0, *", false),
            ("identity", false),
        ] {
            let response = answer(&prepared, accept);
            assert_eq!(response.headers().contains_key(header::CONTENT_ENCODING), compressed, "{accept}");
            assert!(response.extensions().get::<AsItIs>().is_some());
            let length: usize = response.headers()[header::CONTENT_LENGTH].to_str().unwrap().parse().unwrap();
            let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            assert_eq!(body.len(), length);
            let mut back = String::new();
            if compressed {
                flate2::read::GzDecoder::new(&body[..]).read_to_string(&mut back).unwrap();
            } else {
                back = String::from_utf8(body.to_vec()).unwrap();
            }
            assert_eq!(back, text, "{accept}");
        }
    }

    #[tokio::test]
    async fn no_piece_is_longer_than_a_piece_and_none_is_a_copy() {
        let prepared = Prepared::of(HeaderValue::from_static("text/css"), vec![b'x'; 3 * PIECE + 1]);
        let mut pieces = answer(&prepared, "").into_body().into_data_stream();
        let mut lengths = Vec::new();
        while let Some(piece) = pieces.next().await {
            let piece = piece.unwrap();
            assert!(prepared.plain.as_ptr_range().contains(&piece.as_ptr()));
            lengths.push(piece.len());
        }
        assert_eq!(lengths, [PIECE, PIECE, PIECE, 1]);
    }
}
