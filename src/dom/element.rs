//! An element, and how it is built, changed and taken away.

use super::attribute::{Attribute, Kept};
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute as TypedAttribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr};
use send_wrapper::SendWrapper;
use wasm_bindgen::UnwrapThrowExt;

/// An element that is not in the page yet.
pub(crate) struct Element {
    tag: &'static str,
    constants: Constants,
    attributes: SendWrapper<Vec<Attribute>>,
    children: Vec<AnyView>,
}

/// An element in the page.
pub(crate) struct Built {
    tag: &'static str,
    constants: Constants,
    node: types::Element,
    names: Vec<&'static str>,
    kept: Vec<Kept>,
    children: Vec<AnyViewState>,
}

/// Attributes that never change.
type Constants = &'static [(&'static str, &'static str)];

/// What [`view!`](super::view) makes of a tag.
pub(crate) fn element(
    tag: &'static str,
    constants: Constants,
    attributes: Vec<Attribute>,
    children: Vec<AnyView>,
) -> Element {
    Element { tag, constants, attributes: SendWrapper::new(attributes), children }
}

/// Anything as a child of an element.
pub(crate) fn child(view: impl IntoView + 'static) -> AnyView {
    view.into_any()
}

/// Tags of SVG, which has a namespace of its own.
const SVG: [&str; 4] = ["svg", "path", "rect", "circle"];

fn create(tag: &str, constants: Constants) -> types::Element {
    let document = document();
    let created = if SVG.contains(&tag) {
        document.create_element_ns(Some("http://www.w3.org/2000/svg"), tag)
    } else {
        document.create_element(tag)
    };
    // A tag out of `view!` is a name that every browser takes.
    let node = created.unwrap_throw();
    for (name, text) in constants {
        let _ = node.set_attribute(name, text);
    }
    node
}

fn names(attributes: &[Attribute]) -> Vec<&'static str> {
    attributes.iter().filter_map(Attribute::name).collect()
}

/// Applies what does not wait for the children, and gives what does.
fn apply(attributes: Vec<Attribute>, node: &types::Element) -> (Vec<Kept>, Vec<Attribute>) {
    let (later, now): (Vec<_>, Vec<_>) = attributes.into_iter().partition(Attribute::waits);
    (now.into_iter().map(|attribute| attribute.apply(node)).collect(), later)
}

impl Render for Element {
    type State = Built;

    fn build(self) -> Built {
        let node = create(self.tag, self.constants);
        let attributes = self.attributes.take();
        let names = names(&attributes);
        let (mut kept, later) = apply(attributes, &node);
        let mut children: Vec<_> = self.children.into_iter().map(Render::build).collect();
        for child in &mut children {
            child.mount(&node, None);
        }
        kept.extend(later.into_iter().map(|attribute| attribute.apply(&node)));
        Built { tag: self.tag, constants: self.constants, node, names, kept, children }
    }

    fn rebuild(self, state: &mut Built) {
        let is_same = self.tag == state.tag && self.constants == state.constants;
        if !is_same || self.children.len() != state.children.len() {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
            return;
        }
        let attributes = self.attributes.take();
        let names = names(&attributes);
        state.kept.clear();
        for gone in state.names.iter().filter(|name| !names.contains(name)) {
            let _ = state.node.remove_attribute(gone);
        }
        let (kept, later) = apply(attributes, &state.node);
        (state.names, state.kept) = (names, kept);
        for (child, state) in self.children.into_iter().zip(&mut state.children) {
            child.rebuild(state);
        }
        state.kept.extend(later.into_iter().map(|attribute| attribute.apply(&state.node)));
    }
}

impl Mountable for Built {
    fn unmount(&mut self) {
        self.node.remove();
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        let _ = parent.insert_before(&self.node, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = self.node.parent_element() else { return false };
        child.mount(&parent, Some(&self.node));
        true
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.node.clone()]
    }
}

/// No attribute is ever spread onto an element from outside.
impl AddAnyAttr for Element {
    type Output<SomeNewAttr: TypedAttribute> = Self;

    fn add_any_attr<NewAttr: TypedAttribute>(self, _: NewAttr) -> Self {
        self
    }
}

/// Asked for by Leptos' bounds; this console is never rendered on a server.
impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Built {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
