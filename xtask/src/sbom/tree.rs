//! Dependency tree: which crates are linked, by `cargo tree`, which resolves features as a build does.

use crate::process;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};

/// A crate of one version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) name: String,
    pub(super) version: String,
}

/// Every crate, and the crates that it uses itself.
pub(super) type Linked = BTreeMap<Name, BTreeSet<Name>>;

/// What is linked into the programs of these packages, built together. Tests, build scripts and macros are not.
pub(super) fn linked(packages: &[&str], target: Option<&str>) -> Result<Linked> {
    let mut cargo = process::cargo();
    cargo.args(["tree", "--locked", "--edges", "normal,no-proc-macro", "--prefix", "depth", "--format", " {p}"]);
    cargo.args(packages.iter().flat_map(|package| ["--package", package]));
    cargo.args(target.iter().flat_map(|target| ["--target", target]));
    read(&process::capture(&mut cargo)?)
}

/// Lines such as `2 aws-lc-sys v0.47.0`, each below the one that it is used by. `(*)` says that what follows from a crate
/// has been told before.
fn read(tree: &str) -> Result<Linked> {
    let mut linked = Linked::new();
    let mut above: Vec<Name> = Vec::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let (depth, name) = line_of(line).with_context(|| format!("not a line of cargo's tree: {line}"))?;
        above.truncate(depth);
        if let Some(user) = above.last() {
            linked.entry(user.clone()).or_default().insert(name.clone());
        }
        linked.entry(name.clone()).or_default();
        above.push(name);
    }
    Ok(linked)
}

fn line_of(line: &str) -> Option<(usize, Name)> {
    let mut words = line.split(' ');
    let depth = words.next()?.parse().ok()?;
    let name = words.next()?.to_owned();
    let version = words.next()?.strip_prefix('v')?.to_owned();
    Some((depth, Name { name, version }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn name(text: &str) -> Name {
        let (name, version) = text.split_once('@').unwrap();
        Name { name: name.to_owned(), version: version.to_owned() }
    }

    #[test]
    fn each_crate_is_used_by_the_one_above_it() {
        let tree = "0 server v0.1.0 (/x)\n1 a v1.0.0\n2 b v2.0.0+x\n1 b v2.0.0+x (*)\n\n0 okta-sim v0.1.0 (/y)\n1 a v1.0.0 (*)\n";
        let expected: &[(&str, &[&str])] = &[
            ("a@1.0.0", &["b@2.0.0+x"]),
            ("b@2.0.0+x", &[]),
            ("okta-sim@0.1.0", &["a@1.0.0"]),
            ("server@0.1.0", &["a@1.0.0", "b@2.0.0+x"]),
        ];
        let expected: Linked =
            expected.iter().map(|(user, used)| (name(user), used.iter().map(|used| name(used)).collect())).collect();
        assert_eq!(read(tree).unwrap(), expected);
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        assert!(read("error: no such package").is_err());
    }
}
