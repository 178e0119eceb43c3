//! `cargo xtask run`: release build and local stack.

use crate::progress::{bold, dim, seconds};
use crate::stack::{self, Demo, Stack};
use crate::{build, supervised, workspace};
use anyhow::{Result, bail};
use std::time::Instant;

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let start = Instant::now();
    let (port, sim) = stack::options(arguments)?;
    let programs = workspace::target().join("release");
    let stack = Stack { programs, port, public_url: format!("http://127.0.0.1:{port}"), sim };
    // Early, so that nobody waits for a build first, and again below.
    stack.check_ports()?;
    build::everything()?;
    stack.check_ports()?;

    let (sim, demo) = stack.start_sim()?.unzip();
    let server = stack.start_server(demo.as_ref())?;
    let link = stack.sign_in_link(demo.as_ref())?;
    print_welcome(&link, demo.as_ref(), &seconds(start.elapsed()));

    let mut running: Vec<_> = sim.into_iter().chain([server]).collect();
    let (name, status) = supervised::wait_for_any(&mut running)?;
    bail!("{name} ended ({status}), so everything was stopped");
}

fn print_welcome(link: &str, demo: Option<&Demo>, elapsed: &str) {
    println!("\n  {} {}\n", bold("The console is ready."), dim(elapsed));
    println!("  {}\n    {}", bold("Open it, signed in (works once)"), link);
    if let Some(demo) = demo {
        println!("\n  {}", bold("Press Create and paste, to connect the demo organization"));
        println!("    Okta domain   {}", demo.domain);
        println!("    Client ID     {}", demo.client_id);
        println!("    Private key   {}", demo.jwk);
    }
    println!("\n  {}\n", dim("Ctrl-C stops everything. What you create stays in data/."));
}
