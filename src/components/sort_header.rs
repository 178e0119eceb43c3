//! Column headers that sort.

use crate::components::ResizeHandle;
use crate::ui::{Icon, Mark};
use leptos::prelude::*;
use markup::view;
use model::api::{Sort, SortColumn};

/// A `<th>` with a button. The first click sorts by this column, the next reverses the order.
#[component]
pub(crate) fn SortHeader(
    label: &'static str,
    column: SortColumn,
    #[prop(into)] sort: Signal<Sort>,
    on_sort: Callback<Sort>,
    #[prop(optional)] class: &'static str,
    /// The width in pixels; by default, as wide as the content needs.
    #[prop(into)]
    width: Signal<Option<i32>>,
    on_resize: Callback<i32>,
) -> impl IntoView {
    let direction = move || {
        let sort = sort.get();
        (sort.column == column).then_some(sort.descending)
    };
    let icon = Signal::derive(move || match direction() {
        None => Icon::Sort,
        Some(false) => Icon::ArrowUp,
        Some(true) => Icon::ArrowDown,
    });
    let click = move |_| on_sort.run(Sort { column, descending: direction() == Some(false) });
    view! {
        <th
            scope="col"
            class=class
            style:inline-size=move || pixels(width.get())
            aria-sort=move || direction().map(|descending| if descending { "descending" } else { "ascending" })
        >
            <button type="button" class="sort-header" class:is-sorted=move || direction().is_some() on:click=click>
                {label}
                <Mark icon=icon/>
            </button>
            <ResizeHandle on_resize=on_resize/>
        </th>
    }
}

/// The header of a column that cannot be sorted.
#[component]
pub(crate) fn PlainHeader(
    label: &'static str,
    #[prop(optional)] class: &'static str,
    #[prop(into)] width: Signal<Option<i32>>,
    on_resize: Callback<i32>,
) -> impl IntoView {
    view! {
        <th scope="col" class=class style:inline-size=move || pixels(width.get())>
            {label}
            <ResizeHandle on_resize=on_resize/>
        </th>
    }
}

/// The width as CSS.
pub(crate) fn pixels(width: Option<i32>) -> Option<String> {
    width.map(|width| [&width.to_string(), "px"].concat())
}
