//! Action bar (toolbar): bulk actions, search and filters of the list.

use super::background_verification::progress;
use super::export;
use super::filters::filters;
use super::list_state::ListState;
use super::rows::Rows;
use super::search::{search_message, searching};
use super::select_all;
use super::selection::ConnectionRef;
use super::shortcuts::Keys;
use crate::language::localized;
use crate::pages::connections::panel::Panel;
use crate::text::text;
use crate::ui::{Button, ButtonKind, Icon, IconButton, SearchField};
use leptos::html;
use leptos::prelude::*;
use markup::view;

/// The bar. `go` changes the list's state in the address, `amend` does so in place of the current history entry;
/// `delete` opens the confirmation.
#[component]
pub(crate) fn ActionBar(
    state: Memo<ListState>,
    rows: Rows,
    go: Callback<ListState>,
    amend: Callback<ListState>,
    delete: Callback<Vec<ConnectionRef>>,
    /// Whether the user may change connections.
    may: Memo<bool>,
    /// Opens the dialog that chooses columns.
    choosing: RwSignal<bool>,
    keys: Keys,
    /// The Create button.
    create: NodeRef<html::Button>,
) -> impl IntoView {
    let refused = RwSignal::new(None);
    let search = searching(state, go, amend, refused);
    let exporting = RwSignal::new(false);
    let selection = rows.selection;
    let count = Memo::new(move |_| selection.count());
    let bar = move || {
        let words = &text().connections.actions;
        let total = move || rows.total().map(|total| words.total(total)).unwrap_or_default();
        let selected =
            move || Some(count.get()).filter(|count| *count > 0).map(|count| words.selected(count)).unwrap_or_default();
        let verifications = rows.verifications;
        view! {
        <div class="action-bar" role="group" aria-label=words.bar>
            {buttons(state, rows, go, delete, may, exporting, create)}
            <div class="action-filters">
                <SearchField
                    id="search"
                    label=words.search
                    value=Signal::derive(move || state.with(|state| state.q.clone()))
                    on_search=search
                    error=Signal::derive(move || refused.get().map(search_message))
                />
                {filters(state, go)}
            </div>
            <div class="action-line">
                <p class="action-count" role="status">
                    <span>{total}</span>
                    <span class="action-selected">{selected}</span>
                </p>
                {move || (!may.get()).then(|| view! { <p class="action-note">{words.read_only}</p> })}
                {tools(choosing, keys)}
            </div>
            {select_all::offer(rows)}
            {move || (verifications.of.get() > 1).then(|| progress(verifications))}
        </div>
        }
    };
    view! { <div class="action-frame">{localized(bar)}</div> }
}

fn buttons(
    state: Memo<ListState>,
    rows: Rows,
    go: Callback<ListState>,
    delete: Callback<Vec<ConnectionRef>>,
    may: Memo<bool>,
    exporting: RwSignal<bool>,
    create: NodeRef<html::Button>,
) -> AnyView {
    let words = &text().connections.actions;
    let (selection, verifications) = (rows.selection, rows.verifications);
    let count = Memo::new(move |_| selection.count());
    let unless = move |enough: fn(usize) -> bool, why: &'static str| {
        Signal::derive(move || match (may.get(), enough(count.get())) {
            (false, _) => Some(words.viewer.to_owned()),
            (true, false) => Some(why.to_owned()),
            (true, true) => None,
        })
    };
    let open = move |panel| go.run(state.with_untracked(|state| state.with_panel(panel)));
    let edit = Callback::new(move |()| {
        if let Some(row) = selection.all().into_iter().next() {
            open(Panel::Edit(row.id));
        }
    });
    let nothing =
        Signal::derive(move || (rows.total() == Some(0) && count.get() == 0).then(|| words.nothing.to_owned()));
    let export_label = move || match count.get() {
        0 => words.export.to_owned(),
        count => words.export_some(count),
    };
    let some: fn(usize) -> bool = |count| count > 0;
    view! {
        <div class="action-buttons" class:has-selection=move || count.get() != 0>
            <Button
                kind=ButtonKind::Primary
                icon=Icon::Plus
                disabled_reason=Signal::derive(move || (!may.get()).then(|| words.viewer.to_owned()))
                on_click=Callback::new(move |()| open(Panel::Create))
                node_ref=create
            >
                {words.create}
            </Button>
            <Button icon=Icon::Edit disabled_reason=unless(|count| count == 1, words.select_one) on_click=edit>
                {words.edit}
            </Button>
            <Button
                icon=Icon::Trash
                disabled_reason=unless(some, words.select_some)
                on_click=Callback::new(move |()| delete.run(selection.all()))
            >
                {words.delete}
            </Button>
            <Button
                icon=Icon::Refresh
                busy=Signal::derive(move || verifications.running())
                disabled_reason=unless(some, words.select_some)
                on_click=Callback::new(move |()| verifications.start(selection.all()))
            >
                {words.verify}
            </Button>
            <Button
                icon=Icon::Download
                busy=exporting
                disabled_reason=nothing
                on_click=export::action(state, selection, exporting)
            >
                {export_label}
            </Button>
            {move || (count.get() > 0).then(|| view! {
                <IconButton
                    icon=Icon::Cross
                    label=Signal::derive(move || words.deselect(count.get()))
                    on_click=Callback::new(move |()| deselect(rows))
                />
            })}
        </div>
    }
}

/// The button disappears together with the selection: the focus is moved to the search before.
fn deselect(rows: Rows) {
    crate::pages::connections::focus::now("search");
    rows.selection.clear();
}

fn tools(choosing: RwSignal<bool>, keys: Keys) -> AnyView {
    let words = &text().connections;
    let open = |dialog: RwSignal<bool>| Callback::new(move |()| dialog.set(true));
    view! {
        <div class="action-tools">
            <IconButton icon=Icon::Columns label=words.choose_columns.title on_click=open(choosing)/>
            <IconButton icon=Icon::Keyboard label=words.keys.title on_click=open(keys.open)/>
        </div>
    }
}
