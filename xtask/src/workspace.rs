//! Paths of the workspace: root, `dist/`, target folder, tool cache.

use std::path::{Path, PathBuf};

/// The root of this clone.
pub(crate) fn root() -> &'static Path {
    // `xtask` is always run through cargo from this clone, so the path of its build is right.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The built SPA that the server serves.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Cargo's target folder, wherever the user put it.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Stamps, logs and intermediate files of this program.
pub(crate) fn scratch() -> PathBuf {
    target().join("xtask")
}

/// Tools of the project, shared by all clones: `NAME-VERSION/bin/…`.
pub(crate) fn tools() -> anyhow::Result<PathBuf> {
    let cache = match std::env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        Some(dir) => PathBuf::from(dir),
        None => std::env::home_dir()
            .ok_or_else(|| anyhow::anyhow!("no home folder: set XDG_CACHE_HOME to a folder for the project's tools"))?
            .join(".cache"),
    };
    Ok(cache.join("app-connections").join("tools"))
}
