//! `cargo xtask tour`: screenshots for the README, taken of the current console.

use crate::{e2e, process};
use anyhow::{Result, bail};

pub(crate) fn command(arguments: &[String]) -> Result<()> {
    if let Some(unknown) = arguments.first() {
        bail!("`tour` takes no argument `{unknown}`: it makes every picture in docs/tour");
    }
    e2e::build()?;
    let status = process::run_shown(&mut e2e::playwright("tests/tour.config.ts"))?;
    if !status.success() {
        bail!("the tour was not made ({status})");
    }
    Ok(())
}
