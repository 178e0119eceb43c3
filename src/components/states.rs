//! Empty, error and loading states.

use crate::api::ApiError;
use crate::components::{explain, focus_main};
use crate::language::localized;
use crate::text::text;
use crate::ui::{Button, Icon, Mark};
use leptos::prelude::*;
use markup::view;
use std::time::Duration;

/// After this time a wait is worth a message.
const LONG: Duration = Duration::from_secs(5);

/// Empty state: what would be here, and what to do (children: buttons).
#[component]
pub(crate) fn EmptyState(
    icon: Icon,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state">
            <span class="state-icon"><Mark icon=icon/></span>
            <h2 class="state-title">{title}</h2>
            <p class="state-text">{text}</p>
            {children.map(|children| view! { <div class="state-actions">{children()}</div> })}
        </div>
    }
}

/// Error state: why loading failed, and a button to try again.
#[component]
pub(crate) fn ErrorState(
    error: ApiError,
    #[prop(optional, into)] title: Option<String>,
    on_retry: Callback<()>,
) -> impl IntoView {
    let icon = if matches!(error, ApiError::Offline | ApiError::NotSent) { Icon::Offline } else { Icon::Warning };
    let title = title.unwrap_or_else(|| text().failure.title.to_owned());
    let on_retry = Callback::new(move |()| {
        // The button is removed when loading succeeds.
        focus_main();
        on_retry.run(());
    });
    view! {
        <div role="alert">
            <EmptyState icon=icon title=title text=explain(&error)>
                <Button icon=Icon::Refresh on_click=on_retry>{text().common.retry}</Button>
            </EmptyState>
        </div>
    }
}

/// Loading state: empty at first, and a message when loading takes long.
pub(crate) fn slow_notice() -> AnyView {
    let long = RwSignal::new(false);
    let timer = set_timeout_with_handle(move || _ = long.try_set(true), LONG).ok();
    on_cleanup(move || timer.iter().for_each(TimeoutHandle::clear));
    view! { <p class="patience" role="status">{localized(move || long.get().then_some(text().common.slow))}</p> }
}
