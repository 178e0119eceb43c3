//! *Private key*: pasted, dropped or chosen; out of sight as soon as it is read, and never back after it is saved.

use super::generated_key::{generate, generated};
use super::key_facts::{card, of_given, of_stored};
use super::key_file::{ChooseFile, dropped};
use super::{Field, Form, label};
use crate::dom::{View, view};
use crate::pages::connections::draft::{Draft, KeySource};
use crate::pages::connections::{focus, paste};
use crate::reactive::memo;
use crate::text::text;
use crate::ui::{self, Button, Callout, FieldText, TextArea, Tone};
use leptos::prelude::*;
use model::api::GeneratedKey;
use model::connection::KeyView;
use model::field::{KeyFacts, PrivateKey};
use web_sys::DragEvent;

/// What stands in the field's place.
#[derive(Clone, PartialEq)]
enum State {
    /// The stored key, which stays.
    Stored(KeyView),
    /// A key that was read.
    Given(KeyFacts),
    /// A key that the server has made.
    Generated(GeneratedKey),
    /// A place to put one.
    Asked,
}

fn state(draft: &Draft) -> State {
    match (draft.key_source(), draft.stored_key(), draft.generated_key()) {
        (KeySource::Stored, Some(key), _) => State::Stored(key.clone()),
        (KeySource::Generated, _, Some(key)) => State::Generated(key.clone()),
        _ => match PrivateKey::parse(draft.get(Field::PrivateKey)) {
            Ok(key) => State::Given(key.facts().clone()),
            Err(_) => State::Asked,
        },
    }
}

pub(super) fn field(form: Form, on_step: Callback<u8>) -> View {
    let words = &text().connections.key;
    let state = memo(move || form.draft().with(state));
    let show = move || match state.get() {
        State::Stored(key) => {
            let replace = Callback::new(move |()| {
                form.choose(KeySource::Given);
                focus::soon(Field::PrivateKey.id());
            });
            in_card(form, words.stored, of_stored(&key), replace)
        }
        State::Given(facts) => {
            let replace = Callback::new(move |()| {
                form.value(Field::PrivateKey).set(String::new());
                focus::soon(Field::PrivateKey.id());
            });
            in_card(form, words.given, of_given(&facts), replace)
        }
        State::Generated(key) => generated(form, &key, on_step),
        State::Asked => asked(form),
    };
    let needed = memo(move || form.draft().with(Draft::needs_key));
    let must_replace =
        move || needed.get().then(|| view! { <Callout tone=Tone::Warning live=true>{words.must_replace}</Callout> });
    view! {
        {must_replace}
        <div class="private-key">{show}</div>
    }
}

/// The card that hides the key. Its button has the field's id, so that the error summary's link finds it.
fn in_card(form: Form, title: &'static str, facts: Vec<View>, replace: Callback<()>) -> View {
    let field = Field::PrivateKey;
    let words = FieldText {
        id: field.id(),
        label: label(field),
        hint: "",
        required: true,
        error: form.error(field),
        note: form.note(field),
    };
    let button = view! {
        <button
            id=field.id()
            type="button"
            class="button button-secondary button-small"
            // Or else the field's label would be its name.
            aria-label=text().connections.key.replace
            aria-describedby=move || words.described_by()
            on:click=move |_| replace.run(())
        >
            {text().connections.key.replace}
        </button>
    };
    view! { <ui::Field words=words>{card(title, facts, button)}</ui::Field> }
}

fn asked(form: Form) -> View {
    let words = &text().connections.key;
    let field = Field::PrivateKey;
    let value = form.value(field);
    let (over, unreadable) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let pasted = form.note(field);
    // A key is pasted, not typed: what is wrong with it is said at once.
    let settle = Callback::new(move |()| {
        unreadable.set(None);
        form.left(field);
        if value.with_untracked(|typed| PrivateKey::parse(typed).is_ok()) {
            focus::soon(field.id());
        }
    });
    let take = Callback::new(move |read: Option<String>| match read {
        Some(read) if paste::take(form, field, &read) => {}
        Some(read) => {
            value.set(read);
            settle.run(());
        }
        None => unreadable.set(Some(words.unreadable.to_owned())),
    });
    let keeps = move || {
        let can_keep = form.draft().with(|draft| draft.stored_key().is_some() && !draft.needs_key());
        can_keep.then(|| {
            let keep = Callback::new(move |()| {
                value.set(String::new());
                form.choose(KeySource::Stored);
                focus::soon(field.id());
            });
            view! { <Button small=true on_click=keep>{words.keep}</Button> }
        })
    };
    view! {
        <div
            class="key-input"
            class:is-over=move || over.get()
            on:dragover=move |event: DragEvent| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event: DragEvent| {
                over.set(false);
                dropped(&event, take);
            }
        >
            <TextArea
                id=field.id()
                label=label(field)
                hint=words.hint
                placeholder=words.placeholder
                value=value
                rows=4
                required=true
                code=true
                error=form.error(field)
                note=Signal::derive(move || pasted.get().or_else(|| unreadable.get()))
                on_blur=Callback::new(move |()| form.left(field))
                on_input=settle
            />
            <div class="key-input-foot">
                <ChooseFile on_text=take/>
                {generate(form, Callback::new(move |why| unreadable.set(Some(why))))}
                {keeps}
            </div>
        </div>
    }
}
