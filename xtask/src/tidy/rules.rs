//! The list of rules about what files say.

use super::finding::Finding;
use super::scan::{Source, code_lines};

/// Words that must not stand in some files.
struct Rule {
    /// Folders or files it is about, from the root; a `*` at the end of a name stands for any ending.
    scope: &'static [&'static str],
    /// Folders or files inside the scope where the words may stand.
    except: &'static [&'static str],
    /// How the files end.
    endings: &'static [&'static str],
    /// Any of these breaks the rule.
    words: &'static [&'static str],
    /// Whether a word counts only at a border: `sqlx` is not in `my_sqlxyz`.
    whole: bool,
    /// Whether tests and comments are read, too.
    everywhere: bool,
    /// What to do instead.
    why: &'static str,
}

/// The longest that a source file may be, before its tests.
const MAX_LINES: usize = 400;

/// Folders with Rust sources of the product.
const RUST: &[&str] = &["crates/", "src/", "xtask/"];

/// This list holds the forbidden words itself.
const SELF: &str = "xtask/src/tidy/";

const RULES: &[Rule] = &[
    Rule {
        scope: &["crates/model/src/"],
        except: &[],
        endings: &[".rs"],
        words: &["std::fs", "std::net", "std::time", "std::process", "std::env", "std::thread"],
        whole: true,
        everywhere: false,
        why: "the model does no I/O and has no clock: take it as a parameter",
    },
    Rule {
        scope: &["crates/model/src/"],
        except: &[],
        endings: &[".rs"],
        words: &["tokio", "reqwest", "axum", "sqlx", "leptos"],
        whole: true,
        everywhere: false,
        why: "the model knows no runtime, client, server, database or browser framework",
    },
    Rule {
        scope: &["crates/"],
        except: &["crates/outbound/src/client.rs"],
        endings: &[".rs"],
        words: &["reqwest::Client", "Client::builder", "ClientBuilder", "reqwest::get"],
        whole: true,
        everywhere: false,
        why: "only crates/outbound/src/client.rs opens outgoing connections, where the address rules are",
    },
    Rule {
        scope: &["crates/"],
        except: &["crates/store/src/"],
        endings: &[".rs"],
        words: &[
            "sqlx::query",
            "query_as(",
            "query_scalar(",
            "QueryBuilder::",
            "SELECT ",
            "INSERT INTO",
            "DELETE FROM",
        ],
        whole: false,
        everywhere: false,
        why: "SQL belongs in crates/store/",
    },
    Rule {
        scope: &["crates/store/src/"],
        except: &[],
        endings: &[".rs"],
        words: &["axum", "StatusCode", "HeaderMap"],
        whole: true,
        everywhere: false,
        why: "the store knows no HTTP",
    },
    Rule {
        scope: &["crates/okta/src/"],
        except: &[],
        endings: &[".rs"],
        words: &["axum", "sqlx"],
        whole: true,
        everywhere: false,
        why: "the okta crate knows neither axum nor SQL",
    },
    Rule {
        scope: &["src/ui/", "src/ui.rs"],
        except: &[],
        endings: &[".rs"],
        words: &["crate::components", "crate::pages", "crate::api", "model::"],
        whole: true,
        everywhere: false,
        why: "src/ui knows nothing of us: pages → components → ui",
    },
    Rule {
        scope: &["src/components/", "src/components.rs"],
        except: &[],
        endings: &[".rs"],
        words: &["crate::pages"],
        whole: true,
        everywhere: false,
        why: "components know no page: pages → components → ui",
    },
    Rule {
        scope: &["src/"],
        except: &["src/api/", "src/api.rs"],
        endings: &[".rs"],
        words: &["gloo_net", "fetch_with_str_and_init", "fetch_with_request", "XmlHttpRequest", "EventSource"],
        whole: true,
        everywhere: false,
        why: "only src/api talks HTTP",
    },
    Rule {
        scope: &["src/"],
        except: &[],
        endings: &[".rs"],
        words: &["style=\"", "style=format", "inner_html", "outer_html", "insert_adjacent_html"],
        whole: false,
        everywhere: false,
        why: "an inline style or markup breaks the content security policy: use a class, or style:property=",
    },
    Rule {
        scope: &["public/"],
        except: &[],
        endings: &[".js"],
        words: &["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "Function(", ".src =", "createPolicy"],
        whole: false,
        everywhere: false,
        why: "no text becomes markup or code: docs/decisions/0050-no-text-becomes-markup.md",
    },
    Rule {
        scope: &["index.html"],
        except: &[],
        endings: &[".html"],
        words: &["<style", " style=", " onclick=", " onload="],
        whole: false,
        everywhere: true,
        why: "an inline style or script breaks the content security policy: use style/ and public/boot.js",
    },
    Rule {
        scope: &["package-lock.json", "tests/"],
        except: &[],
        endings: &["package-lock.json"],
        words: &["\"resolved\""],
        whole: false,
        everywhere: true,
        why: "lock files hold no download addresses: npm install with this folder's .npmrc",
    },
    Rule {
        scope: &["tests/"],
        except: &[],
        endings: &[".ts"],
        words: &[
            "test.skip",
            "test.only",
            "test.fixme",
            "describe.skip",
            "describe.only",
            ".slow()",
            "waitForTimeout",
            "setTimeout",
        ],
        whole: false,
        everywhere: true,
        why: "every test runs, always, and waits for what it expects instead of for a time",
    },
    Rule {
        scope: &["tests/"],
        except: &[],
        endings: &[".ts"],
        words: &["page.route(", "context.route(", "routeFromHAR"],
        whole: false,
        everywhere: true,
        why: "no intercepted requests: failures come from the simulator's scenarios",
    },
    Rule {
        scope: &["crates/server/src/", "crates/okta/src/", "crates/model/src/"],
        except: &[],
        endings: &[".rs"],
        words: &[
            "mends",
            "afresh",
            "whoever",
            "somebody",
            "everybody",
            "nobody whom",
            "may not",
            "carry on",
            "stays so",
            "cannot be had",
            "does not take",
        ],
        whole: true,
        everywhere: false,
        why: "a sentence that a person reads has the voice of docs/LANGUAGES.md",
    },
    Rule {
        scope: RUST,
        except: &[SELF],
        endings: &[".rs"],
        words: &["#[ignore"],
        whole: false,
        everywhere: true,
        why: "every test runs, always",
    },
];

/// All findings in one file.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        RULES.iter().filter(|rule| rule.is_about(&source.path)).flat_map(|rule| rule.broken(source)).collect();
    findings.extend(too_long(source));
    findings
}

impl Rule {
    fn is_about(&self, path: &str) -> bool {
        let inside = |places: &[&str]| {
            places.iter().any(|place| path == *place || (place.ends_with('/') && path.starts_with(place)))
        };
        inside(self.scope) && !inside(self.except) && self.endings.iter().any(|ending| path.ends_with(ending))
    }

    fn broken(&self, source: &Source) -> Vec<Finding> {
        let lines: Vec<(usize, &str)> = if self.everywhere {
            source.text.lines().enumerate().map(|(i, line)| (i + 1, line)).collect()
        } else if is_test(&source.path) {
            Vec::new()
        } else {
            code_lines(&source.text).collect()
        };
        let broken = lines
            .into_iter()
            .filter_map(|(number, line)| Some((number, self.words.iter().find(|word| self.is_in(word, line))?)));
        broken
            .map(|(line, word)| Finding {
                file: source.path.clone(),
                line,
                why: format!("`{}`: {}", word.trim(), self.why),
            })
            .collect()
    }

    fn is_in(&self, word: &str, line: &str) -> bool {
        line.match_indices(word).any(|(at, _)| !self.whole || is_whole(line, at, word.len()))
    }
}

/// A test module may have a file of its own, `tests.rs` or in `tests/`.
fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// Whether no letter, digit or `_` touches the word.
fn is_whole(line: &str, at: usize, length: usize) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let joined_before = line[..at].chars().next_back().is_some_and(part_of_name);
    let ends_open = line[at..at + length].ends_with("::");
    let joined_after = line[at + length..].chars().next().is_some_and(part_of_name);
    !joined_before && (ends_open || !joined_after)
}

fn too_long(source: &Source) -> Option<Finding> {
    let is_source = [".rs", ".ts", ".css", ".mjs", ".js"].iter().any(|ending| source.path.ends_with(ending));
    let lines = source.text.lines().take_while(|line| line.trim() != "#[cfg(test)]").count();
    let why = format!("{lines} lines before its tests: split it by subject, the most is {MAX_LINES}");
    (is_source && lines > MAX_LINES).then(|| Finding { file: source.path.clone(), line: MAX_LINES + 1, why })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn lines_found(path: &str, text: &str) -> Vec<usize> {
        check(&Source { path: path.to_owned(), text: text.to_owned() }).iter().map(|found| found.line).collect()
    }

    /// For each rule a file that breaks it, and the same words where they are right.
    #[test]
    fn each_rule_finds_what_it_forbids_and_nothing_else() {
        let cases: &[(&str, &str, &[usize])] = &[
            ("crates/model/src/lib.rs", "use std::fs;", &[1]),
            ("crates/model/src/lib.rs", "let t = std::time::Instant::now();", &[1]),
            ("crates/model/src/lib.rs", "// std::fs is not for us", &[]),
            ("crates/model/src/lib.rs", "#[cfg(test)]\nuse std::fs;", &[]),
            ("crates/model/src/field/name/tests.rs", "use std::fs;", &[]),
            ("crates/model/src/lib.rs", "use tokio::sync;", &[1]),
            ("crates/model/src/lib.rs", "let tokiology = 1;", &[]),
            ("crates/outbound/src/client.rs", "reqwest::Client::builder()", &[]),
            ("crates/okta/src/client/token.rs", "fn f(c: &reqwest::Client) {}", &[1]),
            ("crates/server/src/routes/list.rs", "sqlx::query(\"x\")", &[1]),
            ("crates/store/src/sqlite/meta.rs", "sqlx::query(\"SELECT 1\")", &[]),
            ("crates/store/src/sqlite/meta.rs", "use axum::Router;", &[1]),
            ("crates/okta/src/lib.rs", "use sqlx::Row;", &[1]),
            ("src/ui/button.rs", "use crate::api::get;", &[1]),
            ("src/ui/button.rs", "use model::Status;", &[1]),
            ("src/ui/button.rs", "use crate::ui::icon;", &[]),
            ("src/components/panel.rs", "use crate::pages::list;", &[1]),
            ("src/components/panel.rs", "use crate::api::get;", &[]),
            ("src/pages/list.rs", "use gloo_net::http::Request;", &[1]),
            ("src/api/http.rs", "window.fetch_with_request(&r)", &[]),
            ("src/pages/list.rs", "view! { <p style=\"color:red\"/> }", &[1]),
            ("src/pages/list.rs", "view! { <p style:width=w/> }", &[]),
            ("src/pages/list.rs", "node.set_inner_html(&text)", &[1]),
            ("public/boot.js", "p.innerHTML = text", &[1]),
            ("public/boot.js", "p.textContent = text", &[]),
            ("index.html", "<p>\n<style>", &[2]),
            ("package-lock.json", "\"resolved\": \"x\"", &[1]),
            ("tests/e2e/a.spec.ts", "test.skip('x')", &[1]),
            ("tests/e2e/a.spec.ts", "await page.route('x')", &[1]),
            ("tests/e2e/a.spec.ts", "await page.goto('x')", &[]),
            ("crates/server/src/a.rs", "#[cfg(test)]\n#[ignore]", &[2]),
        ];
        for (path, text, expected) in cases {
            assert_eq!(lines_found(path, text), *expected, "{path}: {text}");
        }
    }

    /// A rule that finds nothing where its words are allowed would find nothing elsewhere, either.
    #[test]
    fn each_exception_has_a_real_line_that_the_rule_would_find() {
        let files = crate::tidy::scan::tracked_text(crate::workspace::root()).unwrap();
        let mut tried = 0;
        for rule in RULES.iter().filter(|rule| !rule.except.is_empty() && rule.except != [SELF]) {
            let blind = Rule { scope: rule.except, except: &[], ..*rule };
            let found = files.iter().filter(|file| blind.is_about(&file.path)).flat_map(|file| blind.broken(file));
            assert!(found.count() > 0, "nothing in {:?} has any of {:?}: {}", rule.except, rule.words, rule.why);
            tried += 1;
        }
        assert!(tried >= 3, "the tree has exceptions");
    }

    #[test]
    fn a_file_may_have_400_lines_before_its_tests() {
        let long = "x\n".repeat(400);
        assert_eq!(lines_found("src/a.rs", &long), [0; 0]);
        assert_eq!(lines_found("src/a.rs", &format!("{long}x\n")), [401]);
        assert_eq!(lines_found("src/a.rs", &format!("{long}#[cfg(test)]\n{long}")), [0; 0]);
        assert_eq!(lines_found("README.md", &format!("{long}x\n")), [0; 0]);
    }
}
