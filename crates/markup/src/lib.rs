//! `view!` in Leptos' syntax, for the size of the bundle: elements become calls of `crate::dom`, where all of them have
//! one type, instead of a type of their own for every combination of tag, attributes and children. Components go to
//! Leptos' own macro, with their children in this one. `docs/decisions/0004-views-of-one-type.md` has the figures.

mod phrases;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use rstml::Infallible;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement, NodeName};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, Stmt};

/// A view: one element, component or block as it is, several as a list.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let expanded = rstml::parse2(tokens.into()).and_then(|nodes| {
        let view = match nodes.as_slice() {
            [only] => single(only)?,
            several => fragment(several)?,
        };
        Ok(quote! { crate::dom::Child::child(#view) })
    });
    expanded.unwrap_or_else(syn::Error::into_compile_error).into()
}

/// The types and the English phrases of the catalog, from the file at this path below the crate that uses it.
#[proc_macro]
pub fn phrases(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let path = syn::parse_macro_input!(tokens as syn::LitStr);
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let text = std::fs::read_to_string(std::path::Path::new(&root).join(path.value()));
    let made = text.map_err(|error| error.to_string()).and_then(|text| phrases::expand(&path.value(), &text));
    made.unwrap_or_else(|why| syn::Error::new(path.span(), why).into_compile_error()).into()
}

fn single(node: &Node<Infallible>) -> syn::Result<TokenStream> {
    match node {
        Node::Element(node) if is_component(node.name()) => component(node),
        Node::Element(node) => element(node),
        Node::Block(block) => Ok(inner(block)),
        Node::Text(text) => {
            let text = &text.value;
            Ok(quote! { #text })
        }
        Node::Fragment(node) => fragment(&node.children),
        other => Err(syn::Error::new(other.span(), "an element, a component, a block or a text in quotation marks")),
    }
}

/// What a block is, without braces around a lone expression.
fn inner(block: &NodeBlock) -> TokenStream {
    if let Some([Stmt::Expr(only, None)]) = block.try_block().map(|block| block.stmts.as_slice()) {
        quote! { #only }
    } else {
        quote! { #block }
    }
}

fn fragment(nodes: &[Node<Infallible>]) -> syn::Result<TokenStream> {
    let views = each(nodes, |node, view| quote_spanned! { node.span()=> crate::dom::Child::child(#view) })?;
    Ok(quote! { crate::dom::fragment(::std::vec![#(#views),*]) })
}

fn each(
    nodes: &[Node<Infallible>],
    write: fn(&Node<Infallible>, TokenStream) -> TokenStream,
) -> syn::Result<Vec<TokenStream>> {
    let nodes = nodes.iter().filter(|node| !matches!(node, Node::Comment(_)));
    nodes.map(|node| Ok(write(node, single(node)?))).collect()
}

/// Components have capitals, elements have none.
fn is_component(name: &NodeName) -> bool {
    let text = name.to_string();
    let last = text.rsplit(':').next().unwrap_or_default();
    last.starts_with(|first: char| first.is_ascii_uppercase())
}

/// `<Component …>{ children }</Component>` for Leptos' macro.
fn component(node: &NodeElement<Infallible>) -> syn::Result<TokenStream> {
    let (name, generics, attributes) = (node.name(), &node.open_tag.generics, node.attributes());
    let children = match node.children.as_slice() {
        [] => {
            return Ok(
                quote! { crate::dom::component(::leptos::prelude::view! { <#name #generics #(#attributes)* /> }) },
            );
        }
        [only] => single(only)?,
        several => fragment(several)?,
    };
    let children = quote! { crate::dom::Child::child(#children) };
    Ok(quote! {
        crate::dom::component(::leptos::prelude::view! { <#name #generics #(#attributes)*>{#children}</#name> })
    })
}

fn element(node: &NodeElement<Infallible>) -> syn::Result<TokenStream> {
    let tag = node.name().to_string();
    let (mut fixed, mut others) = (Vec::new(), Vec::new());
    for given in node.attributes() {
        match constant(given) {
            Some(pair) => fixed.push(pair),
            None => others.push(attribute(given)?),
        }
    }
    let children = each(&node.children, |node, view| quote_spanned! { node.span()=> .add(#view) })?;
    Ok(quote_spanned! { node.name().span()=>
        crate::dom::element(&crate::dom::Shape { tag: #tag, attributes: &[#(#fixed),*] }) #(#others)* #(#children)*
    })
}

/// An attribute that is a text in quotation marks: data, which no code has to make.
fn constant(attribute: &NodeAttribute) -> Option<TokenStream> {
    let NodeAttribute::Attribute(attribute) = attribute else { return None };
    let name = attribute.key.to_string();
    let Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) = attribute.value() else { return None };
    let is_plain = !name.contains(':') && name != "node_ref";
    is_plain.then(|| quote! { (#name, #text) })
}

/// Events that Leptos has no descriptor for.
const UNTYPED_EVENTS: [&str; 1] = ["cancel"];

fn attribute(attribute: &NodeAttribute) -> syn::Result<TokenStream> {
    let NodeAttribute::Attribute(attribute) = attribute else {
        return Err(syn::Error::new(attribute.span(), "an attribute with a name"));
    };
    let name = attribute.key.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name);
    let value = value(attribute);
    let made = match name.split_once(':') {
        Some(("class", class)) => quote! { .class(#class, #value) },
        Some(("style", property)) => quote! { .style(#property, #value) },
        Some(("prop", property)) => quote! { .property(#property, #value) },
        Some(("on", event)) if UNTYPED_EVENTS.contains(&event) => {
            quote! { .on(::leptos::ev::Custom::<::web_sys::Event>::new(#event), #event, #value) }
        }
        Some(("on", event)) => {
            let descriptor = syn::Ident::new(event, attribute.key.span());
            quote! { .on(::leptos::ev::#descriptor, #event, #value) }
        }
        Some(_) => return Err(syn::Error::new(attribute.key.span(), "class:, style:, prop: or on:")),
        None if name == "node_ref" => quote! { .reference(#value) },
        None => quote! { .attribute(#name, #value) },
    };
    Ok(made)
}

/// An attribute without a value is there.
fn value(attribute: &KeyedAttribute) -> TokenStream {
    attribute.value().map_or_else(|| quote! { true }, |value| quote! { #value })
}
