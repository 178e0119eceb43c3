//! Child processes: run with a log file, or with their output shown.

use crate::{progress, workspace};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Lines of a failed program's log that are shown.
const SHOWN: usize = 60;
/// How often a long step says that it is still alive.
const HEARTBEAT: Duration = Duration::from_mins(1);

/// A finished program and where its output is.
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    pub(crate) log: PathBuf,
}

impl Finished {
    /// Standard output and standard error, as they came.
    pub(crate) fn output(&self) -> String {
        fs::read(&self.log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }
}

/// `PROGRAM` in the project's root, with no standard input.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root()).stdin(Stdio::null()).env("CARGO_TERM_COLOR", "never");
    command
}

/// The cargo that runs us, so that its toolchain is used throughout.
pub(crate) fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end with the output in a log file; the log's last lines are the error.
pub(crate) fn run_logged(name: &str, command: &mut Command) -> Result<()> {
    let finished = finish_logged(name, command)?;
    if finished.status.success() {
        return Ok(());
    }
    bail!(
        "{name} failed ({}); its log, {}, ends:\n{}",
        finished.status,
        finished.log.display(),
        tail(&finished.output(), SHOWN)
    );
}

/// Runs to the end, whatever the outcome, with the output in a log file.
pub(crate) fn finish_logged(name: &str, command: &mut Command) -> Result<Finished> {
    let (mut child, log) = spawn_logged(name, command)?;
    let start = Instant::now();
    let mut reported = start;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Finished { status, log });
        }
        if reported.elapsed() >= HEARTBEAT {
            reported = Instant::now();
            let last = tail(&fs::read_to_string(&log).unwrap_or_default(), 1);
            println!(
                "{}",
                progress::dim(&format!("  {name}: {} so far: {}", progress::seconds(start.elapsed()), last.trim()))
            );
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// As [`finish_logged`], but gives up after `limit`; `None` then.
pub(crate) fn finish_within(name: &str, command: &mut Command, limit: Duration) -> Result<Option<Finished>> {
    let (mut child, log) = spawn_logged(name, command)?;
    let start = Instant::now();
    while start.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(Finished { status, log }));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// Runs to the end in full view.
pub(crate) fn run_shown(command: &mut Command) -> Result<ExitStatus> {
    command.status().with_context(|| not_started(command))
}

/// Standard output of a short program.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| not_started(command))?;
    if !output.status.success() {
        bail!("{} failed: {}", shown(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).context("its output is not UTF-8")
}

/// Whether a program of that name is on `PATH`.
pub(crate) fn on_path(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|dir| dir.join(program).is_file())
}

/// `PATH` with `folders` in front.
pub(crate) fn path_with(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(std::env::split_paths(&old));
    std::env::join_paths(all).context("a folder of PATH has a colon in its name")
}

/// The last `count` lines.
pub(crate) fn tail(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

fn spawn_logged(name: &str, command: &mut Command) -> Result<(Child, PathBuf)> {
    let log = log_file(name);
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder)?;
    }
    let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
    let child = command.stdout(file.try_clone()?).stderr(file).spawn().with_context(|| not_started(command))?;
    Ok((child, log))
}

fn log_file(name: &str) -> PathBuf {
    let slug: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    workspace::scratch().join("logs").join(format!("{slug}.log"))
}

fn not_started(command: &Command) -> String {
    format!("cannot start {}", shown(command))
}

fn shown(command: &Command) -> String {
    Path::new(command.get_program()).file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_failed_program_shows_the_end_of_its_log() {
        let error =
            run_logged("test failing", command("sh").args(["-c", "echo first; echo last >&2; exit 3"])).unwrap_err();
        let text = format!("{error:#}");
        assert!(text.contains("exit status: 3") && text.ends_with("first\nlast"), "{text}");
    }

    #[test]
    fn a_program_past_its_limit_is_ended() {
        let ended = finish_within("test slow", command("sleep").arg("60"), Duration::from_millis(100)).unwrap();
        assert!(ended.is_none());
    }

    #[test]
    fn tail_takes_the_last_lines() {
        assert_eq!(tail("a\nb\nc", 2), "b\nc");
        assert_eq!(tail("a", 2), "a");
    }
}
