//! The action bar: what can be done with the list, search, filter.

use super::keys::Keys;
use super::list_state::{ListState, Panel};
use super::rows::Rows;
use super::verify_now::Verifications;
use super::{export, selection};
use crate::components::Progress;
use crate::dom::{View, part, view};
use crate::language::localized;
use crate::reactive::memo;
use crate::session::use_session;
use crate::text::text;
use crate::ui::{Button, ButtonKind, Icon, IconButton, SearchField, Select};
use leptos::html;
use leptos::prelude::*;
use model::connection::Status;
use model::permission::Permission;
use std::collections::HashSet;

/// The bar. `go` changes what the address says of the list, `amend` does so in place of what it said; `deleting` opens the question.
#[component]
pub(crate) fn ActionBar(
    state: Memo<ListState>,
    rows: Rows,
    go: Callback<ListState>,
    amend: Callback<ListState>,
    deleting: RwSignal<bool>,
    verifications: Verifications,
    /// Opens the dialog that chooses columns.
    choosing: RwSignal<bool>,
    keys: Keys,
    /// The Create button.
    create: NodeRef<html::Button>,
) -> impl IntoView {
    let session = use_session();
    let may = memo(move || session.may(Permission::Manage));
    let count = memo(move || rows.selected.with(HashSet::len));
    let open = move |panel| go.run(state.with_untracked(|state| state.with_panel(panel)));
    let edit = Callback::new(move |()| {
        if let Some(id) = rows.selected.with_untracked(|selected| selected.iter().next().cloned()) {
            open(Panel::Edit(id));
        }
    });
    let verifying = Signal::derive(move || verifications.running());
    let exporting = RwSignal::new(false);
    let export = export::action(state, exporting);
    let search = searching(state, go, amend);
    let filter = Callback::new(move |name: String| {
        go.run(state.with_untracked(|state| ListState { status: Status::from_name(&name), ..state.clone() }));
    });
    let bar = move || {
        let words = &text().connections.actions;
        let unless = move |enough: fn(usize) -> bool, why: &'static str| {
            Signal::derive(move || match (may.get(), enough(count.get())) {
                (false, _) => Some(words.viewer.to_owned()),
                (true, false) => Some(why.to_owned()),
                (true, true) => None,
            })
        };
        let statuses = std::iter::once(("", words.every_status))
            .chain(Status::ALL.into_iter().map(|status| (status.name(), text().status(status))));
        let nothing = Signal::derive(move || (rows.total() == Some(0)).then(|| words.nothing.to_owned()));
        let total = move || rows.total().map(|total| words.total(total)).unwrap_or_default();
        let selected =
            move || Some(count.get()).filter(|count| *count > 0).map(|count| words.selected(count)).unwrap_or_default();
        view! {
        <div class="action-bar" role="group" aria-label=words.bar>
            <div class="action-buttons">
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
                    disabled_reason=unless(|count| count > 0, words.select_some)
                    on_click=Callback::new(move |()| deleting.set(true))
                >
                    {words.delete}
                </Button>
                <Button
                    icon=Icon::Refresh
                    busy=verifying
                    disabled_reason=unless(|count| count > 0, words.select_some)
                    on_click=verifications.start
                >
                    {words.verify}
                </Button>
                <Button icon=Icon::Download busy=exporting disabled_reason=nothing on_click=export>
                    {words.export}
                </Button>
            </div>
            <div class="action-filters">
                <SearchField
                    id="search"
                    label=words.search
                    value=Signal::derive(move || state.with(|state| state.q.clone()))
                    on_search=search
                />
                <Select
                    id="status-filter"
                    label=words.filter
                    bare=true
                    value=Signal::derive(move || state.with(|state| state.status.map_or("", Status::name).to_owned()))
                    options=statuses.collect()
                    on_change=filter
                />
            </div>
            <p class="action-count" role="status">
                <span>{total}</span>
                <span class="action-selected">{selected}</span>
            </p>
            {part(move || (!may.get()).then(|| view! { <p class="action-note">{words.read_only}</p> }))}
            {tools(choosing, keys)}
            {selection::offer(rows)}
            {part(move || (verifications.of.get() > 1).then(|| verifying_many(verifications)))}
        </div>
        }
    };
    localized(bar)
}

fn verifying_many(verifications: Verifications) -> View {
    view! {
        <Progress
            label=text().connections.list.verifying
            done=verifications.done
            of=verifications.of
            on_stop=verifications.stop
        />
    }
}

/// Searches as somebody types.
fn searching(state: Memo<ListState>, go: Callback<ListState>, amend: Callback<ListState>) -> Callback<(String, bool)> {
    // While somebody types, the address changes in its place: Back leads to what was before, not through every word.
    let typed = StoredValue::new(None::<ListState>);
    Callback::new(move |(q, settled): (String, bool)| {
        let before = state.get_untracked();
        let now = ListState { q: q.trim().to_owned(), ..before.clone() };
        if now != before {
            let amends = typed.with_value(|typed| typed.as_ref() == Some(&before));
            typed.set_value(Some(now.clone()));
            if amends { amend.run(now) } else { go.run(now) }
        }
        if settled {
            typed.set_value(None);
        }
    })
}

fn tools(choosing: RwSignal<bool>, keys: Keys) -> View {
    let words = &text().connections;
    let open = |dialog: RwSignal<bool>| Callback::new(move |()| dialog.set(true));
    view! {
        <div class="action-tools">
            <IconButton icon=Icon::Columns label=words.choose_columns.title on_click=open(choosing)/>
            <IconButton icon=Icon::Keyboard label=words.keys.title on_click=open(keys.open)/>
        </div>
    }
}
