//! Which crate may know which.

use super::finding::Finding;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::path::Path;

/// A crate's manifest, and the only crates of ours that it may use; tests may use more.
const ARROWS: &[(&str, &[&str])] = &[
    ("Cargo.toml", &["markup", "model"]),
    ("crates/files/Cargo.toml", &[]),
    ("crates/markup/Cargo.toml", &[]),
    ("crates/model/Cargo.toml", &[]),
    ("crates/okta/Cargo.toml", &["model", "outbound"]),
    ("crates/okta-sim/Cargo.toml", &[]),
    ("crates/outbound/Cargo.toml", &[]),
    ("crates/server/Cargo.toml", &["files", "model", "okta", "outbound", "store", "vault"]),
    ("crates/store/Cargo.toml", &["files", "model"]),
    ("crates/vault/Cargo.toml", &["files", "model", "outbound", "store"]),
    ("xtask/Cargo.toml", &[]),
];

/// Every crate of ours.
const OURS: &[&str] =
    &["console", "files", "markup", "model", "okta", "okta-sim", "outbound", "server", "store", "vault", "xtask"];

pub(super) fn check(root: &Path) -> Result<Vec<Finding>> {
    let mut findings = unlisted(root)?;
    for (manifest, allowed) in ARROWS {
        let text = std::fs::read_to_string(root.join(manifest)).with_context(|| format!("cannot read {manifest}"))?;
        findings.extend(forbidden(&text, allowed)?.into_iter().map(|name| Finding {
            file: (*manifest).to_owned(),
            line: line_of(&text, &name),
            why: format!("must not depend on `{name}` (docs/ARCHITECTURE.md, arrows)"),
        }));
    }
    Ok(findings)
}

/// A new crate needs its line here.
fn unlisted(root: &Path) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for folder in std::fs::read_dir(root.join("crates"))? {
        let manifest = format!("crates/{}/Cargo.toml", folder?.file_name().to_string_lossy());
        let is_listed = ARROWS.iter().any(|(listed, _)| *listed == manifest);
        if root.join(&manifest).is_file() && !is_listed {
            let why = "a new crate: say in xtask/src/tidy/arrows.rs what it may use".to_owned();
            findings.push(Finding { file: manifest, line: 1, why });
        }
    }
    Ok(findings)
}

/// Crates of ours among the dependencies that are not allowed there.
fn forbidden(manifest: &str, allowed: &[&str]) -> Result<Vec<String>> {
    let manifest: toml::Table = toml::from_str(manifest).context("a Cargo.toml is not TOML")?;
    let mut names = BTreeSet::new();
    collect_dependencies(&manifest, &mut names);
    Ok(names.into_iter().filter(|name| OURS.contains(&name.as_str()) && !allowed.contains(&name.as_str())).collect())
}

/// `[dependencies]` and `[build-dependencies]`, for every target.
fn collect_dependencies(table: &toml::Table, names: &mut BTreeSet<String>) {
    for kind in ["dependencies", "build-dependencies"] {
        let Some(dependencies) = table.get(kind).and_then(toml::Value::as_table) else { continue };
        for (key, value) in dependencies {
            let renamed = value.get("package").and_then(toml::Value::as_str);
            names.insert(renamed.unwrap_or(key).to_owned());
        }
    }
    let targets = table.get("target").and_then(toml::Value::as_table).into_iter().flat_map(|all| all.values());
    for target in targets.filter_map(toml::Value::as_table) {
        collect_dependencies(target, names);
    }
}

fn line_of(text: &str, word: &str) -> usize {
    text.lines().position(|line| line.starts_with(word)).map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_arrow_the_wrong_way_is_found() {
        let cases: &[(&str, &[&str], &[&str])] = &[
            ("[dependencies]\nserver = { path = \"../server\" }", &["model"], &["server"]),
            ("[dependencies]\nmodel.workspace = true", &["model"], &[]),
            ("[dependencies]\nm = { package = \"model\", path = \"../model\" }", &[], &["model"]),
            ("[target.'cfg(unix)'.dependencies]\nokta = \"1\"", &[], &["okta"]),
            ("[build-dependencies]\nxtask = \"1\"", &[], &["xtask"]),
            ("[dev-dependencies]\nokta-sim = { path = \"../okta-sim\" }", &[], &[]),
            ("[dependencies]\nserde = \"1\"", &[], &[]),
        ];
        for (manifest, allowed, expected) in cases {
            assert_eq!(forbidden(manifest, allowed).unwrap(), *expected, "{manifest}");
        }
    }
}
