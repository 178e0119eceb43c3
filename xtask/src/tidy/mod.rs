//! `cargo xtask tidy`: rules of the source tree that the compiler does not know.
//!
//! [`rules::RULES`] is the list. A rule names the files it reads and what must not be in them.

mod arrows;
mod doc_paths;
mod locks;
mod rules;
mod scan;
mod security;
mod view_macro;

use crate::{progress, workspace};
use anyhow::{Result, bail};
use std::path::Path;

/// A line that breaks a rule. Shown as `file:line: why`.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    file: String,
    line: usize,
    why: String,
}

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
    findings.extend(locks::check(&files)?);
    findings.extend(files.iter().flat_map(rules::check));
    findings.extend(security::check(&files));
    findings.extend(doc_paths::check(root, &files));
    findings.extend(view_macro::check(&files));
    Ok(findings)
}
