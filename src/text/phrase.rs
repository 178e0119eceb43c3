//! Phrases with something to fill in.

use super::intl;
use model::json::{Json, Members};

/// A phrase with placeholders: `{name}` for text, `{#count}` for a number.
#[derive(Clone, Copy)]
pub(crate) enum Template {
    /// The same for every number.
    One(&'static str),
    /// English: plural categories (Unicode CLDR) and their forms.
    Plural(&'static [(&'static str, &'static str)]),
    /// The same of another language, as its file has it.
    Read(&'static Members),
}

/// What is filled in.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    Number(u64),
}

/// A number of things.
pub(crate) trait Count {
    fn count(self) -> u64;
}

macro_rules! counts {
    ($($number:ty)*) => {
        $(impl Count for $number {
            fn count(self) -> u64 {
                self.into()
            }
        })*
    };
}
counts! { u8 u32 u64 }

impl Count for usize {
    fn count(self) -> u64 {
        self as u64
    }
}

impl Template {
    /// The phrase with these in it, each by its name; a plural goes by the first.
    pub(crate) fn fill(self, values: &[(&str, Value<'_>)]) -> String {
        let form = match self {
            Self::One(form) => form,
            Self::Plural(forms) => {
                let category = category(values);
                forms.iter().find(|(name, _)| *name == category).or(forms.last()).map_or("", |(_, form)| *form)
            }
            Self::Read(forms) => {
                let form = forms.get(&category(values)).or_else(|| forms.get("other"));
                form.and_then(Json::as_text).unwrap_or_default()
            }
        };
        fill(form, &|name| {
            let (_, value) = values.iter().find(|(its, _)| *its == name)?;
            Some(match value {
                Value::Text(text) => (*text).to_owned(),
                Value::Number(number) => intl::number(*number),
            })
        })
    }
}

fn category(values: &[(&str, Value<'_>)]) -> String {
    match values.first() {
        Some((_, Value::Number(number))) => intl::plural(*number),
        _ => String::new(),
    }
}

/// A sentence with its values; what has none stays as it is.
pub(super) fn fill(template: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let found = rest.find('}').and_then(|end| Some((end, value(&rest[1..end])?)));
        let taken = if let Some((end, value)) = found {
            text.push_str(&value);
            end + 1
        } else {
            text.push('{');
            1
        };
        rest = &rest[taken..];
    }
    text.push_str(rest);
    text
}

/// The phrases of a language, one after the other in the order of the file, which is that of English.
pub(super) struct Reader {
    phrases: Vec<&'static Json>,
    next: usize,
}

impl Reader {
    pub(super) fn of(json: &'static Json) -> Self {
        let mut phrases = Vec::new();
        collect(json, &mut phrases);
        Self { phrases, next: 0 }
    }

    /// Puts the next, which is plain text, in its place.
    #[inline(never)]
    pub(super) fn text(&mut self, phrase: &mut &'static str) {
        *phrase = self.take().and_then(Json::as_text).unwrap_or_default();
    }

    /// Puts the next, which has placeholders, in its place.
    #[inline(never)]
    pub(super) fn template(&mut self, phrase: &mut Template) {
        *phrase = match self.take() {
            Some(Json::Object(forms)) => Template::Read(forms),
            text => Template::One(text.and_then(Json::as_text).unwrap_or_default()),
        };
    }

    /// Whether there was one for each that was taken, and no more.
    pub(super) fn is_complete(&self) -> bool {
        self.next == self.phrases.len()
    }

    fn take(&mut self) -> Option<&'static Json> {
        self.next += 1;
        self.phrases.get(self.next - 1).copied()
    }
}

fn collect(json: &'static Json, phrases: &mut Vec<&'static Json>) {
    match json {
        Json::Object(members) if members.get("other").is_none() => {
            members.iter().for_each(|(_, member)| collect(member, phrases));
        }
        Json::List(list) => list.iter().for_each(|item| collect(item, phrases)),
        phrase => phrases.push(phrase),
    }
}
