//! `/api/v1/applications`: what can be connected.

pub(crate) mod list;
