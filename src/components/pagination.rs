//! Pages of a list that the server cuts by cursors: on, and back.

use crate::dom::{part, view};
use crate::text::text;
use crate::ui::{Icon, IconButton};
use leptos::prelude::*;

/// What part of a list is on screen: the first and last row, counted from one.
#[component]
pub(crate) fn Pagination(
    #[prop(into)] first: Signal<u64>,
    #[prop(into)] last: Signal<u64>,
    #[prop(into)] total: Signal<u64>,
    #[prop(into)] has_next: Signal<bool>,
    on_previous: Callback<()>,
    on_next: Callback<()>,
) -> impl IntoView {
    let words = &text().table;
    view! {
        <nav class="pagination" aria-label=words.pages>
            <p aria-live="polite">{part(move || (words.range)(first.get(), last.get(), total.get()))}</p>
            <IconButton
                icon=Icon::ChevronLeft
                label=words.previous
                disabled=Signal::derive(move || first.get() <= 1)
                on_click=on_previous
            />
            <IconButton
                icon=Icon::ChevronRight
                label=words.next
                disabled=Signal::derive(move || !has_next.get())
                on_click=on_next
            />
        </nav>
    }
}
