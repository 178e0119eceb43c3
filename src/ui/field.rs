//! Form field parts: label, hint, note and error around a control.

use super::icon::{Icon, Mark};
use super::press;
use crate::text::text;
use leptos::prelude::*;
use markup::view;
use web_sys::{Event, FocusEvent};

/// The texts around a control. `id` is the control's; the ids of hint, note and error derive from it.
#[derive(Clone, Copy)]
pub(crate) struct FieldText {
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) required: bool,
    /// The error, in a sentence that says what to do.
    pub(crate) error: Signal<Option<String>>,
    /// A note: a correction that was made, or something to look at again.
    pub(crate) note: Signal<Option<String>>,
}

impl FieldText {
    /// The value of the control's `aria-describedby`.
    pub(crate) fn described_by(self) -> Option<String> {
        let parts = [
            (!self.hint.is_empty(), "-hint"),
            (self.note.with(Option::is_some), "-note"),
            (self.error.with(Option::is_some), "-error"),
        ];
        let ids: Vec<String> =
            parts.into_iter().filter(|(shown, _)| *shown).map(|(_, suffix)| [self.id, suffix].concat()).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The value of the control's `aria-invalid`.
    pub(crate) fn invalid(self) -> Option<&'static str> {
        self.error.with(Option::is_some).then_some("true")
    }
}

/// A handler that stores the input, and then calls `on_input`.
pub(super) fn input_handler(value: RwSignal<String>, on_input: Option<Callback<()>>) -> impl Fn(Event) {
    move |event| {
        value.set(event_target_value(&event));
        if let Some(on_input) = on_input {
            on_input.run(());
        }
    }
}

/// A handler for `blur` that calls `on_blur`, at once or after the click that caused it. By then the control, and the
/// owner of the callback, may no longer exist.
pub(super) fn blur_handler(on_blur: Option<Callback<()>>) -> impl Fn(FocusEvent) {
    press::watch();
    move |_| {
        if let Some(on_blur) = on_blur {
            press::after_click(move || _ = on_blur.try_run(()));
        }
    }
}

/// A control with its texts. `extra` is shown to the right of the label.
#[component]
pub(crate) fn Field(words: FieldText, #[prop(optional, into)] extra: ViewFn, children: Children) -> impl IntoView {
    let id = words.id;
    let with_id = move |suffix: &str| [id, suffix].concat();
    let optional = (!words.required).then(|| view! { <span class="field-optional">{text().common.optional}</span> });
    view! {
        <div class="field" class:is-invalid=move || words.error.with(Option::is_some)>
            <div class="field-head">
                <label for=id>{words.label}</label>
                {optional}
                {extra.run()}
            </div>
            {(!words.hint.is_empty()).then(|| view! { <p class="field-hint" id=with_id("-hint")>{words.hint}</p> })}
            {children()}
            <div aria-live="polite">
                {move || words.note.get().map(|note| view! {
                    <p class="field-note" id=with_id("-note")><Mark icon=Icon::Info/>{note}</p>
                })}
            </div>
            {move || words.error.get().map(|error| view! {
                <p class="field-error" id=with_id("-error")>
                    <Mark icon=Icon::Failed/>
                    <span><span class="visually-hidden">{text().common.error}" "</span>{error}</span>
                </p>
            })}
        </div>
    }
}
