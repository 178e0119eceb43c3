//! Where a one-time link leads, and where whoever is signed out learns how to get one.

use crate::api::ApiError;
use crate::components::{SignInForm, explain};
use crate::paths;
use crate::router::use_router;
use crate::session::use_session;
use crate::text::text;
use crate::ui::{Callout, CopyButton, Spinner, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Signs in with the token in the address, if there is one; else asks for it.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let words = &text().sign_in;
    let session = use_session();
    let router = use_router();
    let done = Callback::new(move |()| router.replace(paths::CONNECTIONS));
    let failure = RwSignal::new(None::<ApiError>);
    let token = take_token();
    let working = RwSignal::new(token.is_some());
    document().set_title(&[words.title, " · ", text().brand.name].concat());
    if let Some(token) = token {
        spawn_local(async move {
            match session.sign_in(&token).await {
                Ok(()) => done.run(()),
                Err(error) => {
                    failure.set(Some(error));
                    working.set(false);
                }
            }
        });
    }
    view! {
        <main class="sign-in">
            <h1>{words.title}</h1>
            {move || if working.get() {
                view! { <p role="status"><Spinner/>{words.working}</p> }.into_any()
            } else {
                ask(failure.get(), done)
            }}
        </main>
    }
}

fn ask(failure: Option<ApiError>, done: Callback<()>) -> AnyView {
    let words = &text().sign_in;
    let failure = failure.map(|error| match error.status() {
        Some(401) => {
            view! { <Callout tone=Tone::Bad live=true title=words.refused_title><p>{words.refused}</p></Callout> }
                .into_any()
        }
        _ => view! { <Callout tone=Tone::Bad live=true title=words.failed_title><p>{explain(&error)}</p></Callout> }
            .into_any(),
    });
    view! {
        {failure}
        <p>{words.how}</p>
        <p class="command"><code>{words.command}</code><CopyButton value=words.command label=text().common.copy/></p>
        <p>{words.where_to_run}</p>
        <SignInForm on_done=done/>
    }
    .into_any()
}

/// The token in the address's fragment, which is removed at once: neither history nor a copied address keeps it.
fn take_token() -> Option<String> {
    let location = window().location();
    let hash = location.hash().ok()?;
    let token = hash.strip_prefix("#token=")?.to_owned();
    if let Ok(history) = window().history() {
        let clean = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&clean));
    }
    (!token.is_empty()).then_some(token)
}
