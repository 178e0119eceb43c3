//! Paths that the guides name: each is a file or a folder of the tree.

use super::finding::Finding;
use super::scan::Source;
use std::path::Path;

/// The guides, which say where things are.
const GUIDES: [&str; 2] = ["CONTRIBUTING.md", "docs/ARCHITECTURE.md"];
/// How a path from the root begins.
const ROOTS: [&str; 9] = ["crates/", "docs/", "fuzz/", "languages/", "public/", "src/", "style/", "tests/", "xtask/"];

pub(super) fn check(root: &Path, files: &[Source]) -> Vec<Finding> {
    let guides = files.iter().filter(|file| GUIDES.contains(&file.path.as_str()));
    guides.flat_map(|guide| dead_paths(&guide.path, &guide.text, &|path| root.join(path).exists())).collect()
}

fn dead_paths(file: &str, text: &str, exists: &dyn Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for quoted in line.split('`').skip(1).step_by(2) {
            for path in expanded(quoted).into_iter().filter(|path| is_path(path) && !exists(path)) {
                let why = format!("names `{path}`, which is not there");
                findings.push(Finding { file: file.to_owned(), line: at + 1, why });
            }
        }
    }
    findings
}

/// A path from the root, without a place to fill in.
fn is_path(text: &str) -> bool {
    ROOTS.iter().any(|root| text.starts_with(root)) && !text.contains(['<', '*', ' ', '('])
}

/// `a/{b,c}.rs` is `a/b.rs` and `a/c.rs`.
fn expanded(text: &str) -> Vec<String> {
    let parts = text.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    match parts {
        Some((before, (names, after))) => names.split(',').map(|name| [before, name.trim(), after].concat()).collect(),
        None => vec![text.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_not_there_is_found_in_each_spelling() {
        let exists = |path: &str| path == "src/app.rs";
        for (line, dead) in [
            ("`src/app.rs` and `app.rs`", &[][..]),
            ("`src/gone.rs`", &["src/gone.rs"]),
            ("`src/{app,gone}.rs`", &["src/gone.rs"]),
            ("`src/pages/<name>.rs`, `src/*.rs`", &[]),
        ] {
            let found: Vec<_> =
                dead_paths("CONTRIBUTING.md", line, &exists).into_iter().map(|found| found.why).collect();
            let expected: Vec<_> = dead.iter().map(|path| format!("names `{path}`, which is not there")).collect();
            assert_eq!(found, expected, "{line}");
        }
    }
}
