//! Circular dependencies: no file of a crate uses a file that uses it, however many are between.
//!
//! Such files are one, and can only be understood together. A module's own file that only declares and re-exports others
//! uses none of them.

mod syntax;
mod tree;

use super::finding::Finding;
use super::scan::Source;
use std::collections::BTreeMap;
use tree::{Name, Tree};

/// Circles that are there still, by their files. A line goes when its circle does; no line comes.
const KNOWN: &[&[&str]] = &[
    &["crates/markup/src/lib.rs", "crates/markup/src/phrases.rs"],
    &["src/api/error.rs", "src/api/request.rs"],
    &["src/language.rs", "src/text/intl.rs", "src/text/mod.rs", "src/text/phrase.rs"],
    &["src/components/lazy.rs", "src/components/shell.rs", "src/components/states.rs"],
    &["src/pages/connections/form/draft/body.rs", "src/pages/connections/form/draft/mod.rs"],
    &[
        "src/pages/connections/form/fields/application.rs",
        "src/pages/connections/form/fields/client_id.rs",
        "src/pages/connections/form/fields/description.rs",
        "src/pages/connections/form/fields/key_id.rs",
        "src/pages/connections/form/fields/mod.rs",
        "src/pages/connections/form/fields/okta_domain.rs",
        "src/pages/connections/form/fields/profile_name.rs",
    ],
    &[
        "xtask/src/bench/first_row.rs",
        "xtask/src/bench/load.rs",
        "xtask/src/bench/mod.rs",
        "xtask/src/bench/scroll.rs",
        "xtask/src/bench/verify.rs",
        "xtask/src/bench/wire.rs",
    ],
    &["xtask/src/build.rs", "xtask/src/sbom/mod.rs"],
];

pub(super) fn check(files: &[Source]) -> Vec<Finding> {
    let is_root = |path: &str| {
        let place = path.strip_suffix("/src/lib.rs").or_else(|| path.strip_suffix("/src/main.rs"));
        path == "src/main.rs" || path == "src/lib.rs" || place.is_some_and(|place| place.matches('/').count() <= 1)
    };
    let roots = files.iter().filter(|file| is_root(&file.path) && !has_library(&file.path, files));
    let circles: Vec<Circle> = roots.flat_map(|root| circles(&Tree::of(root, files))).collect();
    let is_known =
        |circle: &&Circle| KNOWN.iter().any(|known| circle.files.iter().all(|file| known.contains(&&**file)));
    let mut findings: Vec<Finding> = circles.iter().filter(|circle| !is_known(circle)).map(Circle::finding).collect();
    findings.extend(KNOWN.iter().filter(|known| !circles.iter().any(|circle| circle.is_of(known))).map(|known| {
        let why = format!("is in no circle with {} any more: delete their line here", known[1..].join(", "));
        Finding { file: "xtask/src/tidy/circles/mod.rs".to_owned(), line: 1, why: format!("{} {why}", known[0]) }
    }));
    findings
}

/// Of a crate with a library and a program the library is looked at.
fn has_library(path: &str, files: &[Source]) -> bool {
    path.strip_suffix("main.rs").is_some_and(|folder| files.iter().any(|file| file.path == format!("{folder}lib.rs")))
}

/// Files that all use each other, and one way round.
#[derive(Debug, PartialEq, Eq)]
struct Circle {
    files: Vec<String>,
    line: usize,
    way: String,
}

impl Circle {
    fn is_of(&self, known: &[&str]) -> bool {
        self.files.iter().all(|file| known.contains(&&**file))
    }

    fn finding(&self) -> Finding {
        let why = format!("files in a circle: {}", self.way);
        Finding { file: self.files[0].clone(), line: self.line, why }
    }
}

fn circles(tree: &Tree<'_>) -> Vec<Circle> {
    let uses: BTreeMap<&Name, BTreeMap<&Name, _>> = tree.modules.keys().map(|name| (name, tree.uses(name))).collect();
    let mut left: Vec<&Name> = tree.modules.keys().collect();
    let mut found = Vec::new();
    while let Some(first) = left.first().copied() {
        let reached = ways(first, &uses);
        let in_circle =
            |name: &Name| name == first || (reached.contains_key(name) && ways(name, &uses).contains_key(first));
        let (together, others): (Vec<&Name>, Vec<&Name>) = left.into_iter().partition(|name| in_circle(name));
        left = others;
        if let Some(way) = reached.get(first) {
            let file = |name: &Name| tree.modules[name].file;
            let steps = way
                .windows(2)
                .map(|pair| format!("{} by `{}`", file(pair[1]), uses[pair[0]][pair[1]].parts.join("::")));
            found.push(Circle {
                files: together.iter().map(|name| file(name).to_owned()).collect(),
                line: uses[way[0]][way[1]].line,
                way: std::iter::once(file(first).to_owned()).chain(steps).collect::<Vec<_>>().join(" → "),
            });
        }
    }
    found
}

/// The shortest way to each module that can be reached, from one of those that it uses on.
fn ways<'a, T>(from: &'a Name, uses: &BTreeMap<&'a Name, BTreeMap<&'a Name, T>>) -> BTreeMap<&'a Name, Vec<&'a Name>> {
    let mut ways: BTreeMap<&Name, Vec<&Name>> = BTreeMap::new();
    let mut next = vec![vec![from]];
    while !next.is_empty() {
        let mut further = Vec::new();
        for way in next {
            for name in way.last().and_then(|last| uses.get(last)).into_iter().flat_map(BTreeMap::keys) {
                if !ways.contains_key(name) {
                    let longer = [&way[..], &[*name]].concat();
                    ways.insert(name, longer.clone());
                    further.push(longer);
                }
            }
        }
        next = further;
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let source = |(path, text): &(&str, &str)| Source { path: (*path).to_owned(), text: (*text).to_owned() };
        let files: Vec<Source> = files.iter().map(source).collect();
        let circles = files.iter().take(1).flat_map(|root| circles(&Tree::of(root, &files)));
        circles.map(|circle| circle.way).collect()
    }

    #[test]
    fn a_circle_is_found_however_the_names_are_written() {
        const ROOT: (&str, &str) = ("crates/a/src/lib.rs", "mod b;\nmod c;\npub use c::Thing;");
        let b = |text: &'static str| ("crates/a/src/b.rs", text);
        let c = |text: &'static str| ("crates/a/src/c/mod.rs", text);
        for (b_text, c_text, is_circle) in [
            ("use crate::c::Thing;", "use crate::b::Other;", true),
            ("use crate::Thing;", "use crate::b::Other;", true),
            ("fn f(x: super::c::Thing) {}", "fn g() { crate::b::f() }", true),
            ("use super::c;\nfn f() { c::g() }", "use super::{b::{self, Other}};", true),
            ("use crate::c::Thing;", "pub use crate::b::Other;", false),
            ("use crate::c::Thing;", "pub struct Thing;", false),
            ("use crate::c::Thing;", "#[cfg(test)]\nmod tests { use crate::b::Other; }", false),
            ("use crate::c::Thing;", "// use crate::b::Other;\nconst X: &str = \"crate::b::Other\";", false),
        ] {
            let circles = found(&[ROOT, b(b_text), c(c_text)]);
            assert_eq!(circles.len(), usize::from(is_circle), "{b_text} {c_text}: {circles:?}");
        }
    }

    #[test]
    fn a_parent_that_re_exports_uses_nothing_and_one_that_calls_does() {
        let child = ("crates/a/src/b/c.rs", "use super::Shared;\npub fn call() {}");
        let files = |parent| [("crates/a/src/lib.rs", "mod b;"), ("crates/a/src/b/mod.rs", parent), child];
        assert!(found(&files("mod c;\npub use c::call;\npub struct Shared;")).is_empty());
        let called = found(&files("mod c;\npub struct Shared;\nfn f() { c::call() }"));
        let expected =
            "crates/a/src/b/mod.rs → crates/a/src/b/c.rs by `c::call` → crates/a/src/b/mod.rs by `super::Shared`";
        assert_eq!(called, [expected]);
    }

    #[test]
    fn the_way_round_is_shown_through_all_files() {
        let files = [
            ("crates/a/src/lib.rs", "mod b;\nmod c;\nmod d;"),
            ("crates/a/src/b.rs", "\nuse crate::c::C;"),
            ("crates/a/src/c.rs", "use crate::d::D;"),
            ("crates/a/src/d.rs", "use crate::b::B;"),
        ];
        let way = found(&files);
        assert_eq!(way.len(), 1);
        assert_eq!(way[0].matches(" → ").count(), 3, "{way:?}");
    }
}
