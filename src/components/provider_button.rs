//! The way in by an OpenID Connect provider.

use crate::api::session;
use crate::embedding::embedded;
use crate::return_to;
use crate::text::text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;
use std::cell::Cell;
use std::time::Duration;

/// What the provider is called, once the server has said that there is one. None within another page: providers do not
/// let themselves be framed.
pub(crate) fn provider() -> RwSignal<Option<String>> {
    let name = RwSignal::new(None);
    if !embedded() {
        spawn_local(async move {
            // Without an answer there is the other way in.
            if let Ok(methods) = session::methods().await {
                name.try_set(methods.provider);
            }
        });
    }
    name
}

/// A link that looks like the button it stands for, and what separates it from the other way in. `return_to` is kept for
/// the case that the provider signs nobody in. With `ask_again` another account can be chosen there.
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

/// Whoever is here by then has not left.
const STILL_HERE: Duration = Duration::from_secs(1);

thread_local! { static LEAVING: Cell<bool> = const { Cell::new(false) }; }

/// Whether the user has just gone to the provider. What was typed waits for them, and the page has said what does not.
pub(crate) fn is_leaving() -> bool {
    LEAVING.get()
}
