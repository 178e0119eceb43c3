//! Code generation for the message catalog, from the English file: a struct for each object, with a field for each
//! phrase.
//!
//! A phrase without placeholders is a `&'static str`, a list an array of them. A phrase with placeholders, or in an
//! object of plural forms, is a method as well, with an argument for each: `{name}` takes text, `{#count}` a number.
//! The forms of a plural follow `{#count}`, which is the first argument.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value};
use syn::Ident;

/// The member that marks an object as a phrase with plural forms (no other category of Unicode CLDR exists in every
/// language).
const OTHER: &str = "other";

struct Made {
    /// The type of the field.
    kind: TokenStream,
    /// The English value.
    english: TokenStream,
    /// The statement that replaces the value by that of another language, found by its key.
    read: fn(&Ident) -> TokenStream,
}

/// Generates the code for the member `phrases` of the file.
pub(crate) fn expand(path: &str, text: &str) -> Result<TokenStream, String> {
    let json: Value = serde_json::from_str(text).map_err(|error| format!("{path}: {error}"))?;
    let Some(Value::Object(root)) = json.get("phrases") else { return Err(format!("{path} has no \"phrases\"")) };
    let mut items = Vec::new();
    let root = group(&format_ident!("Text"), "", root, &mut items)?;
    let english = root.english;
    let problems = json.get("problems").and_then(Value::as_object).into_iter().flatten();
    let problems = problems.filter_map(|(code, sentence)| {
        let sentence = sentence.as_str()?;
        Some(quote! { (#code, #sentence) })
    });
    Ok(quote! {
        // Makes Cargo compile again when the file changes.
        const _: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", #path));
        #(#items)*
        static ENGLISH: Text = #english;
        /// The sentence of a problem of the API, by its code.
        static PROBLEMS: &[(&str, &str)] = &[#(#problems),*];
    })
}

fn group(name: &Ident, path: &str, members: &Map<String, Value>, items: &mut Vec<TokenStream>) -> Result<Made, String> {
    let (mut fields, mut english, mut read, mut methods) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (key, value) in members {
        let field: Ident = syn::parse_str(key).map_err(|_| format!("{path}.{key} is no name of a field"))?;
        let at = [path, ".", key].concat();
        let made = match value {
            Value::Object(forms) if forms.contains_key(OTHER) => plural(&field, &at, forms, &mut methods)?,
            Value::Object(inner) => group(&format_ident!("{}", camel(&at)), &at, inner, items)?,
            Value::String(text) if names(text).is_empty() => plain(text),
            Value::String(text) => template(&field, text, &mut methods),
            Value::Array(list) => array(&at, list)?,
            _ => return Err(format!("{at} is no phrase")),
        };
        let Made { kind, english: value, read: reader } = made;
        fields.push(quote! { pub(crate) #field: #kind });
        english.push(quote! { #field: #value });
        read.push(reader(&field));
    }
    items.push(quote! {
        #[allow(missing_docs)]
        #[derive(Clone, Copy)]
        pub(crate) struct #name { #(#fields),* }
        #[allow(missing_docs, clippy::too_many_arguments)]
        impl #name {
            /// Reads in place: one call for each phrase is the smallest code.
            fn read(&mut self, from: super::phrase::Reader) {
                #(#read)*
            }
            #(#methods)*
        }
    });
    let english = quote! { #name { #(#english),* } };
    Ok(Made {
        kind: quote! { #name },
        english,
        read: |field| quote! { self.#field.read(from.group(stringify!(#field))); },
    })
}

fn plain(text: &str) -> Made {
    Made {
        kind: quote! { &'static str },
        english: quote! { #text },
        read: |field| quote! { from.text(stringify!(#field), &mut self.#field); },
    }
}

fn array(at: &str, list: &[Value]) -> Result<Made, String> {
    let texts: Option<Vec<_>> = list.iter().map(Value::as_str).collect();
    let texts = texts.ok_or_else(|| format!("{at} is no list of phrases"))?;
    let count = texts.len();
    Ok(Made {
        kind: quote! { [&'static str; #count] },
        english: quote! { [#(#texts),*] },
        read: |field| quote! { from.list(stringify!(#field), &mut self.#field); },
    })
}

fn template(field: &Ident, text: &str, methods: &mut Vec<TokenStream>) -> Made {
    methods.push(method(field, &names(text)));
    let template = quote! { super::phrase::Template };
    Made {
        kind: template.clone(),
        english: quote! { #template::One(#text) },
        read: |field| quote! { from.template(stringify!(#field), &mut self.#field); },
    }
}

fn plural(field: &Ident, at: &str, forms: &Map<String, Value>, methods: &mut Vec<TokenStream>) -> Result<Made, String> {
    let mut names = vec!["#count".to_owned()];
    let mut pairs = Vec::new();
    for (category, form) in forms {
        let form = form.as_str().ok_or_else(|| format!("{at}.{category} is no phrase"))?;
        names.extend(self::names(form).into_iter().filter(|name| !names.contains(name)).collect::<Vec<_>>());
        pairs.push(quote! { (#category, #form) });
    }
    methods.push(method(field, &names));
    let template = quote! { super::phrase::Template };
    Ok(Made {
        kind: template.clone(),
        english: quote! { #template::Plural(&[#(#pairs),*]) },
        read: |field| quote! { from.template(stringify!(#field), &mut self.#field); },
    })
}

fn method(field: &Ident, names: &[String]) -> TokenStream {
    let (mut arguments, mut values) = (Vec::new(), Vec::new());
    for name in names {
        let argument = format_ident!("{}", name.trim_start_matches('#'));
        if name.starts_with('#') {
            arguments.push(quote! { #argument: impl super::phrase::Count });
            values.push(quote! { (#name, super::phrase::Argument::Number(#argument.count())) });
        } else {
            arguments.push(quote! { #argument: &str });
            values.push(quote! { (#name, super::phrase::Argument::Text(#argument)) });
        }
    }
    quote! {
        pub(crate) fn #field(&self, #(#arguments),*) -> String {
            self.#field.fill(&[#(#values),*])
        }
    }
}

/// The placeholders of a phrase in their order, `#` included. `https://{domain}` is none: it is what a user types.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        rest = after;
        let Some((name, _)) = after.split_once('}').filter(|_| !before.ends_with("https://")) else { continue };
        let bare = name.strip_prefix('#').unwrap_or(name);
        let is_name = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if is_name && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The type name of a path: `.connections.own_key` becomes `ConnectionsOwnKey`.
fn camel(path: &str) -> String {
    let words = path.split(['.', '_']).filter(|word| !word.is_empty());
    words.map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}
