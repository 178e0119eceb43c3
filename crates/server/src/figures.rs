//! The figures behind `/metrics`. One recorder a process, however many servers run in it (tests start several).

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
/// Upper bounds of the buckets of durations, in seconds: from a lookup to a slow verification.
const SECONDS: [f64; 10] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0, 60.0];

const KEEP_UP_EVERY: Duration = Duration::from_secs(5);

/// Starts counting; later calls change nothing.
pub(crate) fn install() {
    RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new().set_buckets(&SECONDS);
        match builder.map_err(|error| error.to_string()).and_then(|b| b.install_recorder().map_err(|e| e.to_string())) {
            Ok(handle) => Some(handle),
            Err(error) => {
                tracing::error!(error, "there will be no metrics");
                None
            }
        }
    });
}

/// Puts the durations that were noted into their buckets, again and again: until then each takes memory of its own, and
/// nobody may ever ask for [`render`].
pub(crate) async fn keep_up() {
    loop {
        tokio::time::sleep(KEEP_UP_EVERY).await;
        if let Some(handle) = handle() {
            handle.run_upkeep();
        }
    }
}

/// All figures, in Prometheus's text format.
pub(crate) fn render() -> String {
    handle()
        .map(|handle| {
            handle.run_upkeep();
            handle.render()
        })
        .unwrap_or_default()
}

fn handle() -> Option<&'static PrometheusHandle> {
    RECORDER.get().and_then(Option::as_ref)
}
