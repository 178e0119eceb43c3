//! Python virtual environments: one for each folder of tests, from its locked requirements.

use crate::{process, progress};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// A folder with `requirements.txt`, and the virtual environment that is made of it.
pub(crate) struct Venv {
    /// What the packages are, for whoever waits.
    pub(crate) what: &'static str,
    pub(crate) folder: PathBuf,
}

impl Venv {
    /// Installs exactly what the lock file names, anew when that changes.
    pub(crate) fn install(&self) -> Result<()> {
        const INSTALL: &str = "apt-get install python3 python3-venv";
        let lock_file = self.folder.join("requirements.txt");
        let lock = fs::read_to_string(&lock_file).with_context(|| format!("cannot read {}", lock_file.display()))?;
        let stamp = self.path().join(".installed-requirements.txt");
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
            progress::already(self.what);
            return Ok(());
        }
        if !process::on_path("python3") {
            bail!("python3 is missing: {INSTALL}");
        }
        progress::step(&format!("install {}", self.what), || {
            let mut create = process::command("python3");
            create.args(["-m", "venv", "--clear"]).arg(self.path());
            process::run_logged("python venv", &mut create).with_context(|| INSTALL)?;
            let mut pip = process::command(self.path().join("bin/python"));
            pip.args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--require-hashes",
                "--no-deps",
            ])
            .arg("--requirement")
            .arg(&lock_file);
            process::run_logged("pip install", &mut pip)?;
            fs::write(&stamp, &lock).context("cannot write to the virtual environment")
        })
    }

    /// Runs the tests of a module.
    pub(crate) fn unittest(&self, module: &str) -> Command {
        let mut python = process::command(self.path().join("bin/python"));
        python.args(["-m", "unittest", module]).current_dir(&self.folder);
        python.env("PYTHONDONTWRITEBYTECODE", "1").env("VIRTUAL_ENV", self.path());
        python
    }

    fn path(&self) -> PathBuf {
        self.folder.join(".venv")
    }
}
