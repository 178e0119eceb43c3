//! What a view is, and what can be one.

use super::element::Element;
use leptos::prelude::{AnyView, IntoAny, IntoView};
use send_wrapper::SendWrapper;
use std::borrow::Cow;

/// A piece of the page that is not in it yet.
pub(crate) struct View(Box<SendWrapper<Content>>);

pub(super) enum Content {
    Nothing,
    Text(Cow<'static, str>),
    Element(Element),
    Several(Vec<View>),
    /// Made anew when what it reads changes.
    Part(Box<dyn Fn() -> View>),
    /// A component's.
    Leptos(AnyView),
}

impl View {
    #[inline(never)]
    pub(super) fn new(content: Content) -> Self {
        Self(Box::new(SendWrapper::new(content)))
    }

    pub(super) fn content(self) -> Content {
        self.0.take()
    }
}

/// The part of a view that `view` makes, anew when what it reads changes.
pub(crate) fn part<V: Child>(view: impl Fn() -> V + 'static) -> View {
    View::new(Content::Part(Box::new(move || view().child())))
}

/// Several views in a row.
#[inline(never)]
pub(crate) fn fragment(views: Vec<View>) -> View {
    View::new(Content::Several(views))
}

/// What a component made.
pub(crate) fn component(view: leptos::prelude::View<impl IntoView + 'static>) -> View {
    view.into_inner().into_any().child()
}

#[inline(never)]
fn text(text: Cow<'static, str>) -> View {
    View::new(Content::Text(text))
}

/// What can stand between the tags of an element.
pub(crate) trait Child {
    fn child(self) -> View;
}

impl Child for View {
    fn child(self) -> View {
        self
    }
}

impl Child for Element {
    #[inline(never)]
    fn child(self) -> View {
        View::new(Content::Element(self))
    }
}

impl Child for AnyView {
    #[inline(never)]
    fn child(self) -> View {
        View::new(Content::Leptos(self))
    }
}

impl Child for () {
    #[inline(never)]
    fn child(self) -> View {
        View::new(Content::Nothing)
    }
}

impl Child for &'static str {
    #[inline(never)]
    fn child(self) -> View {
        text(Cow::Borrowed(self))
    }
}

impl Child for String {
    #[inline(never)]
    fn child(self) -> View {
        text(Cow::Owned(self))
    }
}

impl<F: Fn() -> C + 'static, C: Child> Child for F {
    fn child(self) -> View {
        part(self)
    }
}

impl<C: Child> Child for Option<C> {
    fn child(self) -> View {
        self.map_or_else(|| ().child(), Child::child)
    }
}

impl<C: Child> Child for Vec<C> {
    fn child(self) -> View {
        fragment(self.into_iter().map(Child::child).collect())
    }
}
