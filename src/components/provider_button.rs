//! The button to sign in with an OpenID Connect provider.

use crate::api::session;
use crate::embedding::embedded;
use crate::return_to;
use crate::text::text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;
use std::cell::Cell;
use std::time::Duration;

/// The provider's name, once the server has answered that there is one. `None` inside another page: providers refuse to
/// be framed.
pub(crate) fn provider() -> RwSignal<Option<String>> {
    let name = RwSignal::new(None);
    if !embedded() {
        spawn_local(async move {
            // If the request fails, the one-time link still works.
            if let Ok(methods) = session::methods().await {
                name.try_set(methods.provider);
            }
        });
    }
    name
}

/// A link that looks like a button, and the separator between it and the other way to sign in. `return_to` is saved in
/// case the provider signs nobody in. With `ask_again` another account can be chosen there.
pub(crate) fn provider_button(name: &str, return_to: &str, ask_again: bool) -> AnyView {
    let words = &text().sign_in;
    let page = return_to.to_owned();
    let leave = move |_| {
        if !page.is_empty() {
            return_to::remember(&page);
        }
        LEAVING.set(true);
        set_timeout(|| LEAVING.set(false), STILL_HERE);
    };
    view! {
        <a class="button button-primary" href=session::provider_address(return_to, ask_again) on:click=leave>
            {words.with_provider(name)}
        </a>
        <p class="sign-in-or">{words.or}</p>
    }
}

/// If the page is still there after this time, the browser has not left for the provider.
const STILL_HERE: Duration = Duration::from_secs(1);

thread_local! { static LEAVING: Cell<bool> = const { Cell::new(false) }; }

/// Whether the user has just gone to the provider. The page then does not warn of unsaved input: it is saved, and the
/// page has already said what is not.
pub(crate) fn is_leaving() -> bool {
    LEAVING.get()
}
