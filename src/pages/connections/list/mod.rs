//! The list of connections.

mod action_bar;
mod background_verification;
mod choose_columns;
mod column_layout;
mod columns;
mod delete;
mod export;
mod filters;
mod list_memory;
pub(super) mod list_state;
mod loaded_rows;
mod measure;
mod row_focus;
mod row_menu;
mod row_pointer;
mod rows;
mod scroll_anchor;
mod search;
mod select_all;
mod selection;
mod shortcuts;
mod table;

pub(crate) use background_verification::outcome_message;
pub(crate) use columns::status_badge;
pub(crate) use delete::delete_dialog;
pub(crate) use selection::ConnectionRef;

use super::panel::{Panel, PanelHost, panel_title, preload_later};
use crate::components::{Page, lazy_dialog, use_toasts};
use crate::language::text_signal;
use crate::paths;
use crate::router::use_router;
use crate::session::use_session;
use crate::text::text;
use action_bar::ActionBar;
use background_verification::{Verifications, use_verifications};
use choose_columns::choose_columns;
use column_layout::Layout;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use list_memory::{ListMemory, ListPosition, use_list_memory};
use list_state::ListState;
use markup::view;
use measure::Measures;
use model::connection::Connection;
use model::permission::Permission;
use row_focus::RowFocus;
use row_menu::{RowActions, row_menu};
use row_pointer::RowPointer;
use rows::Rows;
use scroll_anchor::ScrollAnchor;
use selection::Selection;
use shortcuts::{Keys, keys_dialog};
use table::{ConnectionTable, TableParts};

/// Provides the contexts that outlive the page: selection, background verification, and the list as it was left. All of
/// that, and the notifications, belongs to one user: it is cleared when they sign out or somebody else signs in.
pub(crate) fn provide() {
    let selection = Selection::provide();
    Verifications::provide();
    ListMemory::provide();
    let (verifications, memory, session) = (use_verifications(), use_list_memory(), use_session());
    let toasts = use_toasts();
    let mut whose = None::<String>;
    Effect::new(move |_| {
        let now = session.user().map(|user| user.name);
        if whose.is_some() && whose != now {
            selection.clear();
            verifications.forget();
            memory.forget();
            toasts.forget();
        }
        whose.clone_from(&now);
    });
}

/// Shown beside every page: the background verification.
pub(crate) fn background() -> AnyView {
    background_verification::background()
}

/// The address of the list as it was left.
pub(crate) fn list_path() -> String {
    [paths::CONNECTIONS, &use_list_memory().address()].concat()
}

/// The page `/connections`.
pub(crate) fn list_page() -> AnyView {
    let router = use_router();
    let session = use_session();
    let state = address();
    let go = Callback::new(move |state: ListState| router.go(&path(&state)));
    let amend = Callback::new(move |state: ListState| router.replace(&path(&state)));
    let comes_back = ListPosition::load(&router.entry()).is_some_and(|position| position.focus.is_some());
    let rows = Rows::load(state);
    let row_focus = RowFocus::of(rows);
    let anchor = ScrollAnchor::of(rows, row_focus);
    let layout = Layout::remembered();
    let choosing = RwSignal::new(false);
    let deleting = RwSignal::new(Vec::<ConnectionRef>::new());
    let delete = Callback::new(move |rows| deleting.set(rows));
    let may = Memo::new(move |_| session.may(Permission::Manage));
    let create = NodeRef::new();
    let panel = Memo::new(move |_| state.with(|state| state.panel.clone()));
    let close = Callback::new(move |()| {
        router.close(&path(&state.with_untracked(|state| state.with_panel(Panel::None))));
    });
    let reopen = Callback::new(move |panel| go.run(state.with_untracked(|state| state.with_panel(panel))));
    let menu_of = RwSignal::new(None);
    let actions = RowActions { open: reopen, delete, verifications: use_verifications(), row: menu_of };
    let keys = Keys::listen(rows, row_focus, actions);
    let saved = Callback::new(move |connection: Connection| rows.saved(connection));
    let has_loaded = Memo::new(move |_| rows.total().is_some());
    Effect::new(move |_| {
        // After the rows have been rendered, what is likely to be needed next is preloaded: once, not with every page.
        if has_loaded.get() {
            spawn_local(async { _ = preload_later().await });
        }
    });
    Effect::new(move |_| {
        // Back closes the question, and does not lead to another list behind it.
        state.track();
        deleting.set(Vec::new());
    });
    let question = move || {
        deleting.with(|rows| !rows.is_empty()).then(|| {
            let close = Callback::new(move |()| deleting.set(Vec::new()));
            let deleted = Callback::new(move |()| {
                deleting.set(Vec::new());
                rows.reload_all();
            });
            lazy_dialog(move || delete_dialog(deleting.get_untracked(), close, deleted), close)
        })
    };
    let list = NodeRef::<html::Section>::new();
    let pointer = RowPointer::of(rows, row_focus, menu_of);
    let measures = Measures::of(list);
    let parts = TableParts { state, rows, row_focus, pointer, anchor, layout, measures, go, may };
    let name = text_signal(|text| text.connections.title);
    let lead: fn() -> &'static str = || text().shell.lead;
    view! {
        <Page title=text_signal(|text| text.shell.app_management) over=panel_title(panel) lead=lead keeps_focus=comes_back>
            <section node_ref=list class="connections" aria-label=move || name.get()>
                <ActionBar state=state rows=rows go=go amend=amend delete=delete may=may choosing=choosing keys=keys create=create/>
                <ConnectionTable parts=parts create=create/>
            </section>
            {row_menu(actions)}
            <PanelHost panel=panel close=close reopen=reopen on_saved=saved on_unsure=Callback::new(move |()| rows.reload_all())/>
            {question}
            {move || choosing.get().then(|| {
                let close = Callback::new(move |()| choosing.set(false));
                lazy_dialog(move || choose_columns(layout, close), close)
            })}
            {move || keys.open.get().then(|| {
                lazy_dialog(move || keys_dialog(keys), Callback::new(move |()| keys.open.set(false)))
            })}
        </Page>
    }
}

/// The list's state in the address.
fn address() -> Memo<ListState> {
    const NAMES: [&str; 7] = ["q", "status", "by", "days", "sort", "panel", "id"];
    let router = use_router();
    let values = NAMES.map(|name| (name, router.query(name)));
    Memo::new(move |_| {
        ListState::read(&|name| values.iter().find(|(its, _)| *its == name).map(|(_, value)| value.get()))
    })
}

fn path(state: &ListState) -> String {
    [paths::CONNECTIONS, &state.address()].concat()
}
