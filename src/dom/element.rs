//! An element, and how it is built and changed.

use super::attribute::{Attribute, Kept};
use super::build::Built;
use super::value::{IntoFlag, IntoProperty, IntoText, Text, Value};
use super::view::{Child, View};
use leptos::ev::EventDescriptor;
use leptos::prelude::{NodeRef, document};
use leptos::tachys::html::element::ElementType;
use leptos::tachys::html::node_ref::NodeRefContainer;
use leptos::tachys::renderer::types::Element as Node;
use leptos::tachys::view::Mountable;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::Event;

/// What never changes of an element.
#[derive(PartialEq)]
pub(crate) struct Shape {
    pub(crate) tag: &'static str,
    pub(crate) attributes: &'static [(&'static str, &'static str)],
}

/// An element that is not in the page yet. One pointer.
pub(crate) struct Element(Box<Parts>);

struct Parts {
    shape: &'static Shape,
    attributes: Vec<Attribute>,
    children: Vec<View>,
}

/// What [`view!`](super::view) makes of a tag.
#[inline(never)]
pub(crate) fn element(shape: &'static Shape) -> Element {
    Element(Box::new(Parts { shape, attributes: Vec::new(), children: Vec::new() }))
}

impl Element {
    /// With an attribute; none where the value is.
    pub(crate) fn attribute(self, name: &'static str, value: impl IntoText) -> Self {
        self.text(name, value.into_text())
    }

    /// With a class while the value holds.
    pub(crate) fn class(self, name: &'static str, value: impl IntoFlag) -> Self {
        self.with(Attribute::Class(name, value.into_flag()))
    }

    /// With a property of its inline style.
    pub(crate) fn style(self, name: &'static str, value: impl IntoText) -> Self {
        self.with(Attribute::Style(name, value.into_text()))
    }

    /// With a property of its node.
    pub(crate) fn property(self, name: &'static str, value: impl IntoProperty) -> Self {
        self.with(Attribute::Property(name, value.into_property()))
    }

    /// With a listener. The descriptor says which kind of event the closure takes.
    pub(crate) fn on<E>(self, _: E, event: &'static str, mut run: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.listener(event, Box::new(move |event: Event| run(event.unchecked_into())))
    }

    /// With a reference to its node.
    pub(crate) fn reference<E>(self, reference: NodeRef<E>) -> Self
    where
        E: ElementType + 'static,
        E::Output: JsCast + Clone + 'static,
        NodeRef<E>: NodeRefContainer<E>,
    {
        self.with(Attribute::Reference(Box::new(move |node| NodeRefContainer::<E>::load(reference, node))))
    }

    /// With one more child.
    pub(crate) fn add(self, child: impl Child) -> Self {
        self.push(child.child())
    }

    #[inline(never)]
    fn text(self, name: &'static str, value: Value<Text>) -> Self {
        self.with(Attribute::Text(name, value))
    }

    #[inline(never)]
    fn push(mut self, child: View) -> Self {
        self.0.children.push(child);
        self
    }

    #[inline(never)]
    fn listener(self, event: &'static str, run: Box<dyn FnMut(Event)>) -> Self {
        self.with(Attribute::On(event, run))
    }

    #[inline(never)]
    fn with(mut self, attribute: Attribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    pub(super) fn build(self) -> BuiltElement {
        let Parts { shape, attributes, children } = *self.0;
        let node = create(shape);
        let names = names(&attributes);
        let (mut kept, later) = apply(attributes, &node);
        let mut children: Vec<Built> = children.into_iter().map(View::build).collect();
        for child in &mut children {
            child.mount(&node, None);
        }
        kept.extend(later.into_iter().map(|attribute| attribute.apply(&node)));
        BuiltElement { shape, node, names, kept, children }
    }

    /// Changes the node instead of making another; gives itself back where the two have too little in common.
    pub(super) fn rebuild(self, built: &mut BuiltElement) -> Result<(), Self> {
        if *self.0.shape != *built.shape || self.0.children.len() != built.children.len() {
            return Err(self);
        }
        let Parts { attributes, children, .. } = *self.0;
        let names = names(&attributes);
        built.kept.clear();
        for gone in built.names.iter().filter(|name| !names.contains(name)) {
            let _ = built.node.remove_attribute(gone);
        }
        let (kept, later) = apply(attributes, &built.node);
        (built.names, built.kept) = (names, kept);
        for (child, built) in children.into_iter().zip(&mut built.children) {
            child.rebuild(built);
        }
        built.kept.extend(later.into_iter().map(|attribute| attribute.apply(&built.node)));
        Ok(())
    }
}

/// An element in the page.
pub(crate) struct BuiltElement {
    shape: &'static Shape,
    pub(super) node: Node,
    names: Vec<&'static str>,
    kept: Vec<Kept>,
    children: Vec<Built>,
}

/// Tags of SVG, which has a namespace of its own.
const SVG: [&str; 4] = ["svg", "path", "rect", "circle"];

fn create(shape: &Shape) -> Node {
    let document = document();
    let created = if SVG.contains(&shape.tag) {
        document.create_element_ns(Some("http://www.w3.org/2000/svg"), shape.tag)
    } else {
        document.create_element(shape.tag)
    };
    // A tag out of `view!` is a name that every browser takes.
    let node = created.unwrap_throw();
    for (name, text) in shape.attributes {
        let _ = node.set_attribute(name, text);
    }
    node
}

fn names(attributes: &[Attribute]) -> Vec<&'static str> {
    attributes.iter().filter_map(Attribute::name).collect()
}

/// Applies what does not wait for the children, and gives what does.
fn apply(attributes: Vec<Attribute>, node: &Node) -> (Vec<Kept>, Vec<Attribute>) {
    let (later, now): (Vec<_>, Vec<_>) = attributes.into_iter().partition(Attribute::waits);
    (now.into_iter().map(|attribute| attribute.apply(node)).collect(), later)
}
