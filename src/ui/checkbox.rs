//! Checkboxes.

use leptos::prelude::*;
use markup::view;

/// A checkbox. With `hide_label` the label is for screen readers only (rows of a table).
#[component]
pub(crate) fn Checkbox(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] checked: Signal<bool>,
    /// The indeterminate state: some of what it stands for is selected.
    #[prop(optional, into)]
    indeterminate: Signal<bool>,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="checkbox">
            <input
                type="checkbox"
                aria-label=move || hide_label.then(|| label.get())
                disabled=move || disabled.get()
                prop:checked=move || checked.get()
                prop:indeterminate=move || indeterminate.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            {(!hide_label).then(|| view! { <span>{move || label.get()}</span> })}
        </label>
    }
}
