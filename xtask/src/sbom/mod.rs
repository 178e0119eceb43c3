//! Software bill of materials (SBOM, `CycloneDX` in JSON): every crate that is linked, and what crates bundle.
//!
//! It says nothing of the moment or the machine: the same commit has the same bill.

mod bundled;
mod crates;
mod tree;

use crate::{process, progress, workspace};
use anyhow::{Context, Result};
use crates::Crates;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tree::{Linked, Name};

/// Its name in `dist/`. The server serves no file with this ending.
const FILE: &str = "app-connections.cdx.json";
const SPEC: &str = "1.7";
/// What is described as a whole.
const PRODUCT: &str = "app-connections";
/// The crates that become programs, compiled together, and the target of those that do not run on the host.
const BUILDS: [(&[&str], Option<&str>); 2] =
    [(&["server", "okta-sim"], None), (&["console"], Some("wasm32-unknown-unknown"))];

/// Components by their reference, and what each needs.
#[derive(Default)]
struct Bill {
    components: BTreeMap<String, Value>,
    needs: BTreeMap<String, BTreeSet<String>>,
}

pub(crate) fn command(_arguments: &[String]) -> Result<()> {
    write()
}

/// Writes it into `dist/`, which must be there.
pub(crate) fn write() -> Result<()> {
    progress::step("bill of materials", || {
        let path = workspace::dist().join(FILE);
        let text = serde_json::to_string_pretty(&document()?)?;
        std::fs::write(&path, text + "\n").with_context(|| format!("cannot write {}", path.display()))
    })
}

fn document() -> Result<Value> {
    let crates = Crates::read()?;
    let mut bill = Bill::default();
    for (packages, target) in BUILDS {
        bill.add(&tree::linked(packages, target)?, &crates)?;
    }
    let programs = BUILDS.iter().flat_map(|(packages, _)| *packages);
    let programs: BTreeSet<String> = programs.map(|name| crates.reference_of(name)).collect::<Result<_>>()?;
    let standard_library = bill.add_standard_library()?;
    for program in &programs {
        bill.needs.entry(program.clone()).or_default().insert(standard_library.clone());
    }
    bill.needs.insert(PRODUCT.to_owned(), programs);
    let depends = |(reference, needs): (&String, &BTreeSet<String>)| json!({ "ref": reference, "dependsOn": needs });
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "version": 1,
        "metadata": {
            "timestamp": commit_time()?,
            "lifecycles": [{ "phase": "build" }],
            "component": {
                "type": "application",
                "bom-ref": PRODUCT,
                "name": PRODUCT,
                // As the program says it with --version.
                "version": crate::build::version()?,
                "licenses": [{ "expression": "Apache-2.0" }],
            },
        },
        "components": bill.components.values().collect::<Vec<_>>(),
        "dependencies": bill.needs.iter().map(depends).collect::<Vec<_>>(),
    }))
}

impl Bill {
    fn add(&mut self, linked: &Linked, crates: &Crates) -> Result<()> {
        for (name, needs) in linked {
            let reference = crates.reference(name)?;
            self.components.insert(reference.clone(), crates.component(name)?);
            let needs: Vec<String> =
                needs.iter().map(|needed: &Name| crates.reference(needed)).collect::<Result<_>>()?;
            self.needs.entry(reference.clone()).or_default().extend(needs);
            for within in bundled::within(&name.name, &crates.folder(name)?)? {
                let within = self.put(within);
                self.needs.entry(reference.clone()).or_default().insert(within);
            }
        }
        Ok(())
    }

    fn add_standard_library(&mut self) -> Result<String> {
        let version = process::capture(process::command("rustc").arg("--version"))?;
        let version = version.split_whitespace().nth(1).context("rustc does not say its version")?;
        Ok(self.put(bundled::component("rust-std", version, "MIT OR Apache-2.0")))
    }

    /// Adds what needs nothing, and gives its reference.
    fn put(&mut self, component: Value) -> String {
        let reference = component["bom-ref"].as_str().unwrap_or_default().to_owned();
        self.components.insert(reference.clone(), component);
        self.needs.entry(reference.clone()).or_default();
        reference
    }
}

fn commit_time() -> Result<String> {
    let mut git = process::command("git");
    git.args(["log", "-1", "--date=format-local:%Y-%m-%dT%H:%M:%SZ", "--format=%cd"]).env("TZ", "UTC");
    Ok(process::capture(&mut git)?.trim().to_owned())
}
