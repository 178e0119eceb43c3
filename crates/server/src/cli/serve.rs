//! `app-connections serve`.

use super::check_config::PLAIN_KEY_DESPITE_KMS;
use super::error::CliError;
use crate::config::Config;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use vault::Vault;

const CLOSE_PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn serve(config: Config) -> Result<(), CliError> {
    config.log.install();
    let handles = crate::handles::raise();
    let (address, public_url) = (config.listen, config.public_url.clone());
    if config.is_in_the_clear() {
        tracing::warn!(%public_url, "served without TLS: keys and sessions can be read on the way. Put a proxy that speaks TLS before it, and set APPCONN_PUBLIC_URL to its https address");
    }
    if Vault::has_plain_key_despite_kms(&config.vault) {
        tracing::warn!(master_key = %config.vault.master_key_file.display(), "{PLAIN_KEY_DESPITE_KMS}");
    }
    // First the database and the keys: a client that reaches the port reaches a server that works.
    let app = crate::App::start(config).await?;
    let listener = match TcpListener::bind(address).await {
        Ok(listener) => listener,
        Err(error) => {
            app.store.close().await;
            return Err(CliError::Listen { address, error });
        }
    };
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    let stop = async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => return,
                _ = terminate.recv() => return,
                // What log rotation sends by habit, and a terminal that closes. Nothing is read anew without a restart.
                _ = hang_up.recv() => tracing::info!("SIGHUP does nothing: restart to read the configuration anew"),
            }
        }
    };
    tracing::info!(address = %listener.local_addr()?, %public_url, handles, "serving");
    let store = app.store.clone();
    let served = crate::serve(app, listener, stop).await;
    // A request that does not end must not keep the process; SQLite recovers from that at the next start.
    if tokio::time::timeout(CLOSE_PATIENCE, store.close()).await.is_err() {
        tracing::warn!("the database was still in use at the end");
    }
    Ok(served?)
}
