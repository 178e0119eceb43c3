//! Somebody else has saved meanwhile: both versions, and a choice that loses neither.

use super::editor::Editor;
use super::fields::label;
use crate::dom::{View, view};
use crate::text::text;
use crate::ui::{Button, Callout, Tone};
use leptos::prelude::*;
use model::connection::Connection;

/// What differs, and what to do.
pub(crate) fn conflict(editor: Editor, theirs: Connection) -> View {
    let words = &text().connections.conflict;
    let differences = editor.form.draft().with_untracked(|draft| draft.differences(&theirs));
    let value = |value: String| if value.is_empty() { words.nothing.to_owned() } else { value };
    let rows = differences.into_iter().map(|(field, mine, theirs)| {
        view! {
            <tr>
                <th scope="row">{label(field)}</th>
                <td>{value(mine)}</td>
                <td>{value(theirs)}</td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let table = if rows.is_empty() {
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
                <tbody>{rows}</tbody>
            </table>
        }
    };
    let explain = (words.explain)(&theirs.updated_by);
    let theirs = StoredValue::new(theirs);
    let load = Callback::new(move |()| theirs.with_value(|theirs| editor.edit(theirs)));
    let keep = Callback::new(move |()| theirs.with_value(|theirs| editor.keep_mine(theirs)));
    view! {
        <Callout tone=Tone::Warning title=words.title.to_owned() live=true>
            <p>{explain}</p>
            {table}
            <div class="callout-actions">
                <Button small=true on_click=load>{words.load}</Button>
                <Button small=true on_click=keep>{words.keep}</Button>
            </div>
        </Callout>
    }
}
