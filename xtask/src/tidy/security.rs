//! What `docs/SECURITY.md` promises is there: each file and each test that it names, a test for all that it calls proven,
//! and as many rows of each kind as it says.

use super::finding::Finding;
use super::scan::Source;
use std::collections::{BTreeMap, BTreeSet};

const PAGE: &str = "docs/SECURITY.md";
/// What the page's links are relative to.
const FOLDER: &str = "docs";

/// What a row says of itself; the first needs a test.
const VERDICTS: [&str; 4] = [PROVEN, "by construction", "does not apply", "open"];
const PROVEN: &str = "proven";

/// OWASP ASVS 5.0.0, levels 1 and 2.
const ROWS: usize = 253;

pub(super) fn check(files: &[Source]) -> Vec<Finding> {
    let Some(page) = files.iter().find(|file| file.path == PAGE) else {
        return vec![finding(1, "is missing: every row of it is a promise".to_owned())];
    };
    let lines = || page.text.lines().enumerate().map(|(at, line)| (at + 1, line));
    let broken = lines().flat_map(|(number, line)| links(line).into_iter().map(move |link| (number, link)));
    let mut findings: Vec<Finding> =
        broken.filter_map(|(number, link)| Some(finding(number, link.fault(files)?))).collect();
    findings.extend(lines().filter_map(|(number, line)| Some(finding(number, row_fault(line)?))));
    findings.extend(count_faults(&page.text));
    findings
}

fn finding(line: usize, why: String) -> Finding {
    Finding { file: PAGE.to_owned(), line, why }
}

/// `[text](target)` to a file of ours. A text in backquotes is the name of a test in that file.
#[derive(Debug, PartialEq, Eq)]
struct Link<'a> {
    text: &'a str,
    target: &'a str,
}

fn links(line: &str) -> Vec<Link<'_>> {
    let ends = line.match_indices("](").filter_map(|(at, _)| {
        let text = line[..at].rsplit_once('[')?.1;
        let target = line[at + 2..].split_once(')')?.0;
        Some(Link { text, target: target.split('#').next().unwrap_or_default() })
    });
    ends.filter(|link| !link.target.is_empty() && !link.target.contains("://")).collect()
}

impl<'a> Link<'a> {
    fn test(&self) -> Option<&'a str> {
        self.text.strip_prefix('`')?.strip_suffix('`')
    }

    fn fault(&self, files: &[Source]) -> Option<String> {
        let path = path_of(self.target);
        let is_folder = path.ends_with('/') && files.iter().any(|file| file.path.starts_with(&path));
        match (files.iter().find(|file| file.path == path), self.test()) {
            (None, _) => (!is_folder).then(|| format!("{path} is not there")),
            (Some(file), Some(test)) if !has_test(file, test) => Some(format!("{path} has no test `{test}`")),
            _ => None,
        }
    }
}

/// From the root, as Git knows it.
fn path_of(target: &str) -> String {
    target.strip_prefix("../").map_or_else(|| format!("{FOLDER}/{target}"), str::to_owned)
}

fn has_test(file: &Source, name: &str) -> bool {
    has_rust_test(&file.text, name) || has_script_test(&file.text, name)
}

/// A function of that name with `#[test]` or `#[tokio::test]` among the attributes right above it.
fn has_rust_test(text: &str, name: &str) -> bool {
    let (lines, start) = (text.lines().map(str::trim).collect::<Vec<_>>(), format!("fn {name}("));
    let is_test = |line: &str| line.starts_with("#[test]") || line.starts_with("#[tokio::test");
    let attributes = |at: usize| lines[..at].iter().rev().take_while(|line| line.starts_with("#["));
    let is_it = |line: &str| line.trim_start_matches("async ").starts_with(&start);
    lines.iter().enumerate().any(|(at, line)| is_it(line) && attributes(at).any(|line| is_test(line)))
}

/// `test("name", …` in any quotes. A name that is made of parts is cited as the source writes it.
fn has_script_test(text: &str, name: &str) -> bool {
    let calls = text.lines().filter_map(|line| line.trim_start().strip_prefix("test("));
    calls
        .into_iter()
        .any(|call| ['"', '\'', '`'].iter().any(|quote| call.starts_with(&format!("{quote}{name}{quote}"))))
}

/// The cells of a line of a table.
fn cells(line: &str) -> Option<Vec<&str>> {
    Some(line.strip_prefix('|')?.strip_suffix('|')?.split(" | ").map(str::trim).collect())
}

/// `1.2.3` of the standard.
fn is_row(id: &str) -> bool {
    id.split('.').count() == 3 && id.split('.').all(|part| part.parse::<u8>().is_ok())
}

/// `T1`, a threat.
fn is_threat(id: &str) -> bool {
    id.strip_prefix('T').is_some_and(|number| number.parse::<u8>().is_ok())
}

fn row_fault(line: &str) -> Option<String> {
    let cells = cells(line)?;
    let (id, last) = (*cells.first()?, *cells.last()?);
    let cites_test = links(last).iter().any(|link| link.test().is_some());
    match (is_row(id), cells.as_slice()) {
        (true, [_, _, verdict, by]) if VERDICTS.contains(verdict) => {
            let fault =
                if *verdict == PROVEN && !cites_test { "is called proven without a test" } else { "says nothing" };
            (by.is_empty() || (*verdict == PROVEN && !cites_test)).then(|| format!("{id} {fault}"))
        }
        (true, _) => Some(format!("{id} is not `id | what | one of {} | by what`", VERDICTS.join(", "))),
        (false, _) => (is_threat(id) && !cites_test).then(|| format!("{id} has no test")),
    }
}

/// The page counts its rows itself: `| proven | 12 |`.
fn count_faults(text: &str) -> Vec<Finding> {
    let rows: Vec<Vec<&str>> = text.lines().filter_map(cells).filter(|cells| is_row(cells[0])).collect();
    let ids: BTreeSet<&str> = rows.iter().map(|cells| cells[0]).collect();
    let mut counted: BTreeMap<&str, usize> = VERDICTS.map(|verdict| (verdict, 0)).into();
    for verdict in rows.iter().filter_map(|cells| cells.get(2)) {
        counted.entry(verdict).and_modify(|count| *count += 1);
    }
    let mut findings = Vec::new();
    if rows.len() != ROWS || ids.len() != ROWS {
        findings.push(finding(1, format!("has {} rows, {} of them different, of {ROWS}", rows.len(), ids.len())));
    }
    for (verdict, count) in counted {
        let said = text.lines().filter_map(cells).find(|cells| cells.len() == 2 && cells[0] == verdict);
        if said.is_none_or(|cells| cells[1] != count.to_string()) {
            findings.push(finding(1, format!("must say that {count} rows are `{verdict}`")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    /// A tree with two files of tests, and the page that says this.
    fn faults_of(line: &str) -> Vec<String> {
        let files = [
            source(PAGE, line),
            source(
                "crates/a/tests/b.rs",
                "#[test]\nfn one() {}\n\n#[tokio::test]\nasync fn two() {}\n\nfn three() {}\n",
            ),
            source("tests/e2e/c.spec.ts", "test(\"a b\", async () => {});\n  test(`${x}, c`, f);\n// test(\"d\"\n"),
        ];
        let findings = check(&files).into_iter().map(|found| found.why);
        findings
            .filter(|why| {
                !why.starts_with("has 0 rows") && !why.starts_with("has 1 rows") && !why.starts_with("must say")
            })
            .collect()
    }

    #[test]
    fn a_file_or_a_test_that_is_not_there_is_found() {
        for (line, expected) in [
            ("[b](../crates/a/tests/b.rs) and [all](../crates/a/)", None),
            ("[`one`](../crates/a/tests/b.rs), [`two`](../crates/a/tests/b.rs)", None),
            ("[`three`](../crates/a/tests/b.rs)", Some("crates/a/tests/b.rs has no test `three`")),
            ("[`on`](../crates/a/tests/b.rs)", Some("crates/a/tests/b.rs has no test `on`")),
            ("[`one`](../crates/a/tests/c.rs)", Some("crates/a/tests/c.rs is not there")),
            ("[x](decisions/)", Some("docs/decisions/ is not there")),
            ("[`a b`](../tests/e2e/c.spec.ts) [`${x}, c`](../tests/e2e/c.spec.ts)", None),
            ("[`d`](../tests/e2e/c.spec.ts)", Some("tests/e2e/c.spec.ts has no test `d`")),
            ("[x](https://example.com/) [y](#below)", None),
        ] {
            assert_eq!(faults_of(line), expected.into_iter().collect::<Vec<_>>(), "{line}");
        }
    }

    #[test]
    fn what_is_called_proven_or_is_a_threat_needs_a_test() {
        for (line, expected) in [
            ("| 1.2.3 | what | proven | [`one`](../crates/a/tests/b.rs) |", None),
            ("| 1.2.3 | what | proven | [b](../crates/a/tests/b.rs) |", Some("1.2.3 is called proven without a test")),
            ("| 1.2.3 | what | by construction | so |", None),
            ("| 1.2.3 | what | open |  |", Some("1.2.3 says nothing")),
            (
                "| 1.2.3 | what | perhaps | so |",
                Some("1.2.3 is not `id | what | one of proven, by construction, does not apply, open | by what`"),
            ),
            ("| T1 | asset | attacker | defence | [`two`](../crates/a/tests/b.rs) |", None),
            ("| T1 | asset | attacker | defence | none |", Some("T1 has no test")),
            ("| word | word |", None),
        ] {
            assert_eq!(faults_of(line), expected.into_iter().collect::<Vec<_>>(), "{line}");
        }
    }

    #[test]
    fn the_page_counts_right() {
        let row = |at: usize| format!("| 1.{}.{} | what | open | so |\n", at / 100, at % 100);
        let page = |rows: usize, said: usize| {
            let rows: String = (0..rows).map(row).collect();
            format!("| proven | 0 |\n| by construction | 0 |\n| does not apply | 0 |\n| open | {said} |\n{rows}")
        };
        for (text, expected) in [
            (page(ROWS, ROWS), 0),
            (page(ROWS, ROWS - 1), 1),
            (page(ROWS - 1, ROWS - 1), 1),
            (page(ROWS, ROWS) + &row(7), 2),
            (page(ROWS, ROWS).replace("| proven | 0 |\n", ""), 1),
        ] {
            assert_eq!(check(&[source(PAGE, &text)]).len(), expected, "{text:.90}");
        }
        assert_eq!(check(&[]).len(), 1, "the page itself is gone");
    }
}
