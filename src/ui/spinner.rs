//! Spinner: an operation is under way.

use leptos::prelude::*;
use markup::view;

/// A turning ring. The text beside it says what is under way.
#[component]
pub(crate) fn Spinner() -> impl IntoView {
    view! { <span class="spinner" aria-hidden="true"></span> }
}
