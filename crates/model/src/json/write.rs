//! Writing.

use super::{Json, Members};

impl Json {
    /// The JSON text, without white space.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        write(self, &mut text);
        text
    }
}

fn write(json: &Json, into: &mut String) {
    match json {
        Json::Null => into.push_str("null"),
        Json::Bool(is) => into.push_str(if *is { "true" } else { "false" }),
        Json::Number(number) => into.push_str(number),
        Json::Text(text) => quote(text, into),
        Json::List(values) => {
            into.push('[');
            for (at, value) in values.iter().enumerate() {
                separate(at, into);
                write(value, into);
            }
            into.push(']');
        }
        Json::Object(Members(members)) => {
            into.push('{');
            for (at, (name, value)) in members.iter().enumerate() {
                separate(at, into);
                quote(name, into);
                into.push(':');
                write(value, into);
            }
            into.push('}');
        }
    }
}

fn separate(at: usize, into: &mut String) {
    if at > 0 {
        into.push(',');
    }
}

fn quote(text: &str, into: &mut String) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    into.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => into.extend(['\\', c]),
            '\n' => into.push_str("\\n"),
            '\0'..='\u{1f}' => {
                into.push_str("\\u00");
                into.extend([HEX[c as usize >> 4], HEX[c as usize & 15]]);
            }
            _ => into.push(c),
        }
    }
    into.push('"');
}
