//! Numbers as Prometheus has them.

/// Exact up to 2^53.
#[allow(clippy::cast_precision_loss)]
pub(super) fn number(count: u64) -> f64 {
    count as f64
}
