//! A view in the page: how it gets there, changes and goes.

use super::element::BuiltElement;
use super::view::{Content, View};
use leptos::prelude::document;
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::renderer::types::{Element as Node, Node as AnyNode};
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Render};
use std::borrow::Cow;
use web_sys::Text;

/// What must stay for a view to go on working.
pub(crate) enum Built {
    /// An empty text marks the place.
    Nothing(Text),
    Text(Text, Cow<'static, str>),
    Element(Box<BuiltElement>),
    /// An empty text marks the end.
    Several(Vec<Built>, Text),
    Part(Live),
    Leptos(AnyViewState),
}

/// A view that is made anew when what it reads changes.
pub(crate) struct Live(RenderEffect<Built>);

impl Drop for Live {
    /// The effect's own task keeps the value until it is polled once more; until then, effects within would still run,
    /// and find the signals that they read gone.
    fn drop(&mut self) {
        drop(self.0.take_value());
    }
}

impl View {
    pub(super) fn build(self) -> Built {
        match self.content() {
            Content::Nothing => Built::Nothing(marker()),
            Content::Text(text) => Built::Text(document().create_text_node(&text), text),
            Content::Element(element) => Built::Element(Box::new(element.build())),
            Content::Several(views) => Built::Several(views.into_iter().map(Self::build).collect(), marker()),
            Content::Part(view) => Built::Part(live(view, None)),
            Content::Leptos(view) => Built::Leptos(view.build()),
        }
    }

    /// Changes what is there into this view, in place as far as the two are alike.
    pub(super) fn rebuild(self, built: &mut Built) {
        let content = match (self.content(), &mut *built) {
            (Content::Nothing, Built::Nothing(_)) => return,
            (Content::Text(text), Built::Text(node, shown)) => {
                if text != *shown {
                    node.set_data(&text);
                    *shown = text;
                }
                return;
            }
            (Content::Element(element), Built::Element(there)) => match element.rebuild(there) {
                Ok(()) => return,
                Err(element) => Content::Element(element),
            },
            (Content::Several(views), Built::Several(there, end)) => return rebuild_all(views, there, end),
            (Content::Part(view), Built::Part(part)) => {
                *part = live(view, part.0.take_value());
                return;
            }
            (Content::Leptos(view), Built::Leptos(there)) => return view.rebuild(there),
            (content, _) => content,
        };
        let mut new = Self::new(content).build();
        built.insert_before_this(&mut new);
        built.unmount();
        *built = new;
    }
}

fn rebuild_all(views: Vec<View>, built: &mut Vec<Built>, end: &Text) {
    built.drain(views.len().min(built.len())..).for_each(|mut gone| gone.unmount());
    let there = built.len();
    for (at, view) in views.into_iter().enumerate() {
        if at < there {
            view.rebuild(&mut built[at]);
        } else {
            let mut new = view.build();
            before(end, &mut new);
            built.push(new);
        }
    }
}

fn live(view: Box<dyn Fn() -> View>, there: Option<Built>) -> Live {
    let show = move |there: Option<Built>| match there {
        Some(mut there) => {
            view().rebuild(&mut there);
            there
        }
        None => view().build(),
    };
    Live(RenderEffect::new_with_value(show, there))
}

fn marker() -> Text {
    document().create_text_node("")
}

impl Mountable for Built {
    fn mount(&mut self, parent: &Node, before: Option<&AnyNode>) {
        match self {
            Self::Nothing(text) | Self::Text(text, _) => insert(parent, text, before),
            Self::Element(element) => insert(parent, &element.node, before),
            Self::Several(views, end) => {
                for view in views {
                    view.mount(parent, before);
                }
                insert(parent, end, before);
            }
            Self::Part(Live(effect)) => {
                effect.with_value_mut(|view| view.mount(parent, before));
            }
            Self::Leptos(view) => view.mount(parent, before),
        }
    }

    fn unmount(&mut self) {
        match self {
            Self::Nothing(text) | Self::Text(text, _) => text.remove(),
            Self::Element(element) => element.node.remove(),
            Self::Several(views, end) => {
                views.iter_mut().for_each(Mountable::unmount);
                end.remove();
            }
            Self::Part(Live(effect)) => {
                effect.with_value_mut(Mountable::unmount);
            }
            Self::Leptos(view) => view.unmount(),
        }
    }

    fn insert_before_this(&self, other: &mut dyn Mountable) -> bool {
        match self {
            Self::Nothing(text) | Self::Text(text, _) => before(text, other),
            Self::Element(element) => before(&element.node, other),
            Self::Several(views, end) => {
                views.first().is_some_and(|first| first.insert_before_this(other)) || before(end, other)
            }
            Self::Part(Live(effect)) => effect.with_value_mut(|view| view.insert_before_this(other)).unwrap_or(false),
            Self::Leptos(view) => view.insert_before_this(other),
        }
    }

    /// Asked for where attributes are spread onto a component, which this console never does.
    fn elements(&self) -> Vec<Node> {
        Vec::new()
    }
}

fn insert(parent: &Node, node: &AnyNode, before: Option<&AnyNode>) {
    let _ = parent.insert_before(node, before);
}

fn before(node: &AnyNode, other: &mut dyn Mountable) -> bool {
    let Some(parent) = node.parent_element() else { return false };
    other.mount(&parent, Some(node));
    true
}
