//! `/api/v1/meta/types/user`.

use super::{
    Read,
    paging::{Page, Sizes, page},
};
use crate::{fixtures::user_types::json, reply::Reply};

const SIZES: Sizes = Sizes { default: 200, max: 200 };

pub(super) fn list(read: &Read<'_>) -> Reply {
    let base = read.call.base();
    let found = page(read.call, &base, SIZES, read.org.directory.user_types, |index| json(read.org, &base, index));
    found.map_or_else(|reply| *reply, Page::reply)
}
