//! Search field: searches while the user types (debounced).

use super::icon::{Icon, Mark};
use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use markup::view;
use std::time::Duration;

/// How long the user must pause before a search starts.
const PAUSE: Duration = Duration::from_millis(200);

/// A search field. `on_search` is called when the user pauses, presses Enter or leaves the field; for the last two, its
/// second argument is true. The text that is searched for comes back as `value`, without spaces around it. If
/// `on_search` does not accept the text, the field shows the earlier value again.
#[component]
pub(crate) fn SearchField(
    id: &'static str,
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    on_search: Callback<(String, bool), bool>,
    /// Why the text is not searched for, and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let search = move |text: String, settled: bool| {
        if on_search.try_run((text, settled)) == Some(false)
            && let Some(input) = input.try_get_untracked().flatten()
        {
            input.set_value(&value.get_untracked());
        }
    };
    let error_id = [id, "-error"].concat();
    let described_by = error_id.clone();
    let timer = StoredValue::<Option<TimeoutHandle>>::new(None);
    let stop = move || {
        if let Some(timer) = timer.get_value() {
            timer.clear();
        }
    };
    let typed = move |event| {
        stop();
        let text = event_target_value(&event);
        timer.set_value(set_timeout_with_handle(move || search(text, false), PAUSE).ok());
    };
    // At once: a timer could fire before the click on *Clear search* that took the focus away.
    let settled = move |event| {
        stop();
        search(event_target_value(&event), true);
    };
    on_cleanup(move || {
        if let Some(Some(timer)) = timer.try_get_value() {
            timer.clear();
        }
    });
    Effect::new(move |_| {
        let value = value.get();
        // Text that is being typed is not replaced: a space at its end is the beginning of the next word.
        if let Some(input) = input.get()
            && input.value().trim() != value
        {
            input.set_value(&value);
        }
    });
    view! {
        <span class="search-field" role="search">
            <Mark icon=Icon::Search/>
            <input
                node_ref=input
                id=id
                type="search"
                class="input"
                aria-label=label
                placeholder=label
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| described_by.clone())
                on:input=typed
                on:change=settled
            />
            <span class="search-error" id=error_id role="alert">
                {move || error.get().map(|error| view! { <span class="field-error">{error}</span> })}
            </span>
        </span>
    }
}
