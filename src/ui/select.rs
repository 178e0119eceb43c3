//! Select fields.

use super::field::{Field, FieldText};
use super::icon::{Icon, Mark};
use leptos::prelude::*;
use markup::view;

/// A `<select>` with its texts; `options` are values and labels. With `bare` the label is for screen readers only.
#[component]
pub(crate) fn Select(
    id: &'static str,
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    options: Vec<(&'static str, &'static str)>,
    on_change: Callback<String>,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] bare: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let words = FieldText { id, label, hint, required, error, note: Signal::default() };
    let options = options.into_iter().map(|(option, label)| {
        view! { <option value=option selected=move || value.with(|value| value == option)>{label}</option> }
    });
    let control = view! {
        <span class="select">
            <select
                id=id
                name=id
                class="input"
                aria-label=bare.then_some(label)
                aria-required=required.then_some("true")
                aria-invalid=move || words.invalid()
                aria-describedby=move || words.described_by()
                disabled=move || disabled.get()
                prop:value=move || value.get()
                on:change=move |event| on_change.run(event_target_value(&event))
            >
                {options.collect::<Vec<_>>()}
            </select>
            <Mark icon=Icon::ChevronDown/>
        </span>
    };
    if bare {
        control
    } else {
        view! { <Field words=words>{control}</Field> }
    }
}
