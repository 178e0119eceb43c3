//! *Description*.

use super::{Field, Form, label, on_blur, on_input};
use crate::dom::{View, view};
use crate::ui::TextArea;

pub(super) fn field(form: Form) -> View {
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
