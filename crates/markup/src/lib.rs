//! The two macros of the console: Leptos' `view!` without inert HTML, and the types of the message catalog.

mod phrases;

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

/// Leptos' [`view!`](https://docs.rs/leptos/0.8/leptos/macro.view.html), as an `AnyView`.
///
/// Where an element and everything in it is constant, Leptos writes it as a string and sets `innerHTML`, which the page's
/// policy (`trusted-types 'none'`) refuses. `{"text"}` is no constant to it: so every string here gets its braces. All
/// views have one type, so that branches of a `match` need no `.into_any()`, and Leptos' code is compiled once.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    let tokens = proc_macro2::TokenStream::from(tokens.into_iter().map(in_braces).collect::<TokenStream>());
    quote! { ::leptos::prelude::IntoAny::into_any(::leptos::prelude::view! { #tokens }) }.into()
}

fn in_braces(token: TokenTree) -> TokenTree {
    if !matches!(&token, TokenTree::Literal(literal) if literal.to_string().starts_with('"')) {
        return token;
    }
    let span = token.span();
    let mut group = Group::new(Delimiter::Brace, token.into());
    group.set_span(span);
    group.into()
}

/// The types and the English phrases of the catalog, from the file at this path below the crate that uses it.
#[proc_macro]
pub fn phrases(tokens: TokenStream) -> TokenStream {
    let path = syn::parse_macro_input!(tokens as syn::LitStr);
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let text = std::fs::read_to_string(std::path::Path::new(&root).join(path.value()));
    let made = text.map_err(|error| error.to_string()).and_then(|text| phrases::expand(&path.value(), &text));
    made.unwrap_or_else(|why| syn::Error::new(path.span(), why).into_compile_error()).into()
}
