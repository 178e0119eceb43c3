//! The module tree of a crate, and the file that a path leads to.

use super::syntax::{self, Facts, Path};
use crate::tidy::scan::Source;
use std::collections::BTreeMap;

/// A module's names from the crate's root.
pub(super) type Name = Vec<String>;

/// The modules of a crate that have a file of their own.
pub(super) struct Tree<'a> {
    pub(super) modules: BTreeMap<Name, Module<'a>>,
}

pub(super) struct Module<'a> {
    pub(super) file: &'a str,
    facts: Facts,
}

/// More links from name to name than any path here has.
const MAX_LINKS: usize = 16;

impl<'a> Tree<'a> {
    /// The tree below a crate's root file.
    pub(super) fn of(root: &'a Source, files: &'a [Source]) -> Self {
        let mut tree = Self { modules: BTreeMap::new() };
        let folder = root.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        tree.add(Vec::new(), root, folder, files);
        tree
    }

    fn add(&mut self, name: Name, source: &'a Source, folder: &str, files: &'a [Source]) {
        let facts = syntax::read(&source.text);
        for child in facts.children.clone() {
            let path = format!("{folder}/{child}");
            let is_it = |file: &&Source| file.path == format!("{path}.rs") || file.path == format!("{path}/mod.rs");
            if let Some(file) = files.iter().find(is_it) {
                self.add([&name[..], &[child]].concat(), file, &path, files);
            }
        }
        self.modules.insert(name, Module { file: &source.path, facts });
    }

    /// Which other modules' files a module uses, by the first path to each. What it re-exports it does not use.
    pub(super) fn uses(&self, name: &Name) -> BTreeMap<&Name, &Path> {
        let Some(module) = self.modules.get(name) else { return BTreeMap::new() };
        let imports = module.facts.imports.iter().filter(|import| !import.is_public).map(|import| &import.path);
        let is_local = |path: &&Path| match path.parts[0].as_str() {
            "crate" | "super" | "self" => true,
            first => module.facts.children.iter().any(|child| child == first),
        };
        let mut found = BTreeMap::new();
        for path in imports.chain(module.facts.paths.iter().filter(is_local)) {
            if let Some(target) = self.resolve(name, &path.parts, MAX_LINKS).filter(|target| *target != name) {
                found.entry(target).or_insert(path);
            }
        }
        found
    }

    /// The module that defines what a path names, seen from a module; `None` where that is another crate's.
    fn resolve(&self, from: &Name, parts: &[String], links: usize) -> Option<&Name> {
        let links = links.checked_sub(1)?;
        let (first, rest) = parts.split_first()?;
        match first.as_str() {
            "crate" => self.walk(&Vec::new(), rest, links),
            "self" => self.walk(from, rest, links),
            "super" => self.walk(&from.split_last()?.1.to_vec(), rest, links),
            _ if self.modules.contains_key(&[&from[..], &parts[..1]].concat()) => self.walk(from, parts, links),
            _ => {
                let imports = &self.modules.get(from)?.facts.imports;
                let import = imports.iter().find(|import| import.alias == *first)?;
                let is_itself = import.path.parts.first() == Some(first);
                let path = [&import.path.parts[..], rest].concat();
                if is_itself || rest.is_empty() { None } else { self.resolve(from, &path, links) }
            }
        }
    }

    /// From a module along the rest of a path.
    fn walk(&self, from: &Name, parts: &[String], links: usize) -> Option<&Name> {
        let (here, module) = self.modules.get_key_value(from)?;
        let Some((first, rest)) = parts.split_first() else { return Some(here) };
        if first == "super" {
            return self.walk(&from.split_last()?.1.to_vec(), rest, links);
        }
        let child = [&from[..], &parts[..1]].concat();
        if self.modules.contains_key(&child) {
            return self.walk(&child, rest, links);
        }
        let imports = &module.facts.imports;
        if let Some(import) = imports.iter().find(|import| import.alias == *first) {
            return self.resolve(from, &[&import.path.parts[..], rest].concat(), links).or(Some(here));
        }
        let globs = imports.iter().filter(|import| import.alias == "*" && import.is_public);
        let defined = globs.into_iter().find_map(|import| {
            let target = self.resolve(from, import.path.parts.split_last()?.1, links)?;
            self.modules.get(target)?.facts.items.contains(first).then_some(target)
        });
        defined.or(Some(here))
    }
}
