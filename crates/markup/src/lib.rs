//! Procedural macros of the console: Leptos' `view!` without inert HTML, the message catalog, and split functions.

mod phrases;

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Ident, Token};

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

/// Generates the types and the English phrases of the message catalog from the file at this path, relative to the crate
/// that uses it.
#[proc_macro]
pub fn phrases(tokens: TokenStream) -> TokenStream {
    let path = syn::parse_macro_input!(tokens as syn::LitStr);
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let text = std::fs::read_to_string(std::path::Path::new(&root).join(path.value()));
    let made = text.map_err(|error| error.to_string()).and_then(|text| phrases::expand(&path.value(), &text));
    made.unwrap_or_else(|why| syn::Error::new(path.span(), why).into_compile_error()).into()
}

/// Code splitting: moves a function that makes a view, and all code that only it needs, into a file of its own, which
/// is fetched when the function is first called: `#[split(panel)] fn edit_panel(id: String) -> AnyView { … }` becomes
/// `async fn edit_panel(id: String) -> Result<AnyView, SplitLoaderError>`. All functions with the same name in brackets
/// share a file. After a failed fetch the next call tries again. `#[split(panel, preload_panel)]` also makes an `async
/// fn preload_panel()`, which only fetches the file. Without the console's feature `split` the function is part of the
/// main file.
#[proc_macro_attribute]
pub fn split(names: TokenStream, function: TokenStream) -> TokenStream {
    let parser = Punctuated::<Ident, Token![,]>::parse_separated_nonempty;
    let names = syn::parse_macro_input!(names with parser);
    let (file, preload) = (names.first(), names.iter().nth(1));
    let error = quote! { ::leptos::wasm_split::SplitLoaderError };
    let syn::ItemFn { attrs, vis, mut sig, block, .. } = syn::parse_macro_input!(function as syn::ItemFn);
    sig.output = syn::parse_quote! { -> ::core::result::Result<::leptos::prelude::AnyView, #error> };
    let preload_split = preload.map(|name| quote! { , preload(#[allow(missing_docs)] #name) });
    let preload_whole = preload.map(|name| {
        quote! {
            #[cfg(not(feature = "split"))]
            #[allow(clippy::unused_async)]
            #vis async fn #name() -> ::core::result::Result<(), #error> { ::core::result::Result::Ok(()) }
        }
    });
    quote! {
        #[cfg(feature = "split")]
        #(#attrs)*
        #[::leptos::wasm_split::wasm_split(#file, wasm_split_path = ::leptos::wasm_split, fallible #preload_split)]
        #vis #sig { ::core::result::Result::Ok(#block) }

        #[cfg(not(feature = "split"))]
        #(#attrs)*
        #[allow(clippy::unused_async)]
        #vis async #sig { ::core::result::Result::Ok(#block) }

        #preload_whole
    }
    .into()
}
