//! `okta-sim`.
fn main() {}
