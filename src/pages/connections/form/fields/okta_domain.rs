//! Form field *Okta domain*: corrects what it can, and shows the correction.

use super::{Field, Form, label, on_input};
use crate::text::{corrections_note, text};
use crate::ui::TextField;
use leptos::prelude::*;
use markup::view;
use model::field::OktaDomain;

/// The domain as it would be stored.
const EXAMPLE: &str = "https://acme.okta.com";

pub(super) fn field(form: Form) -> AnyView {
    let words = &text().connections.fields;
    let field = Field::Domain;
    let value = form.value(field);
    let (corrections, pasted) = (form.corrections(), form.note(field));
    let blur = Callback::new(move |()| {
        if let Ok(parsed) = value.with_untracked(|typed| OktaDomain::parse(typed)) {
            let canonical = parsed.value.to_string();
            if value.with_untracked(|typed| *typed != canonical) {
                value.set(canonical);
            }
            if !parsed.corrections.is_empty() {
                corrections.set(parsed.corrections);
            }
        }
        form.field_left(field);
    });
    let input = Callback::new(move |()| {
        corrections.set(Vec::new());
        on_input(form, field).run(());
    });
    view! {
        <TextField
            id=field.id()
            label=label(field)
            hint=words.domain_hint
            placeholder=EXAMPLE
            value=value
            required=true
            code=true
            note=Signal::derive(move || pasted.get().or_else(|| {
                corrections.with(|all| (!all.is_empty()).then(|| corrections_note(all)))
            }))
            error=form.error(field)
            on_blur=blur
            on_input=input
        />
    }
}
