//! What operators and their tools ask: is it alive, is it ready, what are its metrics.

pub(crate) mod healthz;
pub(crate) mod metrics;
pub(crate) mod readyz;
