//! `/api/v1/users` and `/api/v1/users/{id}`.

use super::{
    Read,
    paging::{Page, Sizes, page},
};
use crate::{
    error::api,
    fixtures::users::{id, json},
    reply::Reply,
};

const SIZES: Sizes = Sizes { default: 200, max: 200 };

pub(super) fn list(read: &Read<'_>) -> Reply {
    let base = read.call.base();
    let found = page(read.call, &base, SIZES, read.org.directory.users, |index| json(read.org, &base, index));
    found.map_or_else(|reply| *reply, Page::reply)
}

pub(super) fn read(read: &Read<'_>) -> Reply {
    let wanted = read.parameters.first().copied().unwrap_or_default();
    let index = (0..read.org.directory.users).find(|index| id(read.org, *index) == wanted);
    match index {
        Some(index) => Reply::ok(&json(read.org, &read.call.base(), index)),
        None => api::not_found(wanted, "User"),
    }
}
