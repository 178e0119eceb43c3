//! `/api/v1/groups`.

use super::{
    Read,
    paging::{Page, Sizes, page},
};
use crate::{fixtures::groups::json, reply::Reply};

const SIZES: Sizes = Sizes { default: 10_000, max: 10_000 };

pub(super) fn list(read: &Read<'_>) -> Reply {
    let base = read.call.base();
    let found = page(read.call, &base, SIZES, read.org.directory.groups, |index| json(read.org, &base, index));
    found.map_or_else(|reply| *reply, Page::reply)
}
