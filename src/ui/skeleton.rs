//! Skeletons: placeholders for text that is loading.

use leptos::prelude::*;
use markup::view;

/// A bar; its width is in percent of the available space.
#[component]
pub(crate) fn Skeleton(#[prop(default = 60)] width: u8) -> impl IntoView {
    view! { <span class="skeleton" aria-hidden="true" style:inline-size=percent(width)></span> }
}

fn percent(width: u8) -> String {
    width.to_string() + "%"
}
