//! Form field *Description*.

use super::{Field, Form, label, on_blur, on_input};
use crate::ui::TextArea;
use leptos::prelude::*;
use markup::view;

pub(super) fn field(form: Form) -> AnyView {
    let field = Field::Description;
    view! {
        <TextArea
            id=field.id()
            label=label(field)
            value=form.value(field)
            rows=2
            note=form.note(field)
            error=form.error(field)
            on_blur=on_blur(form, field)
            on_input=on_input(form, field)
        />
    }
}
