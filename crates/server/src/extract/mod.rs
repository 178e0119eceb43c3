//! Request extractors: strict, and each rejection is a problem.

mod accept;
mod attempt;
mod body;
mod caller;
mod cookie;
mod id;
mod idempotency;
mod if_match;
mod method;
mod params;
mod pointer;

pub(crate) use accept::ReportForm;
pub(crate) use attempt::Attempt;
pub(crate) use body::{Input, NoBody, Shape};
pub(crate) use caller::{Admin, Anyone, Service, Viewer, explain};
pub(crate) use cookie::SessionCookie;
pub(crate) use id::{ConnectionId, SessionId, parse as parse_id};
pub(crate) use idempotency::IdempotencyKey;
pub(crate) use if_match::{IfMatch, etag};
pub(crate) use method::method_name;
pub(crate) use params::{FromParams, Params, Query, Verify};
pub(crate) use pointer::shown;
