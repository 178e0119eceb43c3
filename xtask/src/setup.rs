//! Development environment: Rust target, build tools, npm packages, browsers. Each step installs only what is missing.

use crate::{process, progress, tools, workspace};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// A program that tests drive: Debian's name of its package, and where it is then.
struct DebianProgram {
    package: &'static str,
    program: &'static str,
}

const BROWSERS: &[DebianProgram] = &[
    DebianProgram { package: "chromium", program: "/usr/bin/chromium" },
    DebianProgram { package: "firefox-esr", program: "/usr/bin/firefox-esr" },
];

/// The proxy between the server and Okta, and what docs/OPERATIONS.md puts in front of the server and asks it with.
const SERVERS: &[DebianProgram] = &[
    DebianProgram { package: "tinyproxy-bin", program: "/usr/bin/tinyproxy" },
    DebianProgram { package: "nginx-light", program: "/usr/sbin/nginx" },
    DebianProgram { package: "openssl", program: "/usr/bin/openssl" },
    DebianProgram { package: "curl", program: "/usr/bin/curl" },
];

/// Programs that must be there before us, and the command that installs them.
const NEEDED: &[(&str, &str)] = &[
    ("cc", "apt-get install build-essential"),
    ("rustup", "install Rust with rustup"),
    ("node", "apt-get install nodejs npm"),
    ("npm", "apt-get install nodejs npm"),
];

/// The quick part that everything else builds on: what must exist already, crates, the wasm target.
pub(crate) fn basics() -> Result<()> {
    for (program, install) in NEEDED {
        if !process::on_path(program) {
            bail!("{program} is missing: {install}");
        }
    }
    wasm_target()?;
    progress::step("fetch crates", || process::run_logged("fetch crates", process::cargo().args(["fetch", "--locked"])))
}

fn wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let sysroot = process::capture(process::command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir() {
        progress::already("the wasm target");
        return Ok(());
    }
    let what = "add the wasm target";
    progress::step(what, || process::run_logged(what, process::command("rustup").args(["target", "add", TARGET])))
}

/// What builds the console, in the user's cache. Some minutes the first time.
pub(crate) fn spa_tools() -> Result<()> {
    [tools::TRUNK, tools::WASM_BINDGEN, tools::WASM_SPLIT].iter().try_for_each(tools::Tool::ensure)?;
    npm_packages()
}

/// wasm-opt, the minifier and the browser tests' libraries, in `node_modules`.
pub(crate) fn npm_packages() -> Result<()> {
    npm_packages_of("npm packages", workspace::root())
}

/// What the lock file of `folder` says, in its `node_modules`.
pub(crate) fn npm_packages_of(what: &str, folder: &Path) -> Result<()> {
    let lock = fs::read_to_string(folder.join("package-lock.json"))
        .with_context(|| format!("package-lock.json is missing in {}", folder.display()))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        progress::already(what);
        return Ok(());
    }
    progress::step(&format!("install {what}"), || {
        let mut npm = process::command("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(folder)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        process::run_logged("npm ci", &mut npm)?;
        fs::write(&stamp, &lock).context("cannot write to node_modules")
    })
}

/// The browsers of the tests, from Debian's packages when we may install them.
pub(crate) fn browsers() -> Result<()> {
    BROWSERS.iter().try_for_each(DebianProgram::ensure)
}

/// The browsers, and the servers that tests put between or in front of the programs.
pub(crate) fn debian_programs() -> Result<()> {
    browsers()?;
    SERVERS.iter().try_for_each(DebianProgram::ensure)
}

impl DebianProgram {
    fn ensure(&self) -> Result<()> {
        let Self { package, program } = self;
        let install = format!("apt-get install --yes {package}");
        if Path::new(program).exists() {
            progress::already(package);
            return Ok(());
        }
        if !process::on_path("apt-get") || !is_root()? {
            bail!("{program} is missing: sudo {install}");
        }
        let what = format!("install {package}");
        progress::step(&what, || {
            let script = format!("apt-get update && {install} --no-install-recommends");
            process::run_logged(
                &what,
                process::command("sh").args(["-c", &script]).env("DEBIAN_FRONTEND", "noninteractive"),
            )
        })
    }
}

fn is_root() -> Result<bool> {
    Ok(process::capture(process::command("id").arg("-u"))?.trim() == "0")
}
