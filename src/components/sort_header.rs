//! The head of a column that sorts.

use crate::dom::view;
use crate::ui::{Icon, Mark};
use leptos::prelude::*;
use model::api::{Sort, SortColumn};

/// A `<th>` with a button. A click sorts by this column, and another turns the order round.
#[component]
pub(crate) fn SortHeader(
    label: &'static str,
    column: SortColumn,
    #[prop(into)] sort: Signal<Sort>,
    on_sort: Callback<Sort>,
    #[prop(optional)] class: &'static str,
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
            aria-sort=move || direction().map(|descending| if descending { "descending" } else { "ascending" })
        >
            <button type="button" class="sort-header" class:is-sorted=move || direction().is_some() on:click=click>
                {label}
                <Mark icon=icon/>
            </button>
        </th>
    }
}
