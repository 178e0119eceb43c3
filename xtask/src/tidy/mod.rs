//! `cargo xtask tidy`: rules of the source tree that the compiler does not know.
//!
//! [`rules::RULES`] is the list. A rule names the files it reads and what must not be in them.

mod arrows;
mod circles;
mod doc_paths;
mod finding;
mod locks;
mod rules;
mod scan;
mod security;
mod view_macro;

use crate::{progress, workspace};
use anyhow::{Result, bail};
use finding::Finding;
use std::path::Path;

pub(crate) fn command(_arguments: &[String]) -> Result<()> {
    check()?;
    println!("{} the tree is tidy", progress::green("✓"));
    Ok(())
}

/// All findings at once, as one error.
pub(crate) fn check() -> Result<()> {
    let findings = findings(workspace::root())?;
    if findings.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> =
        findings.iter().map(|found| format!("  {}:{}: {}", found.file, found.line, found.why)).collect();
    bail!("the tree is not tidy:\n{}", lines.join("\n"));
}

fn findings(root: &Path) -> Result<Vec<Finding>> {
    let files = scan::tracked_text(root)?;
    let mut findings = arrows::check(root)?;
    findings.extend(circles::check(&files));
    findings.extend(locks::check(&files)?);
    findings.extend(files.iter().flat_map(rules::check));
    findings.extend(security::check(&files));
    findings.extend(doc_paths::check(root, &files));
    findings.extend(view_macro::check(&files));
    Ok(findings)
}
