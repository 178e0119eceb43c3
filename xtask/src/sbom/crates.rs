//! Crate metadata: license, origin, and checksum from the lock file.

use super::tree::Name;
use crate::{process, workspace};
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Every crate of the lock file.
pub(super) struct Crates(BTreeMap<Name, Crate>);

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Crate>,
}

#[derive(Deserialize)]
struct Crate {
    name: String,
    version: String,
    license: Option<String>,
    description: Option<String>,
    repository: Option<String>,
    /// None for a crate of ours.
    source: Option<String>,
    manifest_path: PathBuf,
    #[serde(skip)]
    checksum: Option<String>,
}

#[derive(Deserialize)]
struct LockFile {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
}

impl Crates {
    pub(super) fn read() -> Result<Self> {
        let json = process::capture(process::cargo().args(["metadata", "--locked", "--format-version", "1"]))?;
        let metadata: Metadata = serde_json::from_str(&json).context("cargo metadata is not as expected")?;
        let lock = std::fs::read_to_string(workspace::root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
        let lock: LockFile = toml::from_str(&lock).context("Cargo.lock is not as expected")?;
        let mut crates: BTreeMap<Name, Crate> =
            metadata.packages.into_iter().map(|found| (found.id(), found)).collect();
        for Locked { name, version, checksum } in lock.package {
            if let Some(found) = crates.get_mut(&Name { name, version }) {
                found.checksum = checksum;
            }
        }
        Ok(Self(crates))
    }

    /// How the bill refers to it.
    pub(super) fn reference(&self, name: &Name) -> Result<String> {
        Ok(self.get(name)?.reference())
    }

    /// The same for a crate of ours, whose version goes without saying.
    pub(super) fn reference_of(&self, package: &str) -> Result<String> {
        let found = self.0.values().find(|found| found.source.is_none() && found.name == package);
        Ok(found.with_context(|| format!("no crate {package}"))?.reference())
    }

    /// Where its source is.
    pub(super) fn folder(&self, name: &Name) -> Result<PathBuf> {
        Ok(self.get(name)?.manifest_path.parent().context("a manifest in no folder")?.to_owned())
    }

    pub(super) fn component(&self, name: &Name) -> Result<Value> {
        let found = self.get(name)?;
        let mut component = json!({
            "type": "library",
            "bom-ref": found.reference(),
            "name": found.name,
            "version": found.version,
            "scope": "required",
        });
        if found.source.is_some() {
            let checksum = found.checksum.as_ref().with_context(|| format!("{} has no checksum", found.name))?;
            component["purl"] = json!(found.reference());
            component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
        }
        if let Some(license) = &found.license {
            // As crates wrote it before SPDX.
            component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
        }
        if let Some(description) = &found.description {
            component["description"] = json!(description.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        if let Some(repository) = &found.repository {
            component["externalReferences"] = json!([{ "type": "vcs", "url": repository }]);
        }
        Ok(component)
    }

    fn get(&self, name: &Name) -> Result<&Crate> {
        self.0.get(name).with_context(|| format!("cargo metadata has no {} {}", name.name, name.version))
    }
}

impl Crate {
    fn id(&self) -> Name {
        Name { name: self.name.clone(), version: self.version.clone() }
    }

    fn reference(&self) -> String {
        let kind = if self.source.is_some() { "pkg:cargo/" } else { "crate:" };
        [kind, &self.name, "@", &self.version].concat()
    }
}
