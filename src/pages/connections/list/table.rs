//! The table of connections, with its empty, error and loading states.

use super::column_layout::Layout;
use super::columns::{COLUMNS, Column, some_columns};
use super::list_state::{Filters, ListState};
use super::loaded_rows::IndexedRow;
use super::measure::Measures;
use super::row_focus::{HEADS, RowFocus};
use super::row_menu::row_menu_button;
use super::row_pointer::RowPointer;
use super::rows::Rows;
use super::scroll_anchor::ScrollAnchor;
use crate::components::{EmptyState, ErrorState, PlainHeader, SortHeader, explain, pixels, slow_notice, virtual_rows};
use crate::language::{self, localized, text_signal};
use crate::pages::connections::focus;
use crate::pages::connections::panel::Panel;
use crate::session::use_session;
use crate::text::text;
use crate::ui::{Button, ButtonKind, Callout, Checkbox, Icon, Skeleton, Tone, is_composing};
use leptos::html;
use leptos::prelude::*;
use markup::view;
use model::api::Sort;
use model::permission::Permission;
use std::ops::Range;
use web_sys::KeyboardEvent;

/// Skeleton rows for the first load, and the widths of their bars.
const SKELETON_ROWS: [u8; 6] = [92, 84, 96, 78, 88, 81];

/// The text below a list that is loaded to its end, from this many rows on.
const END: &str = "list-end";
const LONG: usize = 50;
/// The widths of the columns with checkboxes and menus, in pixels: `.cell-check` and `.cell-menu` in the stylesheet.
const ENDS_WIDTH: i32 = 40 + 48;

/// The state that the table shows. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct TableParts {
    pub(crate) state: Memo<ListState>,
    pub(crate) rows: Rows,
    pub(crate) row_focus: RowFocus,
    pub(crate) pointer: RowPointer,
    pub(crate) anchor: ScrollAnchor,
    pub(crate) layout: Layout,
    pub(crate) measures: Measures,
    /// Changes the list's state in the address.
    pub(crate) go: Callback<ListState>,
    /// Whether the user may change connections: rows then have menus.
    pub(crate) may: Memo<bool>,
}

#[derive(Clone, Copy, PartialEq)]
enum TableContent {
    Waiting,
    Failure,
    Empty,
    NothingFound,
    Rows,
}

/// The list: the table, or what is shown instead.
#[component]
pub(crate) fn ConnectionTable(
    parts: TableParts,
    /// The Create button of the action bar.
    create: NodeRef<html::Button>,
) -> impl IntoView {
    let TableParts { state, rows, go, .. } = parts;
    let shows = Memo::new(move |_| match (rows.total().is_some(), rows.error.with(Option::is_some)) {
        (false, true) => TableContent::Failure,
        // Rows of another search are not shown as its result.
        (true, true) if rows.are_outdated() => TableContent::Failure,
        (false, false) => TableContent::Waiting,
        (true, _) if rows.count() > 0 => TableContent::Rows,
        (true, _) if state.with(ListState::is_narrowed) => TableContent::NothingFound,
        (true, _) => TableContent::Empty,
    });
    let retry = Callback::new(move |()| rows.reload());
    let clear = Callback::new(move |()| {
        focus::now("search");
        go.run(state.with_untracked(|state| ListState {
            q: String::new(),
            filters: Filters::default(),
            ..state.clone()
        }));
    });
    view! {
        {localized(move || stale(rows, retry))}
        {move || rows.busy.get().then(slow_notice)}
        {move || match shows.get() {
            TableContent::Failure => localized(move || {
                rows.error.get().map(|error| view! { <ErrorState error=error on_retry=retry/> })
            }),
            TableContent::Empty => localized(move || empty(state, go, create)),
            TableContent::NothingFound => localized(move || {
                let words = &text().connections.list;
                view! {
                    <EmptyState icon=Icon::Search title=words.none_title text=words.none>
                        <Button on_click=clear>{words.clear}</Button>
                    </EmptyState>
                }
            }),
            TableContent::Waiting => table(parts, true),
            TableContent::Rows => table(parts, false),
        }}
    }
}

/// An error above the old rows, which stay when a reload fails.
fn stale(rows: Rows, retry: Callback<()>) -> Option<AnyView> {
    let error = rows.error.get().filter(|_| rows.total().is_some() && !rows.are_outdated())?;
    let callout = view! {
        <Callout tone=Tone::Warning title=text().connections.list.stale.to_owned() live=true>
            <p>{explain(&error)}</p>
            <div class="callout-actions"><Button small=true on_click=retry>{text().common.retry}</Button></div>
        </Callout>
    };
    Some(callout)
}

fn empty(state: Memo<ListState>, go: Callback<ListState>, stays: NodeRef<html::Button>) -> AnyView {
    let words = &text().connections;
    let session = use_session();
    let create = Callback::new(move |()| {
        // This button disappears with the first row; the focus will return to one that stays.
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

fn table(parts: TableParts, waiting: bool) -> AnyView {
    let TableParts { state, rows, row_focus, pointer, layout, measures, go, may, .. } = parts;
    let sort = Signal::derive(move || state.with(|state| state.sort));
    let on_sort = Callback::new(move |sort: Sort| {
        go.run(state.with_untracked(|state| ListState { sort, ..state.clone() }));
    });
    let head = move |at: usize, column: &'static Column| {
        let (label, by, class) = ((column.label)(text()), column.sort, column.class);
        let width = Signal::derive(move || layout.width(at));
        let on_resize = Callback::new(move |width| layout.resize(at, Some(width)));
        match by {
            Some(by) => view! {
                <SortHeader label=label column=by sort=sort on_sort=on_sort class=class width=width on_resize=on_resize/>
            },
            None => view! { <PlainHeader label=label class=class width=width on_resize=on_resize/> },
        }
    };
    let shown = Memo::new(move |_| layout.shown());
    let heads = localized(move || {
        some_columns(shown.get()).into_iter().map(|(at, column)| head(at, column)).collect::<Vec<_>>()
    });
    let table = NodeRef::<html::Table>::new();
    let body = if waiting {
        view! { <tbody>{skeleton()}</tbody> }
    } else {
        body(parts, shown, table)
    };
    let total = Memo::new(move |_| layout.total().map(|total| total + ENDS_WIDTH));
    let name = text_signal(|text| text.connections.title);
    view! {
        <div
            class="table-wrap"
            class:is-busy=move || rows.busy.get() && !waiting
            class:is-wide=move || total.get().is_some_and(|total| total > measures.width())
            aria-busy=move || rows.busy.get().to_string()
            on:focusin=move |event| row_focus.came(&event)
            on:focusout=move |event| row_focus.left(&event)
            on:keydown=move |event| row_focus.press(&event)
            on:mousedown=move |event| RowPointer::pressed(&event)
            on:click=move |event| pointer.clicked(&event)
        >
            <table
                node_ref=table
                class="table"
                class:is-sized=move || total.get().is_some()
                style:min-inline-size=move || pixels(total.get())
                aria-label=move || name.get()
                aria-rowcount=move || rows.total().map(|total| (total + 1).to_string())
            >
                <thead>
                    <tr aria-rowindex="1">
                        <th scope="col" class="cell-check">{localized(move || select_all(rows))}</th>
                        {heads}
                        {move || may.get().then(|| view! {
                            <th scope="col" class="cell-menu">
                                <span class="visually-hidden">{localized(|| text().connections.list.row_menu_title)}</span>
                            </th>
                        })}
                    </tr>
                </thead>
                {body}
            </table>
        </div>
        {(!waiting).then(|| localized(move || more(rows, row_focus)))}
    }
}

fn select_all(rows: Rows) -> AnyView {
    let selected = Memo::new(move |_| rows.selected_here());
    let all = Memo::new(move |_| rows.count());
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

fn body(parts: TableParts, shown: Memo<usize>, table: NodeRef<html::Table>) -> AnyView {
    let TableParts { rows, row_focus, anchor, .. } = parts;
    // A row is rendered anew when its content has changed.
    let key = |(at, row): &IndexedRow| {
        (*at, row.id.clone(), row.version, row.status.name(), row.verified_at.clone(), language::code())
    };
    let near_end = Callback::new(move |()| {
        // After an error, more is loaded only when the user asks for it.
        if rows.error.with_untracked(Option::is_none) {
            rows.extend();
        }
    });
    let slice = move |places: Range<usize>| {
        language::track();
        rows.slice(places)
    };
    let some = move |places: Range<usize>| {
        view! { <For each=move || slice(places.clone()) key=key children=move |row| show(parts, shown, row)/> }
    };
    let kept = Memo::new(move |_| anchor.place().or_else(|| row_focus.place()));
    let changed = Callback::new(move |()| {
        row_focus.restore();
        anchor.settle();
    });
    virtual_rows(table, Memo::new(move |_| rows.count()), kept, some, near_end, changed)
}

fn show(parts: TableParts, shown: Memo<usize>, (at, row): IndexedRow) -> AnyView {
    let TableParts { rows, pointer, .. } = parts;
    let id = StoredValue::new(row.id.clone());
    let selected = Signal::derive(move || id.with_value(|id| rows.selection.has(id)));
    let verifying = Signal::derive(move || id.with_value(|id| rows.verifications.is_verifying(id)));
    let name = text().connections.list.select_row(&row.name);
    let menu = parts.may.get_untracked().then(|| view! { <td class="cell-menu">{row_menu_button(&row.name)}</td> });
    let cells = move || {
        let cell = |(_, column): (usize, &'static Column)| {
            let label = (column.label)(text());
            view! { <td class=column.class data-label=label>{(column.cell)(&row, verifying)}</td> }
        };
        some_columns(shown.get()).into_iter().map(cell).collect::<Vec<_>>()
    };
    view! {
        <tr
            aria-rowindex=(at + HEADS).to_string()
            class:is-selected=move || selected.get()
            class:is-fresh=move || id.with_value(|id| rows.is_fresh(id))
        >
            <td class="cell-check">
                <Checkbox
                    label=name
                    hide_label=true
                    checked=selected
                    on_change=Callback::new(move |on| rows.select(at, on, pointer.with_shift()))
                />
            </td>
            {cells}
            {menu}
        </tr>
    }
}

fn skeleton() -> AnyView {
    let row = |width: u8| {
        view! {
            <tr aria-hidden="true">
                <td class="cell-check"></td>
                <td colspan=(COLUMNS.len() + 1).to_string()><Skeleton width=width/></td>
            </tr>
        }
    };
    SKELETON_ROWS.map(row).into_iter().collect::<Vec<_>>().into_any()
}

/// Below the last row: loads the next page when it comes near the viewport. If its button has the focus when it
/// disappears, the focus moves to the text that this is all: on a row, a key that was meant for the button would do
/// something else.
fn more(rows: Rows, row_focus: RowFocus) -> AnyView {
    let words = &text().table;
    let here = StoredValue::new(false);
    let button = NodeRef::<html::Button>::new();
    let left = move |_| {
        request_animation_frame(move || {
            if button.try_get_untracked().flatten().is_some_and(|button| button.is_connected()) {
                here.try_set_value(false);
            }
        });
    };
    Effect::new(move |_| {
        if !rows.has_more() && here.get_value() {
            here.set_value(false);
            focus::soon_in_place(END);
        }
    });
    let load = Callback::new(move |()| rows.extend());
    let up = move |event: KeyboardEvent| {
        if event.key() == "ArrowUp" && !is_composing(&event) {
            event.prevent_default();
            row_focus.go(usize::MAX);
        }
    };
    (move || match (rows.has_more(), rows.count() > LONG) {
        (true, _) => view! {
            <div class="table-more" on:focusin=move |_| here.set_value(true) on:focusout=left>
                <p>{move || words.some(rows.count(), rows.total().unwrap_or_default())}</p>
                {move || rows.error.get().map(|error| view! { <p class="table-failure" role="alert">{explain(&error)}</p> })}
                <Button small=true busy=rows.extending on_click=load node_ref=button>{words.more}</Button>
            </div>
        },
        (false, true) => view! {
            <p id=END class="table-more" tabindex="-1" on:keydown=up>{move || words.end(rows.count())}</p>
        },
        (false, false) => ().into_any(),
    }).into_any()
}
