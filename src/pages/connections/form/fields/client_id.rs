//! Form field *Client ID*.

use super::{Field, Form, label, on_input};
use crate::text::{text, warning};
use crate::ui::TextField;
use leptos::prelude::*;
use markup::view;
use model::field::ClientId;

pub(super) fn field(form: Form) -> AnyView {
    let field = Field::ClientId;
    let value = form.value(field);
    let pasted = form.note(field);
    let note = Signal::derive(move || {
        if let Some(note) = pasted.get() {
            return Some(note);
        }
        let id = value.with(|typed| ClientId::parse(typed)).ok()?;
        id.warning().map(warning)
    });
    // Text around the ID is removed as soon as the field is left.
    let blur = Callback::new(move |()| {
        if let Ok(id) = value.with_untracked(|typed| ClientId::parse(typed))
            && value.with_untracked(|typed| typed != id.as_str())
        {
            value.set(id.as_str().to_owned());
        }
        form.field_left(field);
    });
    view! {
        <TextField
            id=field.id()
            label=label(field)
            hint=text().connections.fields.client_id_hint
            value=value
            required=true
            code=true
            note=note
            error=form.error(field)
            on_blur=blur
            on_input=on_input(form, field)
        />
    }
}
