//! `cargo xtask dev`: live reload. `trunk serve` rebuilds the SPA; the server restarts when its sources change.

use crate::parallel::run_parallel;
use crate::stack::{self, Stack};
use crate::supervised::Supervised;
use crate::{process, progress, setup, spa, tools, workspace};
use anyhow::{Result, bail};
use std::time::{Duration, SystemTime};

/// The server behind Trunk; `Trunk.toml` proxies to it.
const SERVER_PORT: u16 = 8081;
const POLL: Duration = Duration::from_millis(500);

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let (port, sim) = stack::options(arguments)?;
    let programs = workspace::target().join("debug");
    let stack = Stack { programs, port: SERVER_PORT, public_url: format!("http://127.0.0.1:{port}"), sim };
    stack.check_ports()?;
    setup::basics()?;
    run_parallel(vec![Box::new(setup::spa_tools), Box::new(build_programs)])?;
    tools::remove_build_cache()?;

    let (mut sim, demo) = stack.start_sim()?.unzip();
    let mut server = Some(stack.start_server(demo.as_ref())?);
    let mut trunk = spa::trunk()?;
    trunk.args(["serve", "--offline", "--port", &port.to_string(), "--dist"]).arg(workspace::scratch().join("dev"));
    let mut trunk = Supervised::start("spa", &trunk)?;
    println!("\n  {}\n    {}\n", progress::bold("Open it, signed in (works once)"), stack.sign_in_link(demo.as_ref())?);

    let mut seen = newest_source()?;
    loop {
        std::thread::sleep(POLL);
        for program in [Some(&mut trunk), sim.as_mut()].into_iter().flatten() {
            if let Some(status) = program.ended()? {
                bail!("{} ended ({status}), so everything was stopped", program.name);
            }
        }
        let newest = newest_source()?;
        if newest == seen {
            continue;
        }
        seen = newest;
        // A server that does not build leaves the old one running.
        if let Err(error) = build_programs() {
            println!("{error:#}");
            continue;
        }
        drop(server.take());
        match stack.start_server(demo.as_ref()) {
            Ok(started) => server = Some(started),
            Err(error) => println!("{} {error:#}", progress::red("error:")),
        }
    }
}

fn build_programs() -> Result<()> {
    progress::step("build app-connections and okta-sim", || {
        let mut cargo = process::cargo();
        cargo.args(["build", "--locked", "--package", "server", "--package", "okta-sim"]);
        process::run_logged("build debug programs", &mut cargo)
    })
}

/// When a source of the server last changed. Polling a few hundred files costs nothing and needs no crate.
fn newest_source() -> Result<Option<SystemTime>> {
    let files = spa::files_under(&workspace::root().join("crates"))?;
    Ok(files.iter().filter_map(|file| file.metadata().ok()?.modified().ok()).max())
}
