//! Which `view!` the console uses: only `markup::view` keeps inert HTML out, and Leptos' own is imported by its prelude.

use super::Finding;
use super::scan::{Source, code_lines};

const WHY: &str = "`view!` without `use markup::view`: Leptos' own makes inert HTML, which the page's policy refuses \
                   (docs/decisions/0004-leptos-own-views.md)";

pub(super) fn check(files: &[Source]) -> Vec<Finding> {
    files
        .iter()
        .filter(|file| {
            file.path.starts_with("src/") && file.path.rsplit_once('.').is_some_and(|(_, ending)| ending == "rs")
        })
        .filter_map(wrong_view)
        .collect()
}

fn wrong_view(file: &Source) -> Option<Finding> {
    let imports = code_lines(&file.text).any(|(_, line)| imports_view(line));
    let (line, _) = code_lines(&file.text).find(|(_, line)| {
        line.contains("leptos::view!") || line.contains("prelude::view!") || !imports && line.contains("view! {")
    })?;
    Some(Finding { file: file.path.clone(), line, why: WHY.to_owned() })
}

fn imports_view(line: &str) -> bool {
    let names = line.trim().strip_prefix("use markup::").and_then(|names| names.strip_suffix(';'));
    names.is_some_and(|names| names.trim_matches(['{', '}']).split(',').any(|name| name.trim() == "view"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_views_imports_the_macro_that_keeps_inert_html_out() {
        for (text, line) in [
            ("use leptos::prelude::*;\nuse markup::view;\nfn a() { view! { <p/> } }", None),
            ("use markup::{split, view};\nfn a() { view! { <p/> } }", None),
            ("use leptos::prelude::*;\nfn a() { view! { <p/> } }", Some(2)),
            ("use markup::split;\nfn a() { view! { <p/> } }", Some(2)),
            ("use markup::view;\nfn a() { leptos::view! { <p/> } }", Some(2)),
            ("// view! { <p/> }", None),
        ] {
            let file = Source { path: "src/pages/list.rs".to_owned(), text: text.to_owned() };
            assert_eq!(check(&[file]).first().map(|found| found.line), line, "{text}");
        }
    }

    #[test]
    fn each_view_of_the_console_comes_from_there() {
        let files = super::super::scan::tracked_text(crate::workspace::root()).unwrap_or_default();
        let views = files.iter().filter(|file| file.path.starts_with("src/") && file.text.contains("view! {")).count();
        assert!(views > 40, "the rule reads the real files: {views}");
        assert_eq!(check(&files), []);
    }
}
