//! The table, and what is there in its place.

use super::columns::{Column, columns};
use super::focus;
use super::list_state::{ListState, PAGE_SIZES, Panel};
use super::rows::Rows;
use crate::components::{EmptyState, ErrorState, Pagination, SortHeader, explain};
use crate::dom::{Child, View, each, part, view};
use crate::reactive::memo;
use crate::session::use_session;
use crate::text::text;
use crate::ui::{Button, ButtonKind, Callout, Checkbox, Icon, Select, Skeleton, Tone};
use leptos::html;
use leptos::prelude::*;
use model::api::Sort;
use model::connection::Connection;
use model::permission::Permission;

/// How many rows stand for those that have not come yet.
const SKELETON_ROWS: usize = 6;

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
    let shows = memo(move || match (rows.page.with(Option::is_some), rows.error.with(Option::is_some)) {
        (false, true) => Shows::Failure,
        (false, false) => Shows::Waiting,
        (true, _) if !rows.items().is_empty() => Shows::Rows,
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
    let error = rows.error.get().filter(|_| rows.page.with(Option::is_some))?;
    let callout = view! {
        <Callout tone=Tone::Warning title=text().connections.list.stale.to_owned() live=true>
            <p>{explain(&error)}</p>
            <div class="callout-actions"><Button small=true on_click=retry>{text().common.retry}</Button></div>
        </Callout>
    };
    Some(callout.child())
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
    let body = if waiting { skeleton() } else { body(rows) };
    view! {
        <div class="table-wrap" class:is-busy=move || rows.busy.get() && !waiting aria-busy=move || rows.busy.get().to_string()>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col" class="cell-check">{select_page(rows)}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        {(!waiting).then(|| foot(state, rows, go))}
    }
}

fn select_page(rows: Rows) -> View {
    let selected = memo(move || rows.selected.with(Vec::len));
    let all = memo(move || rows.items().len());
    view! {
        <Checkbox
            label=text().connections.list.select_page
            hide_label=true
            checked=Signal::derive(move || selected.get() > 0 && selected.get() == all.get())
            indeterminate=Signal::derive(move || selected.get() > 0 && selected.get() < all.get())
            on_change=Callback::new(move |on| rows.select_all(on))
        />
    }
}

fn body(rows: Rows) -> View {
    // A row is made anew when what it shows has changed.
    let key = |row: &Connection| {
        let verified = row.verified_at.as_deref().unwrap_or_default();
        [&row.id, &row.version.to_string(), (text().connections.status)(row.status), verified].join(" ")
    };
    each(move || rows.items(), key, move |row| show(rows, &row))
}

fn show(rows: Rows, row: &Connection) -> View {
    let id = StoredValue::new(row.id.clone());
    let is_in =
        move |ids: RwSignal<Vec<String>>| Signal::derive(move || id.with_value(|id| ids.with(|ids| ids.contains(id))));
    let (selected, verifying) = (is_in(rows.selected), is_in(rows.verifying));
    let cell = |Column { label, class, cell, .. }: Column| {
        view! { <td class=class data-label=label>{cell(row, verifying)}</td> }
    };
    view! {
        <tr class:is-selected=move || selected.get() class:is-fresh=move || id.with_value(|id| rows.is_fresh(id))>
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
    let row = |at: usize| {
        let cells = columns().into_iter().enumerate().map(move |(column, Column { class, .. })| {
            let width = u8::try_from(45 + (at * 17 + column * 23) % 45).unwrap_or(60);
            view! { <td class=class><Skeleton width=width/></td> }
        });
        view! { <tr aria-hidden="true"><td class="cell-check"></td>{cells.collect::<Vec<_>>()}</tr> }
    };
    (0..SKELETON_ROWS).map(row).collect::<Vec<_>>().child()
}

fn foot(state: Memo<ListState>, rows: Rows, go: Callback<ListState>) -> View {
    let window = memo(move || {
        let size = state.with(|state| state.size);
        rows.page.with(|page| {
            let page = page.as_ref()?;
            rows.pages.with(|pages| pages.window(size, page.items.len(), page.total))
        })
    });
    let next = memo(move || rows.page.with(|page| page.as_ref().and_then(|page| page.next_cursor.clone())));
    let turn = move |change: &dyn Fn(&mut super::page_window::Pages)| {
        rows.selected.set(Vec::new());
        rows.pages.update(change);
    };
    let forward = Callback::new(move |()| {
        if let Some(cursor) = next.get_untracked() {
            turn(&|pages| pages.forward(cursor.clone()));
        }
    });
    let back = Callback::new(move |()| turn(&super::page_window::Pages::back));
    let sizes = [(PAGE_SIZES[0], "25"), (PAGE_SIZES[1], "50"), (PAGE_SIZES[2], "100")];
    let resize = Callback::new(move |chosen: String| {
        if let Some((size, _)) = sizes.into_iter().find(|(_, name)| *name == chosen) {
            go.run(state.with_untracked(|state| ListState { size, ..state.clone() }));
        }
    });
    let of = move |part: fn(super::page_window::Window) -> u64| Signal::derive(move || window.get().map_or(0, part));
    view! {
        <div class="table-foot">
            <label class="table-size">
                <span>{text().table.per_page}</span>
                <Select
                    id="page-size"
                    label=text().table.per_page
                    bare=true
                    value=Signal::derive(move || state.with(|state| state.size.to_string()))
                    options=sizes.map(|(_, name)| (name, name)).to_vec()
                    on_change=resize
                />
            </label>
            <Pagination
                first=of(|window| window.first)
                last=of(|window| window.last)
                total=of(|window| window.total)
                has_next=Signal::derive(move || next.with(Option::is_some))
                on_previous=back
                on_next=forward
            />
        </div>
    }
}
