//! Actions on one connection: edit, verify, delete.

use crate::api::{ApiError, Cancel, verification};
use crate::components::{Toasts, lazy_dialog, use_toasts};
use crate::pages::connections::{ConnectionRef, delete_dialog, list_path, outcome_message};
use crate::router::use_router;
use crate::session::{CurrentSession, use_session};
use crate::text::text;
use crate::ui::{Button, Icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;
use model::check::Check;
use model::connection::Connection;
use model::permission::Permission;

/// The verification of the connection on this page. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Verification {
    id: StoredValue<String>,
    /// The checks done so far; `None` while no verification is under way.
    live: RwSignal<Option<Vec<Check>>>,
    cancel: StoredValue<Option<Cancel>, LocalStorage>,
    on_done: Callback<()>,
    toasts: Toasts,
    session: CurrentSession,
}

impl Verification {
    pub(super) fn of(id: StoredValue<String>, on_done: Callback<()>) -> Self {
        let verification = Self {
            id,
            live: RwSignal::new(None),
            cancel: StoredValue::new_local(None),
            on_done,
            toasts: use_toasts(),
            session: use_session(),
        };
        on_cleanup(move || drop(verification.cancel.try_set_value(None)));
        verification
    }

    /// Whether the user may start a verification.
    pub(super) fn may(self) -> bool {
        self.session.may(Permission::Manage)
    }

    pub(super) fn running(self) -> bool {
        self.live.with(Option::is_some)
    }

    pub(super) fn checks(self) -> Option<Vec<Check>> {
        self.live.get()
    }

    /// Stops the verification, and shows the stored report again.
    pub(super) fn forget(self) {
        self.cancel.set_value(None);
        self.live.set(None);
    }

    pub(super) fn start(self, name: String) {
        let cancel = Cancel::new();
        let signal = cancel.signal();
        self.cancel.set_value(Some(cancel));
        self.live.set(Some(Vec::new()));
        spawn_local(async move {
            let id = self.id.get_value();
            let mut settled = |check| {
                self.live.try_update(|live| live.get_or_insert_default().push(check));
            };
            let outcome = verification::stored(&id, signal.as_ref(), &mut settled).await.map(|report| report.outcome);
            if outcome == Err(ApiError::Cancelled) {
                return;
            }
            let (tone, message) = outcome_message(&name, &outcome);
            self.toasts.push(tone, message, None);
            self.on_done.run(());
            self.live.try_set(None);
        });
    }
}

/// The buttons *Edit*, *Verify now* and *Delete*.
pub(super) fn buttons(
    name: Memo<Option<String>>,
    connection: RwSignal<Option<Connection>>,
    verification: Verification,
    edit: Callback<()>,
) -> AnyView {
    let words = &text().connections.actions;
    let router = use_router();
    let deleting = RwSignal::new(false);
    // Replaces this page in the history: it has nothing to show any more.
    let back_to = StoredValue::new(list_path());
    let reason = Signal::derive(move || (!verification.may()).then(|| words.viewer.to_owned()));
    let verify = Callback::new(move |()| verification.start(name.get_untracked().unwrap_or_default()));
    let question = move || {
        let connection = deleting.get().then(|| connection.get_untracked()).flatten();
        let connections: Vec<_> = connection.iter().map(ConnectionRef::from).collect();
        (!connections.is_empty()).then(|| {
            let close = Callback::new(move |()| deleting.set(false));
            let deleted = Callback::new(move |()| router.replace(&back_to.get_value()));
            lazy_dialog(move || delete_dialog(connections.clone(), close, deleted), close)
        })
    };
    let show = move || {
        name.with(Option::is_some).then(|| {
            view! {
                <Button
                    icon=Icon::Refresh
                    busy=Signal::derive(move || verification.running())
                    disabled_reason=reason
                    on_click=verify
                >
                    {words.verify}
                </Button>
                <Button icon=Icon::Edit disabled_reason=reason on_click=edit>{words.edit}</Button>
                <Button
                    icon=Icon::Trash
                    disabled_reason=reason
                    on_click=Callback::new(move |()| deleting.set(true))
                >
                    {words.delete}
                </Button>
            }
        })
    };
    view! { {show}{question} }
}
