//! The table, and what is there in its place.

use super::columns::{Column, columns};
use super::focus;
use super::list_state::{ListState, Panel};
use super::loaded::Placed;
use super::rows::Rows;
use crate::components::{EmptyState, ErrorState, SortHeader, explain, windowed};
use crate::dom::{Child, View, each, part, view};
use crate::reactive::memo;
use crate::session::use_session;
use crate::text::text;
use crate::ui::{Button, ButtonKind, Callout, Checkbox, Icon, Skeleton, Tone};
use leptos::html;
use leptos::prelude::*;
use model::api::Sort;
use model::permission::Permission;
use std::ops::Range;

/// The rows that stand for those that have not come yet, and how wide their bars are.
const SKELETON_ROWS: [u8; 6] = [92, 84, 96, 78, 88, 81];

#[derive(Clone, Copy, PartialEq)]
enum Shows {
    Waiting,
    Failure,
    Empty,
    NothingFound,
    Rows,
}

/// The list. `go` changes what the address says of it.
#[component]
pub(crate) fn ConnectionTable(
    state: Memo<ListState>,
    rows: Rows,
    go: Callback<ListState>,
    /// The Create button of the action bar.
    create: NodeRef<html::Button>,
) -> impl IntoView {
    let shows = memo(move || match (rows.total().is_some(), rows.error.with(Option::is_some)) {
        (false, true) => Shows::Failure,
        (false, false) => Shows::Waiting,
        (true, _) if rows.count() > 0 => Shows::Rows,
        (true, _) if state.with(ListState::is_narrowed) => Shows::NothingFound,
        (true, _) => Shows::Empty,
    });
    let retry = Callback::new(move |()| rows.reload());
    let clear = Callback::new(move |()| {
        focus::now("search");
        go.run(state.with_untracked(|state| ListState { q: String::new(), status: None, ..state.clone() }));
    });
    let words = &text().connections.list;
    view! {
        {part(move || stale(rows, retry))}
        {part(move || match shows.get() {
            Shows::Failure => rows.error.get().map(|error| view! { <ErrorState error=error on_retry=retry/> }).child(),
            Shows::Empty => empty(state, go, create),
            Shows::NothingFound => view! {
                <EmptyState icon=Icon::Search title=words.none_title text=words.none>
                    <Button on_click=clear>{words.clear}</Button>
                </EmptyState>
            },
            Shows::Waiting => table(state, rows, go, true),
            Shows::Rows => table(state, rows, go, false),
        })}
    }
}

/// Old rows stay when new ones do not come, and say so.
fn stale(rows: Rows, retry: Callback<()>) -> Option<View> {
    let error = rows.error.get().filter(|_| rows.total().is_some())?;
    let callout = view! {
        <Callout tone=Tone::Warning title=text().connections.list.stale.to_owned() live=true>
            <p>{explain(&error)}</p>
            <div class="callout-actions"><Button small=true on_click=retry>{text().common.retry}</Button></div>
        </Callout>
    };
    Some(callout)
}

fn empty(state: Memo<ListState>, go: Callback<ListState>, stays: NodeRef<html::Button>) -> View {
    let words = &text().connections;
    let session = use_session();
    let create = Callback::new(move |()| {
        // This button goes when there is a first row; focus will return to one that stays.
        if let Some(stays) = stays.get_untracked() {
            let _ = stays.focus();
        }
        go.run(state.with_untracked(|state| state.with_panel(Panel::Create)));
    });
    let button = move || {
        session.may(Permission::Manage).then(|| {
            view! { <Button kind=ButtonKind::Primary icon=Icon::Plus on_click=create>{words.panel.create}</Button> }
        })
    };
    view! {
        <EmptyState icon=Icon::Link title=words.list.empty_title text=words.list.empty>{button}</EmptyState>
    }
}

fn table(state: Memo<ListState>, rows: Rows, go: Callback<ListState>, waiting: bool) -> View {
    let sort = Signal::derive(move || state.with(|state| state.sort));
    let on_sort = Callback::new(move |sort: Sort| {
        go.run(state.with_untracked(|state| ListState { sort, ..state.clone() }));
    });
    let heads = columns().into_iter().map(|column| match column.sort {
        Some(by) => {
            view! { <SortHeader label=column.label column=by sort=sort on_sort=on_sort class=column.class/> }
        }
        None => view! { <th scope="col" class=column.class>{column.label}</th> },
    });
    let heads: Vec<_> = heads.collect();
    let table = NodeRef::<html::Table>::new();
    let body = if waiting {
        view! { <tbody>{skeleton()}</tbody> }
    } else {
        body(rows, table)
    };
    view! {
        <div class="table-wrap" class:is-busy=move || rows.busy.get() && !waiting aria-busy=move || rows.busy.get().to_string()>
            <table node_ref=table class="table" aria-rowcount=move || rows.total().map(|total| (total + 1).to_string())>
                <thead>
                    <tr aria-rowindex="1">
                        <th scope="col" class="cell-check">{select_all(rows)}</th>
                        {heads}
                    </tr>
                </thead>
                {body}
            </table>
        </div>
        {(!waiting).then(|| more(rows))}
    }
}

fn select_all(rows: Rows) -> View {
    let selected = memo(move || rows.selected.with(Vec::len));
    let all = memo(move || rows.count());
    view! {
        <Checkbox
            label=text().connections.list.select_all
            hide_label=true
            checked=Signal::derive(move || selected.get() > 0 && selected.get() == all.get())
            indeterminate=Signal::derive(move || selected.get() > 0 && selected.get() < all.get())
            on_change=Callback::new(move |on| rows.select_all(on))
        />
    }
}

fn body(rows: Rows, table: NodeRef<html::Table>) -> View {
    // A row is made anew when what it shows has changed.
    let key = |(at, row): &Placed| {
        let verified = row.verified_at.as_deref().unwrap_or_default();
        [&at.to_string(), &row.id, &row.version.to_string(), (text().connections.status)(row.status), verified]
            .join(" ")
    };
    let near_end = Callback::new(move |()| {
        // After an error only who asks for more gets more.
        if rows.error.with_untracked(Option::is_none) {
            rows.extend();
        }
    });
    let some = move |places: Range<usize>| each(move || rows.slice(places.clone()), key, move |row| show(rows, row));
    windowed(table, memo(move || rows.count()), some, near_end)
}

fn show(rows: Rows, (at, row): Placed) -> View {
    let id = StoredValue::new(row.id.clone());
    let is_in =
        move |ids: RwSignal<Vec<String>>| Signal::derive(move || id.with_value(|id| ids.with(|ids| ids.contains(id))));
    let (selected, verifying) = (is_in(rows.selected), is_in(rows.verifying));
    let cell = |Column { label, class, cell, .. }: Column| {
        view! { <td class=class data-label=label>{cell(&row, verifying)}</td> }
    };
    view! {
        <tr
            aria-rowindex=(at + 2).to_string()
            class:is-selected=move || selected.get()
            class:is-fresh=move || id.with_value(|id| rows.is_fresh(id))
        >
            <td class="cell-check">
                <Checkbox
                    label=(text().connections.list.select_row)(&row.name)
                    hide_label=true
                    checked=selected
                    on_change=Callback::new(move |on| id.with_value(|id| rows.select(id, on)))
                />
            </td>
            {columns().into_iter().map(cell).collect::<Vec<_>>()}
        </tr>
    }
}

fn skeleton() -> View {
    let row = |width: u8| {
        view! {
            <tr aria-hidden="true">
                <td class="cell-check"></td>
                <td colspan=columns().len().to_string()><Skeleton width=width/></td>
            </tr>
        }
    };
    SKELETON_ROWS.map(row).into_iter().collect::<Vec<_>>().child()
}

/// Below the last row, while there are more than have come. They come by themselves when this is near the screen.
fn more(rows: Rows) -> View {
    let words = &text().table;
    let load = Callback::new(move |()| rows.extend());
    part(move || {
        rows.has_more().then(|| {
            view! {
                <div class="table-more">
                    <p>{move || (words.some)(rows.count() as u64, rows.total().unwrap_or_default())}</p>
                    <Button small=true busy=rows.extending on_click=load>{words.more}</Button>
                </div>
            }
        })
    })
}
