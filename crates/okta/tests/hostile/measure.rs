//! One verification, and what it held at its peak.

use crate::MEMORY;
use model::{
    check::{CheckId, Report},
    field::{ClientId, OktaDomain, PrivateKey},
};
use okta::{Credentials, Okta, SigningKey};
use okta_sim::{DEMO_CLIENT_ID, DEMO_HOST, Demo};
use outbound::{Config, Timeouts};
use std::{
    net::SocketAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// The most bytes that a verification may hold.
const LIMIT: usize = 8 * 1024 * 1024;

/// Enough for a busy machine where some answers are right.
pub(crate) const PATIENT: Timeouts =
    Timeouts { connect: Duration::from_secs(5), request: Duration::from_secs(2), total: Duration::from_secs(8) };

/// By then a verification that keeps to its limits is over on any machine.
const NEVER: Duration = Duration::from_mins(1);

/// One measurement at a time: the allocator counts for the whole process.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The client under test, which finds the demo organization at `address`.
pub(crate) struct Client {
    okta: Okta,
    credentials: Credentials,
}

impl Client {
    pub(crate) fn of(address: SocketAddr, ca_pem: &str, demo: &Demo, timeouts: Timeouts) -> Self {
        let config = Config {
            resolve: vec![(DEMO_HOST.to_owned(), address)],
            extra_roots_pem: Some(ca_pem.as_bytes().to_vec()),
            timeouts,
            ..Config::default()
        };
        let key = PrivateKey::parse(&demo.jwk.to_json()).unwrap();
        let credentials = Credentials {
            domain: OktaDomain::parse(DEMO_HOST).unwrap().value,
            client_id: ClientId::parse(DEMO_CLIENT_ID).unwrap(),
            key_id: key.key_id(None).unwrap(),
            key: SigningKey::from_private_key(&key),
        };
        Self { okta: Okta::new(outbound::Client::new(config).unwrap()), credentials }
    }

    /// Verifies. Everything that holds for any answer is checked here.
    pub(crate) async fn verify(&self, what: &str) -> Report {
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let verification = tokio::time::timeout(NEVER, self.okta.verify(&self.credentials, |_| ()))
            .await
            .unwrap_or_else(|_| panic!("{what}: hangs past its limits"));
        let held = MEMORY.peak_usage().saturating_sub(before);
        assert!(held < LIMIT, "{what}: {} KiB were held", held / 1024);
        let report = verification.report;
        assert!(report.checks.iter().map(|check| check.id).eq(CheckId::ALL), "{what}: all nine, in order");
        let text = serde_json::to_string(&report).unwrap();
        assert!(text.len() < 32 * 1024, "{what}: a report of {} bytes", text.len());
        assert!(!text.contains("\\u00"), "{what}: a control character in {text}");
        report
    }
}
