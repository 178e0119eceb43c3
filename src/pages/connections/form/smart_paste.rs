//! Smart paste: a text that holds several values, or a value of another field, is distributed to the right fields.

use super::draft::KeySource;
use super::field::{Field, FieldMessage};
use super::form_state::Form;
use crate::pages::connections::focus;
use leptos::prelude::*;
use model::field::Pasted;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlElement};

/// A handler for a paste anywhere in the form.
pub(crate) fn pasted(form: Form, event: &ClipboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let at = target.and_then(|target| Field::all().find(|field| target.id() == field.id()));
    let text = event.clipboard_data().and_then(|data| data.get_data("text").ok());
    if let (Some(at), Some(text)) = (at, text)
        && take(form, at, &text)
    {
        event.prevent_default();
    }
}

/// Distributes the values in a text, and shows a message about that at the field. Gives whether there was any that the
/// field itself would not take.
pub(crate) fn take(form: Form, at: Field, text: &str) -> bool {
    let parts = parts(Pasted::read(text));
    if !is_for_others(at, &parts) {
        return false;
    }
    for (field, value) in &parts {
        form.value(*field).set(value.clone());
        if *field == Field::PrivateKey {
            form.choose(KeySource::Given);
        }
    }
    for (field, _) in &parts {
        form.field_left(*field);
    }
    form.set_message(at, FieldMessage::Pasted(parts.iter().map(|(field, _)| *field).collect()));
    if at == Field::PrivateKey {
        // The key's card may have replaced the control.
        focus::soon(at.id());
    }
    true
}

fn parts(found: Pasted) -> Vec<(Field, String)> {
    let values = [
        (Field::Domain, found.domain.map(|domain| domain.to_string())),
        (Field::ClientId, found.client_id.map(|id| id.as_str().to_owned())),
        (Field::PrivateKey, found.private_key.map(|key| key.expose().clone())),
        (Field::KeyId, found.key_id.map(|id| id.as_str().to_owned())),
    ];
    values.into_iter().filter_map(|(field, value)| Some((field, value?))).collect()
}

/// Name and description accept any text: a single address stays where it was pasted, but never a private key.
fn is_for_others(at: Field, parts: &[(Field, String)]) -> bool {
    let has = |field| parts.iter().any(|(its, _)| *its == field);
    match at {
        Field::Name | Field::Description => parts.len() > 1 || has(Field::PrivateKey),
        _ => parts.iter().any(|(field, _)| *field != at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_is_taken_apart_where_the_field_itself_would_not_take_it() {
        use Field::{ClientId, Description, Domain, KeyId, Name, PrivateKey};
        for (at, parts, expected) in [
            (Domain, &[Domain][..], false),
            (Domain, &[Domain, ClientId], true),
            (Domain, &[ClientId], true),
            (ClientId, &[Domain], true),
            (PrivateKey, &[PrivateKey], false),
            (PrivateKey, &[PrivateKey, KeyId], true),
            (KeyId, &[], false),
            (Name, &[Domain], false),
            (Name, &[PrivateKey], true),
            (Description, &[ClientId], false),
            (Description, &[Domain, ClientId], true),
        ] {
            let parts: Vec<_> = parts.iter().map(|field| (*field, String::new())).collect();
            assert_eq!(is_for_others(at, &parts), expected, "{at:?} {parts:?}");
        }
    }
}
