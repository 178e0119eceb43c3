//! Text areas: fields for several lines.

use super::field::{self, Field, FieldText};
use leptos::html;
use leptos::prelude::*;
use markup::view;

/// A `<textarea>` with its texts.
#[component]
pub(crate) fn TextArea(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] placeholder: &'static str,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] note: Signal<Option<String>>,
    #[prop(default = 3)] rows: u8,
    /// Monospaced, without spelling check or correction, for keys. Password managers and writing assistants are kept
    /// out.
    #[prop(optional)]
    code: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] on_blur: Option<Callback<()>>,
    #[prop(optional)] on_input: Option<Callback<()>>,
    #[prop(optional)] node_ref: NodeRef<html::Textarea>,
    #[prop(optional, into)] extra: ViewFn,
) -> impl IntoView {
    let words = FieldText { id, label, hint, required, error, note };
    view! {
        <Field words=words extra=extra>
            <textarea
                node_ref=node_ref
                id=id
                name=id
                class="input"
                class:is-code=code
                rows=rows.to_string()
                autocomplete="off"
                autocapitalize=code.then_some("off")
                spellcheck=code.then_some("false")
                data-1p-ignore=code.then_some("")
                data-bwignore=code.then_some("")
                data-lpignore=code.then_some("true")
                data-gramm=code.then_some("false")
                placeholder=placeholder
                aria-required=required.then_some("true")
                aria-invalid=move || words.invalid()
                aria-describedby=move || words.described_by()
                disabled=move || disabled.get()
                prop:value=move || value.get()
                on:input=field::input_handler(value, on_input)
                on:blur=field::blur_handler(on_blur)
            ></textarea>
        </Field>
    }
}
