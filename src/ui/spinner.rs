//! Something is going on.

use leptos::prelude::*;
use markup::view;

/// A turning ring. Say in words beside it what is going on.
#[component]
pub(crate) fn Spinner() -> impl IntoView {
    view! { <span class="spinner" aria-hidden="true"></span> }
}
