//! A list whose items keep their place in the page as long as they keep their key.

use super::view::{View, component};
use leptos::prelude::*;

/// A view for each of the items, made anew when its key is new.
pub(crate) fn each<T: Send + 'static>(
    items: impl Fn() -> Vec<T> + Send + 'static,
    key: fn(&T) -> String,
    view: impl Fn(T) -> View + Clone + Send + 'static,
) -> View {
    let keyed = move |item: T| {
        let (key, view) = (key(&item), view.clone());
        Item { key, view: Box::new(move || view(item)) }
    };
    erased(Box::new(move || items().into_iter().map(keyed.clone()).collect()))
}

struct Item {
    key: String,
    view: Box<dyn FnOnce() -> View + Send>,
}

fn erased(items: Box<dyn Fn() -> Vec<Item> + Send>) -> View {
    let key = |item: &Item| item.key.clone();
    component(view! { <For each=items key=key children=|item: Item| (item.view)()/> })
}
