//! What comes from a registry is the very thing that was locked: a version, and a hash of what that was.
//!
//! For crates the lock file and cargo-deny see to that; this is about npm and pip.

use super::finding::Finding;
use super::scan::Source;
use anyhow::{Context, Result};
use serde_json::{Map, Value};

const MANIFEST: &str = "package.json";
const LOCK: &str = "package-lock.json";
const PINS: &str = "requirements.txt";

/// Members of a manifest that name packages.
const KINDS: [&str; 4] = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

pub(super) fn check(files: &[Source]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for Source { path, text } in files {
        let name = path.rsplit('/').next().unwrap_or(path);
        let found = match name {
            MANIFEST => {
                let lock = [path.strip_suffix(MANIFEST).unwrap_or_default(), LOCK].concat();
                in_manifest(&json(path, text)?, files.iter().any(|file| file.path == lock))
            }
            LOCK => in_lock(&json(path, text)?),
            PINS => in_pins(text),
            _ => Vec::new(),
        };
        findings.extend(found.into_iter().map(|why| Finding { file: path.clone(), line: 1, why }));
    }
    Ok(findings)
}

fn json(path: &str, text: &str) -> Result<Value> {
    serde_json::from_str(text).with_context(|| format!("{path} is not JSON"))
}

/// Exact versions, and a lock file beside them.
fn in_manifest(manifest: &Value, has_lock: bool) -> Vec<String> {
    let mut found: Vec<String> = packages(manifest, &KINDS)
        .filter(|(_, version)| !version.as_str().is_some_and(is_exact))
        .map(|(name, version)| format!("{name} {version} is no exact version"))
        .collect();
    if !has_lock {
        found.push(format!("has no {LOCK}: npm install in its folder"));
    }
    found
}

/// `1.2.3`, and nothing that stands for more than one.
fn is_exact(version: &str) -> bool {
    let (numbers, _) = version.split_once('-').unwrap_or((version, ""));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    numbers.split('.').count() == 3 && numbers.split('.').all(is_number)
}

/// A hash for each package. (That there is no address to take it from is another rule.)
fn in_lock(lock: &Value) -> Vec<String> {
    let Some(packages) = lock["packages"].as_object().filter(|packages| packages.contains_key("")) else {
        return vec!["is no lock file of npm's since version 7".to_owned()];
    };
    let packages = packages.iter().filter(|(place, _)| !place.is_empty());
    let is_hash = |hash: &str| hash.starts_with("sha512-") && !hash.contains(' ');
    packages
        .filter(|(_, package)| !package["integrity"].as_str().is_some_and(is_hash))
        .map(|(place, _)| format!("{place} has no SHA-512"))
        .collect()
}

/// `name==1.2.3 \` and its hashes in the lines below.
fn in_pins(pins: &str) -> Vec<String> {
    let pins = pins.replace("\\\n", " ");
    let lines = pins.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    lines
        .filter(|line| !line.contains("==") || !line.contains("--hash=sha256:"))
        .map(|line| format!("`{}` has no exact version with its hash", line.trim()))
        .collect()
}

fn packages<'a>(of: &'a Value, kinds: &'a [&str]) -> impl Iterator<Item = (&'a String, &'a Value)> {
    kinds.iter().filter_map(|kind| of[*kind].as_object()).flat_map(Map::iter)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// How many lines of findings a file gives; what is beside it is a lock file unless said otherwise.
    #[test]
    fn what_is_not_locked_is_found() {
        let cases: &[(&str, &str, usize)] = &[
            ("package.json", r#"{"devDependencies": {"a": "1.2.3", "b": "1.2.3-rc.1"}}"#, 0),
            ("package.json", r#"{"devDependencies": {"a": "^1.2.3"}, "dependencies": {"b": "latest"}}"#, 2),
            ("package.json", r#"{"optionalDependencies": {"a": "1.2"}, "peerDependencies": {"b": "1.x.0"}}"#, 2),
            ("package.json", r#"{"dependencies": {"a": "file:../a", "b": "1.2.3 || 2.0.0"}}"#, 2),
            ("package-lock.json", r#"{"packages": {"": {}, "node_modules/a": {"integrity": "sha512-x"}}}"#, 0),
            ("package-lock.json", r#"{"packages": {"": {}, "node_modules/a": {}}}"#, 1),
            ("package-lock.json", r#"{"packages": {"": {}, "node_modules/a": {"integrity": "sha1-x"}}}"#, 1),
            ("package-lock.json", r#"{"packages": {"": {}, "node_modules/a": {"integrity": "sha512-x sha1-y"}}}"#, 1),
            ("package-lock.json", r#"{"dependencies": {}}"#, 1),
            ("requirements.txt", "# a\na==1 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n    # via b\n", 0),
            ("requirements.txt", "a==1\nb>=1 --hash=sha256:1\n", 2),
            ("other.json", r#"{"dependencies": {"a": "*"}}"#, 0),
        ];
        for (name, text, expected) in cases {
            let file = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
            let mut files = vec![file(&["x/", name].concat(), text)];
            if *name == MANIFEST {
                files.push(file("x/package-lock.json", r#"{"packages": {"": {}}}"#));
            }
            assert_eq!(check(&files).unwrap().len(), *expected, "{name}: {text}");
        }
    }

    #[test]
    fn a_manifest_without_a_lock_file_is_found() {
        let files = [Source { path: "x/package.json".to_owned(), text: "{}".to_owned() }];
        assert_eq!(check(&files).unwrap().len(), 1);
    }
}
