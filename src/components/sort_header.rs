//! The head of a column that sorts.

use crate::components::ResizeHandle;
use crate::ui::{Icon, Mark};
use leptos::prelude::*;
use markup::view;
use model::api::{Sort, SortColumn};

/// A `<th>` with a button. A click sorts by this column, and another turns the order round.
#[component]
pub(crate) fn SortHeader(
    label: &'static str,
    column: SortColumn,
    #[prop(into)] sort: Signal<Sort>,
    on_sort: Callback<Sort>,
    #[prop(optional)] class: &'static str,
    /// In pixels; as wide as it needs where there is none.
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

/// The head of a column that does not sort.
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

/// As CSS.
pub(crate) fn pixels(width: Option<i32>) -> Option<String> {
    width.map(|width| [&width.to_string(), "px"].concat())
}
