//! Form field *Okta domain*: corrects what it can, and shows the correction.

use super::{Field, Form, label, on_input};
use crate::text::{mends, text};
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
    let (mended, pasted) = (form.mended(), form.note(field));
    let blur = Callback::new(move |()| {
        if let Ok(parsed) = value.with_untracked(|typed| OktaDomain::parse(typed)) {
            let canonical = parsed.value.to_string();
            if value.with_untracked(|typed| *typed != canonical) {
                value.set(canonical);
            }
            if !parsed.mended.is_empty() {
                mended.set(parsed.mended);
            }
        }
        form.left(field);
    });
    let input = Callback::new(move |()| {
        mended.set(Vec::new());
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
            note=Signal::derive(move || pasted.get().or_else(|| mended.with(|all| (!all.is_empty()).then(|| mends(all)))))
            error=form.error(field)
            on_blur=blur
            on_input=input
        />
    }
}
