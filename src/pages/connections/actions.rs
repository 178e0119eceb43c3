//! The action bar: what can be done with the list, search, filter.

use super::list_state::{ListState, Panel};
use super::rows::Rows;
use super::verify_now;
use crate::dom::view;
use crate::reactive::memo;
use crate::session::use_session;
use crate::text::text;
use crate::ui::{Button, ButtonKind, Icon, SearchField, Select};
use leptos::html;
use leptos::prelude::*;
use model::connection::Status;
use model::permission::Permission;

/// The bar. `go` changes what the address says of the list; `deleting` opens the question.
#[component]
pub(crate) fn ActionBar(
    state: Memo<ListState>,
    rows: Rows,
    go: Callback<ListState>,
    deleting: RwSignal<bool>,
    /// The Create button.
    create: NodeRef<html::Button>,
) -> impl IntoView {
    let words = &text().connections.actions;
    let session = use_session();
    let may = memo(move || session.may(Permission::Manage));
    let count = memo(move || rows.selected.with(Vec::len));
    let unless = move |enough: fn(usize) -> bool, why: &'static str| {
        Signal::derive(move || match (may.get(), enough(count.get())) {
            (false, _) => Some(words.viewer.to_owned()),
            (true, false) => Some(why.to_owned()),
            (true, true) => None,
        })
    };
    let open = move |panel| go.run(state.with_untracked(|state| state.with_panel(panel)));
    let edit = Callback::new(move |()| {
        if let Some(id) = rows.selected.with_untracked(|selected| selected.first().cloned()) {
            open(Panel::Edit(id));
        }
    });
    let verifying = Signal::derive(move || rows.verifying.with(|ids| !ids.is_empty()));
    let verify = verify_now::action(rows);
    let search = Callback::new(move |q: String| {
        let q = q.trim().to_owned();
        if state.with_untracked(|state| state.q != q) {
            go.run(state.with_untracked(|state| ListState { q, ..state.clone() }));
        }
    });
    let filter = Callback::new(move |name: String| {
        go.run(state.with_untracked(|state| ListState { status: Status::from_name(&name), ..state.clone() }));
    });
    let statuses = std::iter::once(("", words.every_status))
        .chain(Status::ALL.into_iter().map(|status| (status.name(), (text().connections.status)(status))));
    let total = move || rows.total().map(words.total).unwrap_or_default();
    let selected = move || Some(count.get()).filter(|count| *count > 0).map(words.selected).unwrap_or_default();
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
                    on_click=verify
                >
                    {words.verify}
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
        </div>
    }
}
