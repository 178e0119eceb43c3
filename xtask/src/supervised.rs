//! Supervised child processes: they run beside this program and never outlive it.
//!
//! A small shell between us and the program holds the other end of a pipe. However we end (Ctrl-C, a signal, a
//! panic, even SIGKILL), the kernel closes our end, and the shell ends the program and its children: first asking,
//! five seconds later by force. No signal handler, no unsafe code, no further crate.

use crate::process;
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};

/// `$@` is the program. Both shells survive TERM, since the watcher sends it to the whole process group; the program
/// does not inherit that, as a trap with a handler is reset in a child.
const SHELL: &str = r#"
exec 3<&0
trap : TERM
"$@" </dev/null 3<&- &
program=$!
(
    trap '' TERM
    read -r _ <&3
    kill -TERM 0
    tries=0
    while [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
    kill -KILL 0
) >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait $program
code=$?
while [ $code -gt 128 ] && kill -0 $program 2>/dev/null; do wait $program; code=$?; done
kill -KILL $watcher 2>/dev/null
kill -TERM 0
exit $code
"#;

/// A child process under supervision. Dropping it ends the process and its children.
pub(crate) struct Supervised {
    pub(crate) name: &'static str,
    shell: Child,
    /// The pipe that the shell watches.
    pipe: Option<ChildStdin>,
}

impl Supervised {
    /// Starts `command`, its output shown with `name` in front of each line.
    pub(crate) fn start(name: &'static str, command: &Command) -> Result<Self> {
        let label = crate::progress::dim(&format!("{name:>7} │"));
        Self::start_with_output(name, command, move |line| println!("{label} {line}"))
    }

    /// Starts `command`, and gives each line of its output to `on_line`.
    pub(crate) fn start_with_output(
        name: &'static str,
        command: &Command,
        on_line: impl Fn(String) + Clone + Send + 'static,
    ) -> Result<Self> {
        let mut supervisor = process::command("sh");
        supervisor.args(["-c", SHELL, "supervisor"]).arg(command.get_program()).args(command.get_args());
        for (key, value) in command.get_envs() {
            match value {
                Some(value) => supervisor.env(key, value),
                None => supervisor.env_remove(key),
            };
        }
        // A group of its own: Ctrl-C reaches us alone, and the pipe does the rest in order.
        supervisor.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut shell = supervisor.spawn().with_context(|| format!("cannot start {name}"))?;
        let pipe = shell.stdin.take();
        read_lines(shell.stdout.take(), on_line.clone());
        read_lines(shell.stderr.take(), on_line);
        Ok(Self { name, shell, pipe })
    }

    /// How it ended, when it has.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.shell.try_wait()?)
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        drop(self.pipe.take());
        let _ = self.shell.wait();
    }
}

/// Waits until one of them ends, and says which.
pub(crate) fn wait_for_any(programs: &mut [Supervised]) -> Result<(&'static str, ExitStatus)> {
    loop {
        for program in &mut *programs {
            if let Some(status) = program.ended()? {
                return Ok((program.name, status));
            }
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

fn read_lines(stream: Option<impl Read + Send + 'static>, on_line: impl Fn(String) + Send + 'static) {
    let Some(stream) = stream else { return };
    std::thread::spawn(move || BufReader::new(stream).lines().map_while(Result::ok).for_each(on_line));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn started(script: &str) -> Supervised {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Supervised::start("test", &command).unwrap()
    }

    /// A zombie that nobody has reaped yet has ended, too.
    fn is_running(pid: &str) -> bool {
        let state = Command::new("ps").args(["-o", "stat=", "-p", pid]).output().unwrap().stdout;
        !state.is_empty() && !state.starts_with(b"Z")
    }

    fn pid_in(file: &std::path::Path) -> String {
        loop {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            if text.ends_with('\n') {
                return text.trim().to_owned();
            }
            std::thread::yield_now();
        }
    }

    #[test]
    fn dropping_it_ends_the_program_and_its_children() {
        let file = std::env::temp_dir().join(format!("xtask-supervised-{}", std::process::id()));
        let supervised = started(&format!("sleep 600 & echo $! > {}; wait", file.display()));
        let grandchild = pid_in(&file);
        assert!(is_running(&grandchild));
        drop(supervised);
        std::fs::remove_file(&file).unwrap();
        let patience = std::time::Instant::now();
        while is_running(&grandchild) {
            assert!(patience.elapsed() < std::time::Duration::from_secs(10), "{grandchild} still runs");
            std::thread::yield_now();
        }
    }

    #[test]
    fn the_exit_code_of_the_program_is_known() {
        let mut programs = [started("exit 7")];
        assert_eq!(wait_for_any(&mut programs).unwrap().1.code(), Some(7));
    }
}
