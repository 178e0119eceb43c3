//! Just enough of Rust's syntax to find what a file declares, imports and names. Tests, comments and literals are left out.

/// What a file says of modules.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// `mod name;`
    pub(super) children: Vec<String>,
    pub(super) imports: Vec<Import>,
    /// Paths in code that begin with `crate`, `super`, `self` or any other name.
    pub(super) paths: Vec<Path>,
    /// Names of items that are defined here.
    pub(super) items: Vec<String>,
}

/// One name of a `use`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) path: Path,
    /// The name that it has here; `*` for all of them.
    pub(super) alias: String,
    pub(super) is_public: bool,
}

/// `a::b::c`, from the file's own module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) parts: Vec<String>,
    pub(super) line: usize,
}

/// What defines an item of the name that follows.
const KEYWORDS: [&str; 9] = ["struct", "enum", "fn", "trait", "const", "static", "type", "union", "macro_rules"];

/// Reads a file.
pub(super) fn read(text: &str) -> Facts {
    let mut reader = Reader { tokens: tokens(text), at: 0, inline: Vec::new(), facts: Facts::default() };
    reader.run();
    reader.facts
}

struct Token<'a> {
    text: &'a str,
    line: usize,
}

/// Names, `::` and single characters.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut found, mut rest, mut line) = (Vec::new(), text, 1);
    while let Some(first) = rest.chars().next() {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let (length, is_token) = if let Some(length) = skipped(rest) {
            (length, false)
        } else if is_name(first) {
            (rest.find(|c| !is_name(c)).unwrap_or(rest.len()), true)
        } else if rest.starts_with("::") {
            (2, true)
        } else {
            (first.len_utf8(), !first.is_whitespace())
        };
        let (text, after) = rest.split_at(length);
        if is_token {
            found.push(Token { text, line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    found
}

/// The length of a comment or literal that the text begins with.
fn skipped(text: &str) -> Option<usize> {
    let until = |from: usize, end: &str| text[from..].find(end).map_or(text.len(), |at| from + at + end.len());
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(until(2, "*/"));
    }
    let raw = text.strip_prefix("br").or_else(|| text.strip_prefix('r')).map(|rest| rest.trim_start_matches('#'));
    if let Some(rest) = raw.filter(|rest| rest.starts_with('"')) {
        let hashes = text[..text.len() - rest.len()].matches('#').count();
        return Some(until(text.len() - rest.len() + 1, &format!("\"{}", "#".repeat(hashes))));
    }
    if text.starts_with('"') || text.starts_with("b\"") {
        return Some(quoted(text, '"'));
    }
    // A lifetime has no second quote.
    let character = text.strip_prefix('\'')?;
    let is_escape = character.starts_with('\\');
    let is_character = character.chars().nth(1) == Some('\'');
    (is_escape || is_character).then(|| quoted(text, '\''))
}

/// Up to the closing quote, which no backslash is before.
fn quoted(text: &str, quote: char) -> usize {
    let begin = text.find(quote).map_or(0, |at| at + 1);
    let mut is_escaped = false;
    let end = text[begin..].char_indices().find(|(_, c)| {
        let ends = *c == quote && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |(at, c)| begin + at + c.len_utf8())
}

struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    /// For each inline module around this place the number of braces that are open inside it.
    inline: Vec<usize>,
    facts: Facts,
}

impl<'a> Reader<'a> {
    fn peek(&self, ahead: usize) -> &'a str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.text)
    }

    fn line(&self) -> usize {
        self.tokens.get(self.at).map_or(0, |token| token.line)
    }

    fn run(&mut self) {
        let (mut is_test, mut is_public) = (false, false);
        while self.at < self.tokens.len() {
            match self.peek(0) {
                "#" if self.peek(1) == "[" => {
                    let begin = self.at;
                    self.skip_block("[", "]");
                    let words: Vec<_> = self.tokens[begin..self.at].iter().map(|token| token.text).collect();
                    is_test |= words.contains(&"cfg") && words.contains(&"test") && !words.contains(&"not");
                    continue;
                }
                _ if is_test => {
                    self.skip_item();
                    (is_test, is_public) = (false, false);
                    continue;
                }
                "pub" => {
                    is_public = true;
                    self.at += 1;
                    if self.peek(0) == "(" {
                        self.skip_block("(", ")");
                    }
                    continue;
                }
                // `use<…>` is a bound.
                "use" if self.peek(1) != "<" => self.import(is_public),
                "mod" if self.peek(2) == ";" => {
                    self.facts.children.push(self.peek(1).to_owned());
                    self.at += 3;
                }
                "mod" if self.peek(2) == "{" => {
                    self.inline.push(0);
                    self.at += 3;
                }
                "{" => {
                    self.inline.iter_mut().for_each(|open| *open += 1);
                    self.at += 1;
                }
                "}" => {
                    self.inline.retain(|open| *open > 0);
                    self.inline.iter_mut().for_each(|open| *open -= 1);
                    self.at += 1;
                }
                word => {
                    if KEYWORDS.contains(&word) {
                        let name = if self.peek(1) == "!" { self.peek(2) } else { self.peek(1) };
                        self.facts.items.push(name.to_owned());
                    }
                    self.path();
                }
            }
            is_public = false;
        }
    }

    /// Past an item: to its semicolon or the end of its braces.
    fn skip_item(&mut self) {
        while self.at < self.tokens.len() {
            match self.peek(0) {
                ";" => {
                    self.at += 1;
                    return;
                }
                "{" => return self.skip_block("{", "}"),
                _ => self.at += 1,
            }
        }
    }

    /// Past the next block, with all blocks in it.
    fn skip_block(&mut self, open: &str, close: &str) {
        let mut depth = 0;
        while self.at < self.tokens.len() {
            let token = self.peek(0);
            self.at += 1;
            depth += usize::from(token == open);
            if token == close {
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
        }
    }

    fn import(&mut self, is_public: bool) {
        self.at += 1;
        self.tree(&[], is_public);
    }

    /// One tree of a `use`, after what stands before its braces.
    fn tree(&mut self, before: &[String], is_public: bool) {
        let (mut parts, line) = (before.to_vec(), self.line());
        loop {
            match self.peek(0) {
                "{" => {
                    self.at += 1;
                    while !matches!(self.peek(0), "}" | ";" | "") {
                        self.tree(&parts, is_public);
                        self.at += usize::from(self.peek(0) == ",");
                    }
                    self.at += 1;
                    return;
                }
                "::" => self.at += 1,
                ";" | "," | "}" | "as" | "" => break,
                part => {
                    parts.push(part.to_owned());
                    self.at += 1;
                }
            }
        }
        if parts.len() > 1 && parts.last().is_some_and(|last| last == "self") {
            parts.pop();
        }
        let mut alias = parts.last().cloned().unwrap_or_default();
        if self.peek(0) == "as" {
            self.peek(1).clone_into(&mut alias);
            self.at += 2;
        }
        let parts = self.outside(parts);
        self.facts.imports.push(Import { path: Path { parts, line }, alias, is_public });
    }

    /// A path of two parts or more, or one token.
    fn path(&mut self) {
        let (mut parts, line) = (Vec::new(), self.line());
        let is_macro_crate = self.at > 0 && matches!(self.tokens[self.at - 1].text, "$" | "::");
        loop {
            parts.push(self.peek(0).to_owned());
            self.at += 1;
            let next = self.peek(1);
            let goes_on = next.starts_with(|c: char| c.is_alphabetic() || c == '_');
            if self.peek(0) != "::" || !goes_on {
                break;
            }
            self.at += 1;
        }
        if parts.len() > 1 && !is_macro_crate {
            let parts = self.outside(parts);
            self.facts.paths.push(Path { parts, line });
        }
    }

    /// The same path from the file's own module: each inline module around it is one `super`.
    fn outside(&self, mut parts: Vec<String>) -> Vec<String> {
        for _ in &self.inline {
            if parts.first().is_some_and(|part| part == "super") {
                "self".clone_into(&mut parts[0]);
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &Path) -> String {
        format!("{} {}", path.line, path.parts.join("::"))
    }

    #[test]
    fn imports_are_read_as_they_are_nested() {
        let facts = read("use a::{self, b::{C, d as e}, f::*};\npub(crate) use super::g;\n");
        let found: Vec<_> = facts
            .imports
            .iter()
            .map(|import| format!("{} as {} {}", shown(&import.path), import.alias, import.is_public))
            .collect();
        let expected = [
            "1 a as a false",
            "1 a::b::C as C false",
            "1 a::b::d as e false",
            "1 a::f::* as * false",
            "2 super::g as g true",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn only_code_counts() {
        let text = r##"
// crate::comment::a
/* crate::comment::b */
fn bound() -> impl Sized + use<> { x; }
const TEXT: &str = "crate::text::a \" crate::text::b";
const RAW: &str = r#"crate::raw " crate::raw::b"#;
const QUOTE: char = '"';
fn f<'a>(x: &'a str) { crate::real::call(x) }
#[cfg(test)]
mod tests { use crate::tested; }
#[cfg(test)]
mod more;
pub(in crate::scope) fn g() {}
macro_rules! m { () => { $crate::exported::x() } }
mod inside { fn h() { super::sibling::call() } }
mod child;
"##;
        let facts = read(text);
        assert_eq!(
            facts.paths.iter().map(shown).collect::<Vec<_>>(),
            ["8 crate::real::call", "15 self::sibling::call"]
        );
        assert_eq!((facts.children, facts.imports), (vec!["child".to_owned()], vec![]));
        assert_eq!(facts.items, ["bound", "TEXT", "RAW", "QUOTE", "f", "g", "m", "h"]);
    }
}
