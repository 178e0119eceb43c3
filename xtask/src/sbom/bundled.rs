//! Bundled C libraries and assets: vulnerabilities are known by their names and versions, not by those of the crate.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;

/// Something within a crate, and where the crate's source says which version of it.
struct Bundled {
    name: &'static str,
    within: &'static str,
    file: &'static str,
    /// What stands before and after the version.
    around: (&'static str, &'static str),
    license: &'static str,
}

const BUNDLED: &[Bundled] = &[
    Bundled {
        name: "sqlite",
        within: "libsqlite3-sys",
        file: "sqlite3/sqlite3.h",
        around: ("#define SQLITE_VERSION        \"", "\""),
        license: "blessing",
    },
    Bundled {
        name: "aws-lc",
        within: "aws-lc-sys",
        file: "aws-lc/include/openssl/base.h",
        around: ("#define AWSLC_VERSION_NUMBER_STRING \"", "\""),
        license: "ISC AND (Apache-2.0 OR ISC) AND Apache-2.0 AND MIT AND BSD-3-Clause AND (Apache-2.0 OR ISC OR MIT) AND (Apache-2.0 OR ISC OR MIT-0)",
    },
    Bundled {
        name: "swagger-ui",
        within: "utoipa-swagger-ui",
        file: "build.rs",
        around: ("/tags/v", ".zip"),
        license: "Apache-2.0",
    },
];

/// What the crate of this name, whose source is in `folder`, carries.
pub(super) fn within(package: &str, folder: &Path) -> Result<Vec<Value>> {
    BUNDLED.iter().filter(|bundled| bundled.within == package).map(|bundled| bundled.component(folder)).collect()
}

/// A component that no registry of packages knows.
pub(super) fn component(name: &str, version: &str, license: &str) -> Value {
    let purl = ["pkg:generic/", name, "@", version].concat();
    json!({
        "type": "library",
        "bom-ref": purl,
        "purl": purl,
        "name": name,
        "version": version,
        "scope": "required",
        "licenses": [{ "expression": license }],
    })
}

impl Bundled {
    fn component(&self, folder: &Path) -> Result<Value> {
        let path = folder.join(self.file);
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let version = self.version(&text).with_context(|| format!("{} does not say its version", path.display()))?;
        Ok(component(self.name, version, self.license))
    }

    fn version<'a>(&self, text: &'a str) -> Option<&'a str> {
        let (_, after) = text.split_once(self.around.0)?;
        Some(after.split_once(self.around.1)?.0)
    }
}
