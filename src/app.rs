//! The console: contexts, the session's gate, and the page of the address.

use crate::components::{ErrorState, Shell, ToastRegion, Toasts};
use crate::pages::{connections, not_found::NotFound, sign_in::SignIn};
use crate::paths::Route;
use crate::router::Router;
use crate::session::{CurrentSession, SessionState};
use crate::text::text;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Everything.
#[component]
pub(crate) fn App() -> impl IntoView {
    let router = Router::provide();
    let session = CurrentSession::provide();
    Toasts::provide();
    let load = Callback::new(move |()| spawn_local(session.load()));
    load.run(());
    let gate = Memo::new(move |_| Gate::of(&session.state().get(), &router.route().get()));
    view! {
        {move || match gate.get() {
            Gate::Wait => ().into_any(),
            Gate::SignIn => view! { <SignIn/> }.into_any(),
            Gate::Unreachable(error) => view! {
                <Shell><ErrorState error=error title=text().session.unreachable_title on_retry=load/></Shell>
            }
            .into_any(),
            Gate::Open => view! { <Shell>{move || page(&router.route().get())}</Shell> }.into_any(),
        }}
        <ToastRegion/>
    }
}

/// What the session lets the user see.
#[derive(Clone, PartialEq)]
enum Gate {
    Wait,
    SignIn,
    Unreachable(crate::api::ApiError),
    Open,
}

impl Gate {
    fn of(state: &SessionState, route: &Route) -> Self {
        match (state, route) {
            (_, Route::SignIn) | (SessionState::SignedOut, _) => Self::SignIn,
            (SessionState::Unknown, _) => Self::Wait,
            (SessionState::Unreachable(error), _) => Self::Unreachable(error.clone()),
            (SessionState::SignedIn(_) | SessionState::Expired(_), _) => Self::Open,
        }
    }
}

fn page(route: &Route) -> AnyView {
    match route {
        Route::Connections => connections::list_page(),
        Route::Connection(id) => connections::connection_page(id.clone()),
        Route::SignIn => ().into_any(),
        Route::NotFound => view! { <NotFound/> }.into_any(),
    }
}
