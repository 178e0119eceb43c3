//! JSON pointers (RFC 6901) to what is wrong in a body, without ever repeating the body: a member may hold a
//! private key, and serde's own messages quote the value that they refuse.

use crate::problem::field;
use model::problem::FieldProblem;
use serde_path_to_error::{Path, Segment};

/// What serde says of a member that it names in backquotes: (start of the message, our code, what to do).
const REFUSALS: [(&str, &str, &str); 3] = [
    ("unknown field `", "member_unknown", "is not known here. Remove it"),
    ("missing field `", "member_missing", "is missing. Add it"),
    ("duplicate field `", "member_duplicate", "is there twice. Send it once"),
];

/// What serde expected, by how its message ends, in the words of JSON.
const EXPECTATIONS: [(&str, &str); 7] = [
    ("a private key", "text in double quotes, or the JSON object of the key"),
    ("a string", "text in double quotes"),
    ("a sequence", "a list"),
    ("struct ", "an object"),
    ("a boolean", "true or false"),
    ("u", "a whole number"),
    ("i", "a whole number"),
];

/// The refused member, with a code and a sentence of ours.
pub(super) fn refused(path: &Path, error: &serde_json::Error) -> FieldProblem {
    let message = error.to_string();
    for (start, code, what) in REFUSALS {
        if let Some(name) = message.strip_prefix(start).and_then(|rest| rest.split('`').next()) {
            let at = member(path, &shown(name));
            return field(&at, code, format!("{at} {what}."));
        }
    }
    let at = pointer(path);
    let expected = message.rsplit_once(", expected ").map_or("", |(_, expected)| expected);
    let expected =
        EXPECTATIONS.iter().find(|(start, _)| expected.starts_with(start)).map_or("another type", |(_, words)| words);
    wrong_type(&at, expected)
}

/// A member of another type than it must have.
pub(super) fn wrong_type(at: &str, expected: &str) -> FieldProblem {
    let place = if at.is_empty() { "The body" } else { at };
    field(at, "wrong_type", format!("{place} must be {expected}."))
}

fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |at, segment| match segment {
        Segment::Seq { index } => format!("{at}/{index}"),
        Segment::Map { key } => format!("{at}/{}", escape(&shown(key))),
        Segment::Enum { variant } => format!("{at}/{}", escape(&shown(variant))),
        Segment::Unknown => at,
    })
}

/// The pointer of a member that serde names; its path ends at the member or at what holds it.
fn member(path: &Path, name: &str) -> String {
    let at = pointer(path);
    let last = format!("/{}", escape(name));
    if at.ends_with(&last) { at } else { at + &last }
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A name as an answer or a log line may repeat it. A key pasted where a name belongs is longer than any name of ours:
/// the shortest private number that Okta takes has 43 characters.
pub(crate) fn shown(name: &str) -> String {
    let plain = name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    if plain { name.to_owned() } else { "…".to_owned() }
}
