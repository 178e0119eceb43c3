//! Metrics in Prometheus's text format: every name, with its help, in one table. No label has a value that a client
//! makes up.

mod number;
mod process;

use ::metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use model::connection::Status;
use number::number;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

pub(crate) const HTTP_REQUESTS: &str = "appconn_http_requests_total";
pub(crate) const HTTP_REQUEST_DURATION: &str = "appconn_http_request_duration_seconds";
pub(crate) const HTTP_REQUESTS_BUSY: &str = "appconn_http_requests_refused_busy_total";
pub(crate) const HTTP_PANICS: &str = "appconn_http_panics_total";
pub(crate) const HTTP_CONNECTIONS: &str = "appconn_http_connections";
pub(crate) const CONNECTIONS_REFUSED: &str = "appconn_http_connections_refused_total";
pub(crate) const CONNECTIONS_STALLED: &str = "appconn_http_connections_stalled_total";
pub(crate) const VERIFICATIONS: &str = "appconn_verifications_total";
pub(crate) const SIGN_INS_REFUSED: &str = "appconn_sign_ins_refused_total";
pub(crate) const ATTEMPTS_NOT_RECORDED: &str = "appconn_refused_attempts_not_recorded_total";
const CONNECTIONS: &str = "appconn_connections";
const BUILD_INFO: &str = "appconn_build_info";
const START_TIME: &str = "process_start_time_seconds";

/// What a metric is.
enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// (name, what it is, what it says).
const HELP: [(&str, Kind, &str); 13] = [
    (HTTP_REQUESTS, Kind::Counter, "Requests answered, by method, route and status."),
    (HTTP_REQUEST_DURATION, Kind::Histogram, "Time from the head of a request to the head of its answer."),
    (HTTP_REQUESTS_BUSY, Kind::Counter, "Requests refused because too many were under way."),
    (HTTP_PANICS, Kind::Counter, "Requests that ended in a panic: a bug."),
    (HTTP_CONNECTIONS, Kind::Gauge, "Open connections of clients."),
    (CONNECTIONS_REFUSED, Kind::Counter, "Connections closed because their address had as many as it may have."),
    (CONNECTIONS_STALLED, Kind::Counter, "Connections closed because their client took nothing of its answer."),
    (VERIFICATIONS, Kind::Counter, "Verifications of connections, by outcome."),
    (SIGN_INS_REFUSED, Kind::Counter, "Requests whose token or session was not accepted."),
    (
        ATTEMPTS_NOT_RECORDED,
        Kind::Counter,
        "Refused attempts that are not in the history, because there were too many.",
    ),
    (CONNECTIONS, Kind::Gauge, "Connections stored, by status; at most ten seconds old."),
    (BUILD_INFO, Kind::Gauge, "Always 1; its label is the version."),
    (START_TIME, Kind::Gauge, "When this process started, in seconds since 1970."),
];

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
/// Upper bounds of the buckets of durations, in seconds: from a lookup to a slow verification.
const SECONDS: [f64; 10] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0, 60.0];

const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// Starts counting; later calls change nothing. One recorder a process, however many servers run in it (tests start
/// several).
pub(crate) fn install() {
    RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new().set_buckets(&SECONDS);
        match builder.map_err(|error| error.to_string()).and_then(|b| b.install_recorder().map_err(|e| e.to_string())) {
            Ok(handle) => {
                describe();
                Some(handle)
            }
            Err(error) => {
                tracing::error!(error, "there will be no metrics");
                None
            }
        }
    });
}

fn describe() {
    for (name, kind, help) in HELP.into_iter().chain(process::HELP.map(|(name, help)| (name, Kind::Gauge, help))) {
        match kind {
            Kind::Counter => describe_counter!(name, help),
            Kind::Gauge => describe_gauge!(name, help),
            Kind::Histogram => describe_histogram!(name, Unit::Seconds, help),
        }
    }
    // Counters that alerts look at are there before anything happened.
    for name in [HTTP_REQUESTS_BUSY, HTTP_PANICS, CONNECTIONS_REFUSED, CONNECTIONS_STALLED, SIGN_INS_REFUSED] {
        ::metrics::counter!(name).absolute(0);
    }
    ::metrics::gauge!(BUILD_INFO, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    let started = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    ::metrics::gauge!(START_TIME).set(started.as_secs_f64());
}

/// Puts the durations that were noted into their buckets, again and again: until then each takes memory of its own, and
/// [`render`] may never be called.
pub(crate) async fn run_upkeep() {
    loop {
        tokio::time::sleep(UPKEEP_EVERY).await;
        if let Some(handle) = handle() {
            handle.run_upkeep();
        }
    }
}

/// All metrics, in Prometheus's text format.
pub(crate) fn render() -> String {
    process::measure();
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

/// Sets how many connections there are of each status.
pub(crate) fn set_connections(counts: &[(Status, u64)]) {
    for status in Status::ALL {
        let count = counts.iter().find(|(other, _)| *other == status).map_or(0, |(_, count)| *count);
        ::metrics::gauge!(CONNECTIONS, "status" => status.name()).set(number(count));
    }
}

/// Limits how often something is done, so that scraping without end causes no work without end.
#[derive(Default)]
pub(crate) struct Due(Mutex<Option<Instant>>);

impl Due {
    /// Whether so much time went by since it was due for the last time; then it is that now.
    pub(crate) fn every(&self, time: Duration) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = last.is_none_or(|last| last.elapsed() >= time);
        if is_due {
            *last = Some(Instant::now());
        }
        is_due
    }
}
