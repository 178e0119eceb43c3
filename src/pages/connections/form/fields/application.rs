//! Form field *Select application*.

use super::{Field, Form, label, on_input};
use crate::ui::Select;
use leptos::prelude::*;
use markup::view;
use model::okta::Application;

pub(super) fn field(form: Form) -> AnyView {
    let field = Field::Application;
    let options = Application::ALL.into_iter().map(|application| (application.id(), application.label())).collect();
    let change = Callback::new(move |id: String| {
        form.value(field).set(id);
        on_input(form, field).run(());
    });
    view! {
        <Select
            id=field.id()
            label=label(field)
            value=form.value(field)
            options=options
            required=true
            error=form.error(field)
            on_change=change
        />
    }
}
