//! Form field *Key ID*: shown only if the key does not contain its own.

use super::{Field, Form, label, on_blur, on_input};
use crate::pages::connections::form::draft::Draft;
use crate::text::text;
use crate::ui::TextField;
use leptos::prelude::*;
use markup::view;

pub(super) fn field(form: Form) -> AnyView {
    let field = Field::KeyId;
    let asked = Memo::new(move |_| form.draft().with(Draft::asks_key_id));
    let show = move || {
        asked.get().then(|| {
            view! {
                <TextField
                    id=field.id()
                    label=label(field)
                    hint=text().connections.fields.key_id_hint
                    value=form.value(field)
                    code=true
                    note=form.note(field)
                    error=form.error(field)
                    on_blur=on_blur(form, field)
                    on_input=on_input(form, field)
                />
            }
        })
    };
    show.into_any()
}
