//! Form field *Profile name*.

use super::{Field, Form, label, on_blur, on_input};
use crate::ui::TextField;
use leptos::prelude::*;
use markup::view;

pub(super) fn field(form: Form) -> AnyView {
    let field = Field::Name;
    view! {
        <TextField
            id=field.id()
            label=label(field)
            value=form.value(field)
            required=true
            note=form.note(field)
            error=form.error(field)
            on_blur=on_blur(form, field)
            on_input=on_input(form, field)
        />
    }
}
