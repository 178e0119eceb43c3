//! `okta-sim`: the command line of the simulator.

use std::{
    io::{self, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{Parser, Subcommand};
use okta_sim::{Demo, Sim, SimError, State};
use tracing_subscriber::EnvFilter;

/// Okta organizations on this machine, over TLS, for tests and demonstrations.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve organizations until interrupted
    Serve(Serve),
    /// Print the demo organization's values as JSON, private key included
    Demo {
        /// Folder of the demo key
        #[arg(long, default_value = "data/okta-sim")]
        data: PathBuf,
    },
    /// Print a certificate of the simulator's CA and its private key, as PEM, for another server that a test needs
    Certificate {
        /// The host that it is for
        host: String,
        /// Folder of the CA
        #[arg(long, default_value = "data/okta-sim")]
        data: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
struct Serve {
    /// Address of the organizations, over TLS
    #[arg(long, default_value = "127.0.0.1:9443")]
    listen: SocketAddr,
    /// Address of the demo organization over plain HTTP
    #[arg(long, default_value = "127.0.0.1:9480")]
    http: SocketAddr,
    /// Address that switches organizations while they run
    #[arg(long, default_value = "127.0.0.1:9490")]
    admin: SocketAddr,
    /// Which organizations to serve (TOML, see the README); without it, the demo organization
    #[arg(long)]
    state: Option<PathBuf>,
    /// Folder of the CA and the demo key
    #[arg(long, default_value = "data/okta-sim")]
    data: PathBuf,
    /// Added to the time of every answer, such as 50ms or 2s
    #[arg(long, default_value = "0ms", value_parser = duration)]
    latency: Duration,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("OKTA_SIM_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
    let done = match Arguments::parse().command {
        Command::Serve(options) => serve(options).await,
        Command::Demo { data } => demo(&data),
        Command::Certificate { host, data } => okta_sim::certificate(&data, &host).map(|pem| print(&pem)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "okta-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Serve) -> Result<(), SimError> {
    let mut builder = Sim::builder()
        .data(&options.data)
        .latency(options.latency)
        .listen(options.listen)
        .http(options.http)
        .admin(options.admin);
    if let Some(path) = &options.state {
        builder = builder.orgs(State::load(path)?.organizations()?);
    }
    let sim = builder.start().await?;
    let interrupted = interrupted();
    let addresses = [
        ("TLS", sim.tls_addr().to_string()),
        ("plain HTTP", format!("http://{}", sim.http_addr())),
        ("admin", format!("http://{}", sim.admin_addr())),
        ("CA", options.data.join("ca.pem").display().to_string()),
    ];
    let hosts = sim.hosts().into_iter().map(|host| ("host", host));
    let lines = addresses.into_iter().chain(hosts).map(|(name, value)| format!("  {name:<11} {value}\n"));
    print(&std::iter::once("okta-sim\n".to_owned()).chain(lines).collect::<String>());
    interrupted.await;
    sim.stop().await;
    Ok(())
}

fn demo(data: &Path) -> Result<(), SimError> {
    let demo = Demo::load(data)?;
    print(&format!("{}\n", serde_json::to_string_pretty(&demo).unwrap_or_default()));
    Ok(())
}

/// A reader that has closed the pipe is no failure.
fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Waits for Ctrl-C, or for SIGTERM on systems that have it. Both are handled from this call on, not only once the
/// future is awaited: a caller may end the simulator as soon as it reads that it serves.
fn interrupted() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let mut terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate()).ok()
    };
    async move {
        #[cfg(unix)]
        if let Some(terminate) = &mut terminate {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}

fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let number: u64 = digits.parse().map_err(|_| format!("{text} is no duration: write 50ms or 2s"))?;
    match &text[digits.len()..] {
        "ms" | "" => Ok(Duration::from_millis(number)),
        "s" => Ok(Duration::from_secs(number)),
        unit => Err(format!("{unit} is no unit: write 50ms or 2s")),
    }
}
