//! *Okta domain*: mends what can be mended, and says what.

use super::{Field, Form, label, on_input};
use crate::dom::{View, view};
use crate::text::text;
use crate::ui::TextField;
use leptos::prelude::*;
use model::field::OktaDomain;

pub(super) fn field(form: Form) -> View {
    let words = &text().connections.fields;
    let field = Field::Domain;
    let value = form.value(field);
    let (note, pasted) = (RwSignal::new(None::<String>), form.note(field));
    let blur = Callback::new(move |()| {
        if let Ok(parsed) = value.with_untracked(|typed| OktaDomain::parse(typed)) {
            let canonical = parsed.value.to_string();
            if value.with_untracked(|typed| *typed != canonical) {
                value.set(canonical);
            }
            if !parsed.mended.is_empty() {
                let what: Vec<String> = parsed.mended.iter().map(ToString::to_string).collect();
                note.set(Some((words.mended)(&what.join(", "))));
            }
        }
        form.left(field);
    });
    let input = Callback::new(move |()| {
        note.set(None);
        on_input(form, field).run(());
    });
    view! {
        <TextField
            id=field.id()
            label=label(field)
            hint=words.domain_hint
            placeholder=words.domain_example
            value=value
            required=true
            code=true
            note=Signal::derive(move || pasted.get().or_else(|| note.get()))
            error=form.error(field)
            on_blur=blur
            on_input=input
        />
    }
}
