//! Pagination: `limit`, `after`, and a `Link` header for each relation (RFC 8288).

use axum::http::{HeaderName, header};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::{call::Call, error::api, reply::Reply};

/// The page size of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    pub(super) default: usize,
    /// The maximum; a higher limit is reduced to it.
    pub(super) max: usize,
}

/// A page of a list, and the cursor of the next one.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) items: Vec<Value>,
    pub(super) this: String,
    pub(super) next: Option<String>,
}

const LINK: HeaderName = header::LINK;

/// The page of `total` objects that the query asks for. `host` is the host in the links.
pub(super) fn page(
    call: &Call,
    base: &str,
    sizes: Sizes,
    total: usize,
    item: impl Fn(usize) -> Value,
) -> Result<Page, Box<Reply>> {
    let limit = match call.query("limit") {
        None => sizes.default,
        Some(text) => match text.parse::<usize>() {
            Ok(limit) if limit > 0 => limit.min(sizes.max),
            _ => return Err(Box::new(api::validation("limit", "limit: 'limit' must be a positive number."))),
        },
    };
    let start = match call.query("after") {
        None => 0,
        Some(cursor) => {
            let refused = || Box::new(api::validation("after", "after: The cursor is invalid."));
            position(&cursor, &call.path).ok_or_else(refused)?
        }
    };
    let end = total.min(start.saturating_add(limit));
    let (url, filters) = (format!("{base}{}", call.path), filters(call));
    let link = |after: Option<String>| {
        let limit = (after.is_some() || call.query("limit").is_some()).then(|| format!("limit={limit}"));
        let after = after.map(|cursor| format!("after={cursor}"));
        let query: Vec<String> = after.into_iter().chain(filters.clone()).chain(limit).collect();
        if query.is_empty() { url.clone() } else { format!("{url}?{}", query.join("&")) }
    };
    Ok(Page {
        items: (start.min(end)..end).map(item).collect(),
        this: link(call.query("after")),
        next: (end < total).then(|| link(Some(cursor(end, &call.path)))),
    })
}

impl Page {
    /// The items as an array.
    pub(super) fn reply(self) -> Reply {
        let items = Value::Array(self.items.clone());
        self.links(Reply::ok(&items))
    }

    /// Adds the links to the headers of `reply`.
    pub(super) fn links(&self, reply: Reply) -> Reply {
        let reply = reply.with(LINK, &format!("<{}>; rel=\"self\"", self.this));
        match &self.next {
            Some(next) => reply.with(LINK, &format!("<{next}>; rel=\"next\"")),
            None => reply,
        }
    }
}

/// The other parameters of the query, which the links to other pages repeat.
fn filters(call: &Call) -> Vec<String> {
    let query = call.query.as_deref().unwrap_or_default();
    let kept = query.split('&').filter(|pair| !pair.is_empty());
    kept.filter(|pair| !pair.starts_with("after=") && !pair.starts_with("limit=")).map(str::to_owned).collect()
}

/// An opaque cursor: a client cannot compute one, and it is valid for its own list only.
fn cursor(position: usize, path: &str) -> String {
    let mask = mask(path);
    let bytes: Vec<u8> = (position as u64).to_be_bytes().iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
    let check = mask.iter().fold(position as u64, |sum, byte| sum.wrapping_mul(31) ^ u64::from(*byte));
    URL_SAFE_NO_PAD.encode([&bytes[..], &check.to_be_bytes()[4..]].concat())
}

fn position(text: &str, path: &str) -> Option<usize> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let masked: [u8; 8] = bytes.get(..8)?.try_into().ok()?;
    let mask = mask(path);
    let plain: Vec<u8> = masked.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
    let position = usize::try_from(u64::from_be_bytes(plain.try_into().ok()?)).ok()?;
    (cursor(position, path) == text).then_some(position)
}

fn mask(path: &str) -> [u8; 8] {
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, path.as_bytes());
    hash.as_ref().first_chunk().copied().unwrap_or_default()
}
