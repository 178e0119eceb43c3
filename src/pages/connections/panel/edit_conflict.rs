//! Edit conflicts: somebody else has saved meanwhile. Shows both versions, with a choice for each field.

use super::editor::Editor;
use crate::pages::connections::focus;
use crate::pages::connections::form::draft::{Difference, KeySource};
use crate::pages::connections::form::field::{Field, label};
use crate::text::text;
use crate::ui::{Button, ButtonKind, Callout, Tone};
use leptos::prelude::*;
use markup::view;
use model::connection::Connection;

/// The version that the user has chosen for each field. By default it is the one that was changed; if both were, the
/// user's own. Cheap to copy.
#[derive(Clone, Copy)]
struct Choices(RwSignal<[Option<bool>; Field::COUNT]>);

impl Choices {
    fn is_mine(self, of: &Difference) -> bool {
        self.0.with(|chosen| chosen[of.field as usize].unwrap_or(of.is_mine))
    }

    fn choose(self, field: Field, mine: bool) {
        self.0.update(|chosen| chosen[field as usize] = Some(mine));
    }
}

/// The differences, and what to do. They follow what is typed meanwhile: that is what would be saved.
pub(crate) fn conflict(editor: Editor, theirs: Connection) -> AnyView {
    let words = &text().connections.conflict;
    let explain = words.explain(&theirs.updated_by);
    let theirs = StoredValue::new(theirs);
    let choices = Choices(RwSignal::new([None; Field::COUNT]));
    let differences = Memo::new(move |_| theirs.with_value(|theirs| editor.form.differences(theirs)));
    let table = move || {
        let differences = differences.get();
        if differences.is_empty() {
            return view! { <p>{words.same}</p> };
        }
        view! {
            <table class="conflict-table">
                <thead>
                    <tr>
                        <th scope="col">{words.field}</th>
                        <th scope="col">{words.mine}</th>
                        <th scope="col">{words.theirs}</th>
                    </tr>
                </thead>
                <tbody>{differences.into_iter().map(|of| row(of, choices)).collect::<Vec<_>>()}</tbody>
            </table>
        }
    };
    let load = Callback::new(move |()| {
        theirs.with_value(|theirs| editor.edit(theirs));
        focus::now(Field::Name.id());
    });
    let save = Callback::new(move |()| {
        let differences = differences.get_untracked();
        // A key that was typed while the stored one is unchanged is no conflict, and stays.
        let is_open = differences.iter().any(|of| of.field == Field::PrivateKey);
        let own_key = editor.form.draft().with_untracked(|draft| draft.key_source() != KeySource::Stored);
        let is_mine = |of: &&Difference| untrack(|| choices.is_mine(of));
        let mut mine: Vec<_> = differences.iter().filter(is_mine).map(|of| of.field).collect();
        if own_key && !is_open {
            mine.push(Field::PrivateKey);
        }
        theirs.with_value(|theirs| editor.resolve_conflict(theirs, &mine));
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

fn row(of: Difference, choices: Choices) -> AnyView {
    let words = &text().connections.conflict;
    let field = of.field;
    let mine = StoredValue::new(of.clone());
    let own = if of.field == Field::PrivateKey { words.new_key } else { words.nothing };
    let value = |value: String, empty: &str| if value.is_empty() { empty.to_owned() } else { value };
    let cell = move |is_mine: bool, head: &'static str, value: String| {
        let name = text().connections.conflict.choice(label(field), head, &value);
        view! {
            <td>
                <label class="conflict-choice">
                    <input
                        type="radio"
                        name=["conflict-", field.id()].concat()
                        aria-label=name
                        prop:checked=move || choices.is_mine(&mine.get_value()) == is_mine
                        on:change=move |_| choices.choose(field, is_mine)
                    />
                    <span>{value}</span>
                </label>
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">{label(field)}</th>
            {cell(true, words.mine, value(of.mine, own))}
            {cell(false, words.theirs, value(of.theirs, words.nothing))}
        </tr>
    }
}
