//! Background writes: what a request leaves behind for the record, and need not wait for. A database that is locked by
//! another process must not hold up requests that only read.

use std::time::Duration;

/// What a healthy disk needs: usually it is done when the answer goes out.
const PATIENCE: Duration = Duration::from_millis(50);

/// Begins the work, and goes on without it when it takes long.
pub(crate) async fn soon(work: impl Future<Output = ()> + Send + 'static) {
    let _ = tokio::time::timeout(PATIENCE, tokio::spawn(work)).await;
}
