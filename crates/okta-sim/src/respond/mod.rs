//! Request handling: finds the host's organization, applies its faults, calls the route, and adds what every response
//! has.

mod deliver;
mod status;

use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::{
    body::{Body, to_bytes},
    http::{HeaderName, Request, Response, StatusCode, header},
};
use hyper::body::Incoming;
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use self::{
    deliver::{Delivery, Dropped},
    status::status_of,
};
use crate::{
    call::{Call, Quirks},
    error::{api, token},
    org::{self, Effect, Kind},
    random,
    reply::Reply,
    routes,
    world::{Entry, Rate, Recorded, World},
};

/// A listener: the TLS port or the plain port.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) world: Arc<World>,
    pub(crate) scheme: &'static str,
    /// The one organization behind this port, whatever host the client names.
    pub(crate) only: Option<String>,
    /// The delay of every response.
    pub(crate) latency: Duration,
}

const MAX_BODY: usize = 1024 * 1024;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-okta-request-id");
const RATE_LIMIT: HeaderName = HeaderName::from_static("x-rate-limit-limit");
const RATE_REMAINING: HeaderName = HeaderName::from_static("x-rate-limit-remaining");
const RATE_RESET: HeaderName = HeaderName::from_static("x-rate-limit-reset");
const IMF_FIXDATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// Handles a request, or drops its connection.
pub(crate) async fn respond(endpoint: &Endpoint, request: Request<Incoming>) -> Result<Response<Body>, Dropped> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(Body::new(body), MAX_BODY).await else {
        return Ok(plain(Reply::empty(StatusCode::PAYLOAD_TOO_LARGE)));
    };
    let host_header = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = parts.uri.authority().map(ToString::to_string).or(host_header.map(str::to_owned));
    let (prefix, path) = split_prefix(parts.uri.path(), endpoint.only.is_some());
    let mut call = Call {
        method: parts.method,
        version: parts.version,
        scheme: endpoint.scheme,
        authority: authority.unwrap_or_default(),
        prefix: prefix.to_owned(),
        path: path.to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers,
        body,
        now: 0,
        quirks: Quirks::default(),
    };
    let host = endpoint.only.clone().unwrap_or_else(|| call.host());
    let Ok((reply, mut delivery, number)) = endpoint.world.with(&host, |entry| answer(entry, &mut call)) else {
        let text = format!("okta-sim has no organization at {host}.");
        return Ok(plain(Reply::html(StatusCode::MISDIRECTED_REQUEST, "Misdirected request", &text)));
    };
    endpoint.world.notify();
    delivery.delay += endpoint.latency;
    let mut pending = Pending { world: &endpoint.world, host: &host, number, is_sent: false };
    if delivery.is_held {
        // An organization that was removed delays nothing.
        let _ = endpoint
            .world
            .until(&host, |entry| entry.org.faults.iter().all(|fault| fault.effect != Effect::Hold))
            .await;
    }
    let sent = delivery.send(reply).await;
    pending.is_sent = true;
    sent
}

/// A response that was not sent yet. If it is dropped before that, it records that the client has disconnected.
struct Pending<'a> {
    world: &'a World,
    host: &'a str,
    number: usize,
    is_sent: bool,
}

impl Drop for Pending<'_> {
    fn drop(&mut self) {
        if !self.is_sent {
            let _ = self.world.with(self.host, |entry| entry.live.log.abandon(self.number));
            self.world.notify();
        }
    }
}

fn plain(reply: Reply) -> Response<Body> {
    deliver::response(reply.status, reply.headers, Body::from(reply.body))
}

/// A first segment that no route has is a prefix, on the plain port only.
fn split_prefix(path: &str, allowed: bool) -> (&str, &str) {
    let end = path[1.min(path.len())..].find('/').map(|at| at + 1);
    match end {
        Some(end) if allowed && !routes::knows_first_segment(&path[1..end]) => path.split_at(end),
        _ => ("", path),
    }
}

/// The response, how it is sent, and the number of the request in the record.
fn answer(entry: &mut Entry, call: &mut Call) -> (Reply, Delivery, usize) {
    let machine = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    call.now = i64::try_from(machine.as_secs()).unwrap_or(i64::MAX) + entry.org.clock_offset_seconds;
    let effects = org::strike(&mut entry.org.faults, &call.path);
    on_the_way(entry, call, &effects);
    let rate = entry.live.rates.count(&call.path, call.now);
    if effects.contains(&Effect::Repeated) {
        decide(entry, call, &effects, rate);
    }
    let (mut reply, mut delivery) = deliver::mangle(decide(entry, call, &effects, rate), &effects);
    delivery.together = effects.iter().find_map(|effect| match effect {
        Effect::Together { requests } => Some(entry.live.gathering(*requests)),
        _ => None,
    });
    if !effects.contains(&Effect::NoDate) {
        reply = reply.with(header::DATE, &http_date(call.now));
    }
    let status = if delivery.drops { 0 } else { reply.status.as_u16() };
    let number = entry.live.log.push(Recorded::of(call, status));
    (reply, delivery, number)
}

/// What proxies do to a request before it reaches the organization, and what changes the organization's memory.
fn on_the_way(entry: &mut Entry, call: &mut Call, effects: &[Effect]) {
    call.quirks.weak_lists = effects.contains(&Effect::WeakLists);
    call.quirks.nonce_loop = effects.contains(&Effect::NonceLoop);
    call.quirks.revoked_tokens = effects.contains(&Effect::RevokedTokens);
    for effect in effects {
        match effect {
            Effect::StripHeader { name } => drop(call.headers.remove(name.as_str())),
            Effect::HostRewritten => entry.org.host.clone_into(&mut call.authority),
            Effect::NonceRotates => entry.live.nonces.rotate(),
            _ => {}
        }
    }
}

/// The response with Okta's headers, before faults change it on the way.
fn decide(entry: &mut Entry, call: &Call, effects: &[Effect], mut rate: Rate) -> Reply {
    if entry.org.kind == Kind::NotOkta {
        return ordinary_site(call);
    }
    let is_console = call.host() == entry.org.admin_host() && !call.path.starts_with("/api/");
    let reply = match refusal(call, effects, &mut rate) {
        Some(reply) => reply,
        None if is_console => console(entry, call),
        None if rate.exceeded && entry.org.enforce_rate_limits => api::rate_limited(),
        None => routes::answer(entry, call),
    };
    if !entry.org.enforce_rate_limits && reply.status != StatusCode::TOO_MANY_REQUESTS {
        // Nothing is refused, so the headers must not announce it.
        rate.remaining = rate.remaining.max(1);
    }
    reply
        .with(REQUEST_ID, &random::request_id())
        .with(RATE_LIMIT, &rate.limit.to_string())
        .with(RATE_REMAINING, &rate.remaining.to_string())
        .with(RATE_RESET, &rate.reset.to_string())
}

/// The response of a fault, instead of the right one.
fn refusal(call: &Call, effects: &[Effect], rate: &mut Rate) -> Option<Reply> {
    effects.iter().find_map(|effect| match effect {
        Effect::RateLimit { reset_in } => {
            (rate.remaining, rate.reset) = (0, call.now + reset_in);
            Some(api::rate_limited())
        }
        Effect::ConcurrencyLimit => {
            (rate.limit, rate.remaining) = (0, 0);
            Some(api::rate_limited())
        }
        Effect::Outage if call.path.starts_with("/oauth2/") => Some(token::UNAVAILABLE.reply()),
        Effect::Outage => Some(api::unavailable()),
        Effect::ServerError => Some(api::server_error()),
        Effect::OauthError { status, error, description } => Some(token::custom(*status, error, description)),
        Effect::ApiError { status, code, summary } => Some(api::reply(status_of(*status), code, summary, &[])),
        Effect::Bare { status } => Some(Reply::empty(status_of(*status))),
        Effect::Redirect { to } => Some(Reply::empty(StatusCode::FOUND).with(header::LOCATION, to)),
        _ => None,
    })
}

/// The admin console: shows which page was asked for, for tests that follow a deep link.
fn console(entry: &Entry, call: &Call) -> Reply {
    let title = format!("{} – Okta admin console (simulated)", entry.org.company_name);
    let query = call.query.as_deref().map(|query| format!("?{query}")).unwrap_or_default();
    Reply::html(StatusCode::OK, &title, &format!("{}{query}", call.path))
}

fn ordinary_site(call: &Call) -> Reply {
    match call.path.as_str() {
        "/" => Reply::html(StatusCode::OK, "Welcome", "Furniture, lamps and carpets since 1987."),
        _ => Reply::html(StatusCode::NOT_FOUND, "Not Found", "The requested page was not found on this server."),
    }
}

fn http_date(seconds: i64) -> String {
    let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    at.format(IMF_FIXDATE).unwrap_or_default()
}
