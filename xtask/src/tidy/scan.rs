//! The files of the project, as Git knows them.

use crate::process;
use anyhow::Result;
use std::path::Path;

/// A text file of the project.
pub(super) struct Source {
    /// Path from the root, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

/// Every file that is tracked, or new and not ignored. Pictures and other bytes are left out.
pub(super) fn tracked_text(root: &Path) -> Result<Vec<Source>> {
    let mut git = process::command("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root);
    let names = process::capture(&mut git)?;
    let mut paths: Vec<&str> = names.split('\0').filter(|name| !name.is_empty()).collect();
    paths.sort_unstable();
    paths.dedup();
    // A file that cannot be read was deleted and is still in the index.
    Ok(paths.into_iter().filter_map(|path| read(root, path)).collect())
}

fn read(root: &Path, path: &str) -> Option<Source> {
    let text = String::from_utf8(std::fs::read(root.join(path)).ok()?).ok()?;
    Some(Source { path: path.to_owned(), text })
}

/// Lines of code with their numbers from 1: comment lines are out, and so is all from `#[cfg(test)]` on.
pub(super) fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let before_tests = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
    before_tests.enumerate().map(|(i, line)| (i + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_tests_are_no_code() {
        let lines: Vec<_> = code_lines("//! a\nlet b;\n\n// c\nd();\n#[cfg(test)]\nmod tests {}").collect();
        assert_eq!(lines, [(2, "let b;"), (3, ""), (5, "d();")]);
    }
}
