//! The list of connections, and the panels that create, edit and delete.

mod actions;
mod attempt;
mod choose_columns;
mod columns;
mod conflict;
mod delete;
mod draft;
mod editor;
mod export;
mod field;
mod fields;
mod focus;
mod form;
mod kept;
mod keys;
mod layout;
mod list_state;
mod loaded;
mod lost_answer;
mod panel;
mod panel_host;
mod paste;
mod row_focus;
mod rows;
mod selection;
mod table;
mod verify_now;

pub(crate) use crate::pages::connection::page as connection_page;
pub(super) use columns::status_badge;
pub(super) use delete::DeleteDialog;
pub(super) use list_state::Panel;
pub(super) use panel_host::PanelHost;
pub(super) use verify_now::told as verification_told;

use crate::components::Page;
use crate::dom::{View, view};
use crate::language::live;
use crate::paths;
use crate::reactive::memo;
use crate::router::use_router;
use crate::text::text;
use actions::ActionBar;
use choose_columns::ChooseColumns;
use keys::{Keys, KeysDialog};
use layout::Layout;
use leptos::prelude::*;
use list_state::ListState;
use model::connection::Connection;
use row_focus::RowFocus;
use rows::Rows;
use table::ConnectionTable;
use verify_now::Verifications;

/// `/connections`.
pub(crate) fn list_page() -> View {
    let router = use_router();
    let state = address();
    let go = Callback::new(move |state: ListState| router.go(&path(&state)));
    let amend = Callback::new(move |state: ListState| router.replace(&path(&state)));
    let rows = Rows::load(state);
    let row_focus = RowFocus::of(rows);
    let layout = Layout::remembered();
    let choosing = RwSignal::new(false);
    let verifications = Verifications::new(rows);
    let deleting = RwSignal::new(false);
    let create = NodeRef::new();
    let panel = memo(move || state.with(|state| state.panel.clone()));
    let close = Callback::new(move |()| {
        amend.run(state.with_untracked(|state| state.with_panel(Panel::None)));
    });
    let reopen = Callback::new(move |panel| go.run(state.with_untracked(|state| state.with_panel(panel))));
    let keys = Keys::listen(row_focus, reopen);
    let saved = Callback::new(move |connection: Connection| rows.saved(connection));
    let question = move || {
        deleting.get().then(|| {
            let close = Callback::new(move |()| deleting.set(false));
            let deleted = Callback::new(move |()| {
                deleting.set(false);
                rows.reload_all();
            });
            view! { <DeleteDialog connections=untrack(|| rows.chosen()) on_close=close on_deleted=deleted/> }
        })
    };
    let name = live(|text| text.connections.title);
    let lead: fn() -> &'static str = || text().shell.lead;
    view! {
        <Page title=live(|text| text.shell.app_management) lead=lead>
            <section class="connections" aria-label=move || name.get()>
                <ActionBar state=state rows=rows go=go amend=amend deleting=deleting verifications=verifications choosing=choosing keys=keys create=create/>
                <ConnectionTable state=state rows=rows row_focus=row_focus layout=layout go=go create=create/>
            </section>
            <PanelHost panel=panel close=close reopen=reopen on_saved=saved on_unsure=Callback::new(move |()| rows.reload_all())/>
            {question}
            {move || choosing.get().then(|| {
                view! { <ChooseColumns layout=layout on_close=Callback::new(move |()| choosing.set(false))/> }
            })}
            {move || keys.open.get().then(|| view! { <KeysDialog keys=keys/> })}
        </Page>
    }
}

/// What the address says of the list.
fn address() -> Memo<ListState> {
    const NAMES: [&str; 5] = ["q", "status", "sort", "panel", "id"];
    let router = use_router();
    let values = NAMES.map(|name| (name, router.query(name)));
    memo(move || ListState::read(&|name| values.iter().find(|(its, _)| *its == name).map(|(_, value)| value.get())))
}

fn path(state: &ListState) -> String {
    [paths::CONNECTIONS, &state.address()].concat()
}
