//! Search as you type.

use super::icon::{Icon, Mark};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// How long the user must pause before a search starts.
const PAUSE: Duration = Duration::from_millis(200);

/// A search field. `on_search` is called when the user pauses or presses Enter.
#[component]
pub(crate) fn SearchField(
    id: &'static str,
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    on_search: Callback<String>,
) -> impl IntoView {
    let timer = StoredValue::<Option<TimeoutHandle>>::new(None);
    let search = move |text: String, pause: Duration| {
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
        let handle = set_timeout_with_handle(move || on_search.run(text.clone()), pause);
        timer.set_value(handle.ok());
    };
    on_cleanup(move || {
        if let Some(Some(timer)) = timer.try_get_value() {
            timer.clear();
        }
    });
    view! {
        <span class="search-field" role="search">
            <Mark icon=Icon::Search/>
            <input
                id=id
                type="search"
                class="input"
                aria-label=label
                placeholder=label
                autocomplete="off"
                spellcheck="false"
                prop:value=move || value.get()
                on:input=move |event| search(event_target_value(&event), PAUSE)
                on:change=move |event| search(event_target_value(&event), Duration::ZERO)
            />
        </span>
    }
}
