//! Form field *Private key*: pasted, dropped or chosen as a file. Once read it is hidden, and after it is saved it
//! never comes back.

use super::generated_key::{generate, generated};
use super::key_facts::{card, of_given, of_stored};
use super::key_file::{ChooseFile, OnText, take_drops};
use super::{Field, Form, label};
use crate::pages::connections::focus;
use crate::pages::connections::form::draft::{Draft, KeySource};
use crate::pages::connections::form::smart_paste;
use crate::text::text;
use crate::ui::{self, Button, Callout, FieldText, TextArea, Tone};
use leptos::prelude::*;
use markup::view;
use model::api::GeneratedKey;
use model::connection::KeyView;
use model::field::{KeyFacts, PrivateKey};

/// What the field shows.
#[derive(Clone, PartialEq)]
enum State {
    /// The stored key, which stays.
    Stored(KeyView),
    /// The facts of a key that was entered.
    Given(KeyFacts),
    /// The key pair that the server has generated.
    Generated(GeneratedKey),
    /// The box to enter a key.
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

pub(super) fn field(form: Form, on_step: Callback<u8>) -> AnyView {
    let words = &text().connections.key;
    let state = Memo::new(move |_| form.draft().with(state));
    let unreadable = RwSignal::new(None::<String>);
    let over = RwSignal::new(false);
    let take = Callback::new(move |read: Result<String, &'static str>| take(form, unreadable, read));
    take_drops(over, take);
    let show = move || match state.get() {
        State::Stored(key) => {
            let replace = Callback::new(move |()| {
                form.choose(KeySource::Given);
                focus::soon(Field::PrivateKey.id());
            });
            in_card(form, unreadable, words.stored, of_stored(&key), replace)
        }
        State::Given(facts) => {
            let replace = Callback::new(move |()| {
                form.value(Field::PrivateKey).set(String::new());
                focus::soon(Field::PrivateKey.id());
            });
            in_card(form, unreadable, words.given, of_given(&facts), replace)
        }
        State::Generated(key) => generated(form, &key, on_step),
        State::Asked => asked(form, unreadable, take),
    };
    let needed = Memo::new(move |_| form.draft().with(Draft::needs_key));
    let must_replace =
        move || needed.get().then(|| view! { <Callout tone=Tone::Warning live=true>{words.must_replace}</Callout> });
    view! {
        {must_replace}
        <div class="private-key" class:is-over=move || over.get()>{show}</div>
    }
}

/// Enters the text of a file, or shows why it cannot be read.
fn take(form: Form, unreadable: RwSignal<Option<String>>, read: Result<String, &'static str>) {
    let field = Field::PrivateKey;
    let refuse = |why: &str| drop(unreadable.try_set(Some(why.to_owned())));
    match read {
        Ok(read) if smart_paste::take(form, field, &read) => drop(unreadable.try_set(None)),
        Ok(read) if read.len() > PrivateKey::MAX_BYTES => refuse(text().connections.key.too_large_file),
        Ok(read) => {
            form.value(field).set(read);
            settle(form, unreadable);
        }
        Err(why) => refuse(why),
    }
}

/// A key is pasted, not typed: its errors are shown at once.
fn settle(form: Form, unreadable: RwSignal<Option<String>>) {
    let field = Field::PrivateKey;
    unreadable.set(None);
    form.entered_key();
    form.field_left(field);
    if form.value(field).with_untracked(|typed| PrivateKey::parse(typed).is_ok()) {
        focus::soon(field.id());
    }
}

/// The note at the field.
fn note(form: Form, unreadable: RwSignal<Option<String>>) -> Signal<Option<String>> {
    let pasted = form.note(Field::PrivateKey);
    Signal::derive(move || pasted.get().or_else(|| unreadable.get()))
}

/// The card that hides the key. Its button has the field's id, so that the error summary's link finds it.
fn in_card(
    form: Form,
    unreadable: RwSignal<Option<String>>,
    title: &'static str,
    facts: Vec<AnyView>,
    replace: Callback<()>,
) -> AnyView {
    let field = Field::PrivateKey;
    let words = FieldText {
        id: field.id(),
        label: label(field),
        hint: "",
        required: true,
        error: form.error(field),
        note: note(form, unreadable),
    };
    let button = view! {
        <button
            id=field.id()
            type="button"
            class="button button-secondary button-small"
            // Without this, the field's label would be its name.
            aria-label=text().connections.key.replace
            aria-describedby=move || words.described_by()
            on:click=move |_| replace.run(())
        >
            {text().connections.key.replace}
        </button>
    };
    view! { <ui::Field words=words>{card(title, facts, button)}</ui::Field> }
}

fn asked(form: Form, unreadable: RwSignal<Option<String>>, take: OnText) -> AnyView {
    let words = &text().connections.key;
    let field = Field::PrivateKey;
    let value = form.value(field);
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
        <div class="key-input">
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
                note=note(form, unreadable)
                on_blur=Callback::new(move |()| form.field_left(field))
                on_input=Callback::new(move |()| settle(form, unreadable))
            />
            <div class="key-input-foot">
                <ChooseFile on_text=take/>
                {generate(form, Callback::new(move |why| unreadable.set(Some(why))))}
                {keeps}
            </div>
        </div>
    }
}
