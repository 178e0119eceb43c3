//! Sending responses: as usual, late, byte by byte, or broken off.

use std::{io, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use flate2::{Compress, Compression, Crc, FlushCompress};
use futures::{StreamExt as _, stream};
use tokio::sync::Barrier;

use super::status::status_of;
use crate::{org::Effect, reply::Reply};

const CF_MITIGATED: HeaderName = HeaderName::from_static("cf-mitigated");

/// The connection was closed on purpose.
#[derive(Debug, thiserror::Error)]
#[error("dropped on purpose")]
pub(crate) struct Dropped;

/// How a response is sent.
#[derive(Debug, Default)]
pub(super) struct Delivery {
    pub(super) delay: Duration,
    pub(super) drops: bool,
    pub(super) is_held: bool,
    /// The barrier at which concurrent requests wait.
    pub(super) together: Option<Arc<Barrier>>,
    breaks_off: bool,
    drip: Option<Duration>,
    filler_mib: Option<u32>,
}

/// Changes the body as the faults say, and decides how it is sent.
pub(super) fn mangle(mut reply: Reply, effects: &[Effect]) -> (Reply, Delivery) {
    let mut delivery = Delivery::default();
    for effect in effects {
        match effect {
            Effect::MalformedJson => reply.body = half(&reply.body, b"{\"error"),
            Effect::Html => reply = from_in_front(200, "Sign in to Wi-Fi"),
            Effect::Page { status } => reply = from_in_front(*status, "Not for you"),
            Effect::BadGateway => reply = from_in_front(503, "Service Unavailable"),
            Effect::BrowserChallenge => {
                let challenge = from_in_front(403, "Just a moment...");
                reply = challenge.with(CF_MITIGATED, "challenge").with(header::SERVER, "cloudflare");
            }
            Effect::OktaPage { status } => {
                reply = with_body(reply, "<!doctype html><title>Okta</title>", "text/html");
                reply.status = status_of(*status);
            }
            Effect::Empty => reply = with_body(reply, "", "application/json"),
            Effect::UnexpectedJson => reply = with_body(reply, "\"ok\"", "application/json"),
            Effect::Truncated => delivery.breaks_off = true,
            Effect::Oversized { mib } => {
                delivery.filler_mib = Some(*mib);
                reply = with_body(reply, "[", "application/json");
            }
            Effect::GzipBomb { mib } => {
                reply = with_body(reply, "", "application/json");
                reply.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                reply.body = bomb(*mib);
            }
            Effect::Verbatim { status, headers, body } => reply = verbatim(reply, *status, headers, body),
            Effect::Drip { every_ms } => delivery.drip = Some(Duration::from_millis(*every_ms)),
            Effect::Latency { ms } => delivery.delay += Duration::from_millis(*ms),
            Effect::Hold => delivery.is_held = true,
            Effect::Drop => delivery.drops = true,
            _ => {}
        }
    }
    (reply, delivery)
}

impl Delivery {
    pub(super) async fn send(self, reply: Reply) -> Result<Response<Body>, Dropped> {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        if let Some(gathering) = &self.together {
            gathering.wait().await;
        }
        if self.drops {
            return Err(Dropped);
        }
        let Reply { status, mut headers, body } = reply;
        let body = if self.breaks_off {
            headers.insert(header::CONTENT_LENGTH, (body.len() + 2).into());
            let start = stream::iter([Ok(Bytes::from(half(&body, b"{")))]);
            Body::from_stream(start.chain(stream::once(async {
                // Headers and the first half are sent before the connection closes.
                tokio::time::sleep(Duration::from_millis(20)).await;
                Err(io::Error::other(Dropped))
            })))
        } else if let Some(pause) = self.drip {
            headers.insert(header::CONTENT_LENGTH, body.len().into());
            Body::from_stream(stream::iter(body).then(move |byte| async move {
                tokio::time::sleep(pause).await;
                Ok::<_, io::Error>(Bytes::copy_from_slice(&[byte]))
            }))
        } else if let Some(mib) = self.filler_mib {
            let blank = Bytes::from(vec![b' '; 64 * 1024]);
            let filler = stream::iter(0..mib * 16).map(move |_| Ok::<_, io::Error>(blank.clone()));
            Body::from_stream(stream::iter([Ok(Bytes::from(body))]).chain(filler))
        } else {
            Body::from(body)
        };
        Ok(response(status, headers, body))
    }
}

pub(super) fn response(status: StatusCode, headers: HeaderMap, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn with_body(mut reply: Reply, body: &str, kind: &'static str) -> Reply {
    reply.status = StatusCode::OK;
    reply.body = body.as_bytes().to_vec();
    reply.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    reply
}

/// A page of a proxy: it has nothing of Okta's.
fn from_in_front(status: u16, title: &str) -> Reply {
    Reply::html(status_of(status), title, "This page is not Okta's.")
}

/// What HTTP cannot carry is left out.
fn verbatim(mut reply: Reply, status: u16, headers: &[(String, String)], body: &str) -> Reply {
    reply.status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    reply.body = body.as_bytes().to_vec();
    let given: HeaderMap = headers
        .iter()
        .filter_map(|(name, value)| Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?)))
        .fold(HeaderMap::new(), |mut map, (name, value)| {
            map.append(name, value);
            map
        });
    reply.headers.extend(given);
    reply
}

/// This many mebibytes of spaces, compressed (RFC 1952). One is compressed as a complete member, and repeated.
fn bomb(mib: u32) -> Vec<u8> {
    const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    const LAST_BLOCK: [u8; 2] = [3, 0];
    let blanks = vec![b' '; 1024 * 1024];
    let mut one = Vec::with_capacity(64 * 1024);
    // The buffer is large enough: writing to memory cannot fail.
    let _ = Compress::new(Compression::best(), false).compress_vec(&blanks, &mut one, FlushCompress::Full);
    let mut checksum = Crc::new();
    (0..mib).for_each(|_| checksum.update(&blanks));
    let all = one.repeat(usize::try_from(mib).unwrap_or_default());
    let tail = [checksum.sum().to_le_bytes(), checksum.amount().to_le_bytes()].concat();
    [&HEAD[..], &all, &LAST_BLOCK, &tail].concat()
}

/// The first half of a body, or `otherwise` if the body is too short.
fn half(body: &[u8], otherwise: &[u8]) -> Vec<u8> {
    if body.len() < 2 { otherwise.to_vec() } else { body[..body.len() / 2].to_vec() }
}
