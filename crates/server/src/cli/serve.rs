//! `app-connections serve`.

use super::error::CliError;
use crate::config::Config;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

pub(super) async fn serve(config: Config) -> Result<(), CliError> {
    config.log.install();
    let (address, public_url) = (config.listen, config.public_url.clone());
    // First the database and the keys: whoever reaches the port reaches a server that works.
    let app = crate::App::start(config).await?;
    let listener = TcpListener::bind(address).await.map_err(|error| CliError::Listen { address, error })?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let stop = async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    };
    tracing::info!(address = %listener.local_addr()?, %public_url, "serving");
    Ok(crate::serve(app, listener, stop).await?)
}
