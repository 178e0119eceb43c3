//! The way in by an OpenID Connect provider.

use crate::api::session;
use crate::dom::{View, view};
use crate::reactive::spawn;
use crate::text::text;
use leptos::prelude::*;

/// What the provider is called, once the server has said that there is one.
pub(crate) fn provider() -> RwSignal<Option<String>> {
    let name = RwSignal::new(None);
    spawn(async move {
        // Without an answer there is the other way in.
        if let Ok(methods) = session::methods().await {
            name.try_set(methods.provider);
        }
    });
    name
}

/// A link that looks like the button it stands for, and what separates it from the other way in.
pub(crate) fn provider_button(name: &str, return_to: &str) -> View {
    let words = &text().sign_in;
    view! {
        <a class="button button-primary" href=session::provider_address(return_to)>{words.with_provider(name)}</a>
        <p class="sign-in-or">{words.or}</p>
    }
}
