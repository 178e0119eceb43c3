//! The root component: provides the contexts, waits for the session, and shows the page of the address.

use crate::api::ApiError;
use crate::components::{EmptyState, ErrorState, Shell, ToastRegion, Toasts, lazy, sign_in_again};
use crate::language::{self, localized};
use crate::pages::{connections, not_found::NotFound, sign_in::sign_in_page};
use crate::paths::Route;
use crate::return_to;
use crate::router::{Router, use_router};
use crate::session::{CurrentSession, SessionState};
use crate::text::text;
use crate::ui::{Icon, time};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;
use model::permission::Role;

/// The root component.
#[component]
pub(crate) fn App() -> impl IntoView {
    let router = Router::provide();
    let session = CurrentSession::provide();
    Toasts::provide();
    time::Now::provide();
    connections::provide();
    let load = Callback::new(move |()| spawn_local(session.load()));
    let state = session.state();
    Effect::new(move |_| {
        // Not on the sign-in page: the request could only be refused.
        if router.route().get() != Route::SignIn && state.with(|state| *state == SessionState::Unknown) {
            load.run(());
        }
    });
    session.follow_other_pages();
    // The language may have been chosen in another tab.
    window_event_listener(ev::storage, |_| spawn_local(language::follow()));
    let access = Memo::new(move |_| state.with(|state| router.route().with(|route| AccessState::of(state, route))));
    view! {
        {move || show(&access.get(), load)}
        {move || state.with(|state| matches!(state, SessionState::Expired(_))).then(|| lazy(sign_in_again))}
        <ToastRegion/>
    }
}

/// What the session allows to be shown.
#[derive(Clone, PartialEq)]
enum AccessState {
    Wait,
    SignIn,
    Unreachable(ApiError),
    /// A service token: it may not see the console.
    Nothing,
    Open,
}

impl AccessState {
    fn of(state: &SessionState, route: &Route) -> Self {
        match (state, route) {
            (_, Route::SignIn) | (SessionState::SignedOut, _) => Self::SignIn,
            (SessionState::Unknown, _) => Self::Wait,
            (SessionState::Unreachable(error), _) => Self::Unreachable(error.clone()),
            (SessionState::SignedIn(user) | SessionState::Expired(user), _) if user.role == Role::Service => {
                Self::Nothing
            }
            (SessionState::SignedIn(_) | SessionState::Expired(_), _) => Self::Open,
        }
    }
}

fn show(access: &AccessState, load: Callback<()>) -> AnyView {
    if *access != AccessState::Wait {
        remove_frame();
    }
    match access {
        // The frame in `index.html` is still shown.
        AccessState::Wait => ().into_any(),
        AccessState::SignIn => lazy(sign_in_page),
        AccessState::Unreachable(error) => {
            let error = error.clone();
            view! {
                <Shell>
                    {localized(move || {
                        let title = text().session.unreachable_title;
                        view! { <ErrorState error=error.clone() title=title on_retry=load/> }
                    })}
                </Shell>
            }
        }
        AccessState::Nothing => view! {
            <Shell>
                {localized(|| {
                    let words = &text().session;
                    view! { <EmptyState icon=Icon::Key title=words.not_for_service_title text=words.not_for_service/> }
                })}
            </Shell>
        },
        AccessState::Open => {
            return_to::forget();
            let route = use_router().route();
            view! { <Shell>{move || route.with(page)}{connections::background()}</Shell> }
        }
    }
}

fn page(route: &Route) -> AnyView {
    match route {
        Route::Connections => connections::list_page(),
        Route::Connection(id) => {
            let id = id.clone();
            lazy(move || connections::connection_page(id.clone()))
        }
        Route::SignIn => ().into_any(),
        Route::NotFound => view! { <NotFound/> },
    }
}

/// Removes the frame of `index.html` as soon as there is something to show instead.
fn remove_frame() {
    if let Some(frame) = document().get_element_by_id("frame") {
        frame.remove();
    }
}
