//! Phrases with placeholders and plural forms.

use super::intl;
use serde_json::{Map, Value};

/// A phrase with placeholders: `{name}` for text, `{#count}` for a number.
#[derive(Clone, Copy)]
pub(crate) enum Template {
    /// One form for every number.
    One(&'static str),
    /// English: plural categories (Unicode CLDR) and their forms.
    Plural(&'static [(&'static str, &'static str)]),
    /// The plural forms of another language, from its file.
    Read(&'static Map<String, Value>),
}

/// A value for a placeholder.
#[derive(Clone, Copy)]
pub(crate) enum Argument<'a> {
    Text(&'a str),
    Number(u64),
}

/// A number for a placeholder, which selects the plural form.
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
    /// Fills in the placeholders by name. The first number selects the plural form.
    pub(crate) fn fill(self, values: &[(&str, Argument<'_>)]) -> String {
        let form = match self {
            Self::One(form) => form,
            Self::Plural(forms) => {
                let category = category(values);
                forms.iter().find(|(name, _)| *name == category).or(forms.last()).map_or("", |(_, form)| *form)
            }
            Self::Read(forms) => {
                let form = forms.get(&category(values)).or_else(|| forms.get("other"));
                form.and_then(Value::as_str).unwrap_or_default()
            }
        };
        fill(form, &|name| {
            let (_, value) = values.iter().find(|(its, _)| *its == name)?;
            Some(match value {
                Argument::Text(text) => (*text).to_owned(),
                Argument::Number(number) => intl::number(*number),
            })
        })
    }
}

fn category(values: &[(&str, Argument<'_>)]) -> String {
    match values.first() {
        Some((_, Argument::Number(number))) => intl::plural(*number),
        _ => String::new(),
    }
}

/// Fills values into a sentence. A placeholder without a value stays as it is.
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

/// Phrases of a language, by key. A phrase that is missing stays English.
#[derive(Clone, Copy)]
pub(super) struct Reader(Option<&'static Value>);

impl Reader {
    pub(super) fn of(phrases: &'static Value) -> Self {
        Self(Some(phrases))
    }

    /// The phrases of a member object.
    #[inline(never)]
    pub(super) fn group(self, key: &str) -> Self {
        Self(self.0.and_then(|phrases| phrases.get(key)))
    }

    /// Replaces a plain phrase.
    #[inline(never)]
    pub(super) fn text(self, key: &str, phrase: &mut &'static str) {
        if let Some(text) = self.group(key).0.and_then(Value::as_str) {
            *phrase = text;
        }
    }

    /// Replaces a list of plain phrases.
    #[inline(never)]
    pub(super) fn list(self, key: &str, phrases: &mut [&'static str]) {
        let list = self.group(key).0.and_then(Value::as_array).into_iter().flatten();
        for (phrase, text) in phrases.iter_mut().zip(list.filter_map(Value::as_str)) {
            *phrase = text;
        }
    }

    /// Replaces a phrase with placeholders.
    #[inline(never)]
    pub(super) fn template(self, key: &str, phrase: &mut Template) {
        match self.group(key).0 {
            Some(Value::Object(forms)) => *phrase = Template::Read(forms),
            Some(Value::String(text)) => *phrase = Template::One(text),
            _ => {}
        }
    }
}
