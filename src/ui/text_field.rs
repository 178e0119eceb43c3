//! Text fields: fields for one line.

use super::field::{self, Field, FieldText};
use leptos::html;
use leptos::prelude::*;
use markup::view;

/// An `<input>` with its texts.
#[component]
pub(crate) fn TextField(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] placeholder: &'static str,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    /// The type of the input: `text`, `url` …
    #[prop(default = "text")]
    kind: &'static str,
    /// Shows dots. It is not a password field, which browsers offer to store.
    #[prop(optional)]
    masked: bool,
    /// Takes the focus when it appears. Browsers refuse that in a frame.
    #[prop(optional)]
    autofocus: bool,
    #[prop(default = "off")] autocomplete: &'static str,
    /// Monospaced, for identifiers, which are compared letter by letter. Password managers and writing assistants are
    /// kept out.
    #[prop(optional)]
    code: bool,
    #[prop(optional)] max_length: Option<u32>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] on_blur: Option<Callback<()>>,
    #[prop(optional)] on_input: Option<Callback<()>>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
    #[prop(optional, into)] extra: ViewFn,
) -> impl IntoView {
    let words = FieldText { id, label, hint, required, error, note };
    view! {
        <Field words=words extra=extra>
            <input
                node_ref=node_ref
                id=id
                name=id
                type=kind
                class="input"
                class:is-code=code
                class:is-masked=masked
                autofocus=autofocus
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck=code.then_some("false")
                data-1p-ignore=code.then_some("")
                data-bwignore=code.then_some("")
                data-lpignore=code.then_some("true")
                data-gramm=code.then_some("false")
                placeholder=placeholder
                maxlength=max_length.map(|length| length.to_string())
                aria-required=required.then_some("true")
                aria-invalid=move || words.invalid()
                aria-describedby=move || words.described_by()
                disabled=move || disabled.get()
                prop:value=move || value.get()
                on:input=field::input_handler(value, on_input)
                on:blur=field::blur_handler(on_blur)
            />
        </Field>
    }
}
