//! Operations endpoints: liveness, readiness, metrics.

pub(crate) mod healthz;
pub(crate) mod metrics;
pub(crate) mod readyz;
