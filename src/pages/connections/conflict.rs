//! Somebody else has saved meanwhile: both versions, and for each field a choice between them.

use super::draft::{Difference, KeySource};
use super::editor::Editor;
use super::field::Field;
use super::fields::label;
use crate::dom::{View, view};
use crate::text::text;
use crate::ui::{Button, ButtonKind, Callout, Tone};
use leptos::prelude::*;
use model::connection::Connection;

/// A difference, and whether mine is chosen. At first that is who has changed the field; where both have, mine.
#[derive(Clone)]
struct Choice {
    of: Difference,
    mine: RwSignal<bool>,
}

/// What differs, and what to do.
pub(crate) fn conflict(editor: Editor, theirs: Connection) -> View {
    let words = &text().connections.conflict;
    let differences = untrack(|| editor.form.differences(&theirs)).into_iter();
    let choices: Vec<_> = differences.map(|of| Choice { mine: RwSignal::new(of.is_mine), of }).collect();
    let table = if choices.is_empty() {
        view! { <p>{words.same}</p> }
    } else {
        view! {
            <table class="conflict-table">
                <thead>
                    <tr>
                        <th scope="col">{words.field}</th>
                        <th scope="col">{words.mine}</th>
                        <th scope="col">{words.theirs}</th>
                    </tr>
                </thead>
                <tbody>{choices.iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        }
    };
    let explain = words.explain(&theirs.updated_by);
    let theirs = StoredValue::new(theirs);
    let load = Callback::new(move |()| theirs.with_value(|theirs| editor.edit(theirs)));
    let save = Callback::new(move |()| {
        // A key that is typed although they changed nothing about theirs is no question, and stays.
        let is_open = choices.iter().any(|choice| choice.of.field == Field::PrivateKey);
        let own_key = editor.form.draft().with_untracked(|draft| draft.key_source() != KeySource::Stored);
        let mut mine: Vec<_> =
            choices.iter().filter(|choice| choice.mine.get_untracked()).map(|it| it.of.field).collect();
        if own_key && !is_open {
            mine.push(Field::PrivateKey);
        }
        theirs.with_value(|theirs| editor.settle(theirs, &mine));
    });
    view! {
        <Callout tone=Tone::Warning title=words.title.to_owned() live=true>
            <p>{explain}</p>
            {table}
            <div class="callout-actions">
                <Button kind=ButtonKind::Primary small=true on_click=save>{words.save}</Button>
                <Button small=true on_click=load>{words.load}</Button>
            </div>
        </Callout>
    }
}

fn row(choice: &Choice) -> View {
    let words = &text().connections.conflict;
    let Choice { of, mine } = choice.clone();
    let own = if of.field == Field::PrivateKey { words.new_key } else { words.nothing };
    let value = |value: String, empty: &str| if value.is_empty() { empty.to_owned() } else { value };
    let cell = move |is_mine: bool, head: &'static str, value: String| {
        let name = text().connections.conflict.choice(label(of.field), head, &value);
        view! {
            <td>
                <label class="conflict-choice">
                    <input
                        type="radio"
                        name=["conflict-", of.field.id()].concat()
                        aria-label=name
                        prop:checked=move || mine.get() == is_mine
                        on:change=move |_| mine.set(is_mine)
                    />
                    <span>{value}</span>
                </label>
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">{label(of.field)}</th>
            {cell(true, words.mine, value(of.mine, own))}
            {cell(false, words.theirs, value(of.theirs, words.nothing))}
        </tr>
    }
}
