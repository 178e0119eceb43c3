//! The views of the form's fields: one file for each, in the order of the form.

mod application;
mod client_id;
mod description;
mod generated_key;
mod key_facts;
mod key_file;
mod key_id;
mod okta_domain;
mod private_key;
mod profile_name;

use super::field::{Field, label};
use super::form_state::Form;
use leptos::prelude::*;
use markup::view;

/// Every field. `on_step` is called with the number of the guide's step that a field links to.
pub(crate) fn fields(form: Form, on_step: Callback<u8>) -> AnyView {
    view! {
        {profile_name::field(form)}
        {description::field(form)}
        {application::field(form)}
        {okta_domain::field(form)}
        {client_id::field(form)}
        {private_key::field(form, on_step)}
        {key_id::field(form)}
    }
}

/// The callback for when the user leaves the field.
fn on_blur(form: Form, field: Field) -> Callback<()> {
    Callback::new(move |()| form.field_left(field))
}

/// The callback for when the user types into the field.
fn on_input(form: Form, field: Field) -> Callback<()> {
    Callback::new(move |()| form.field_edited(field))
}
