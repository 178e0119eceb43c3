//! Where a one-time link leads, and where whoever is signed out learns how to get one.

use crate::api::ApiError;
use crate::components::{BrandMark, SignInForm, explain};
use crate::dom::{View, part, view};
use crate::paths::{self, Route};
use crate::reactive::spawn;
use crate::router::{Router, use_router};
use crate::session::use_session;
use crate::storage;
use crate::text::text;
use crate::ui::{Callout, CopyButton, Spinner, Tone};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The page that a signed-out user asked for, until a link, maybe in another tab, signs them in.
const ASKED_FOR: &str = "asked-for";
const FRAGMENT: &str = "#token=";

/// Signs in with the token in the address, if there is one; else asks for it.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let words = &text().sign_in;
    let (session, router) = (use_session(), use_router());
    let done = Callback::new(move |()| go_on(router));
    let failure = RwSignal::new(None::<ApiError>);
    let token = take_token();
    let working = RwSignal::new(token.is_some());
    document().set_title(&[words.title, " · ", text().brand.name].concat());
    if router.route().get_untracked() != Route::SignIn {
        storage::remember(ASKED_FOR, &router.current());
    }
    if let Some(token) = token {
        spawn(async move {
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
            <div class="sign-in-card">
                <span class="brand"><BrandMark/>{text().brand.name}</span>
                <h1>{words.title}</h1>
                {part(move || if working.get() {
                    view! { <p class="sign-in-working" role="status"><Spinner/>{words.working}</p> }
                } else {
                    ask(failure.get(), done)
                })}
            </div>
        </main>
    }
}

fn ask(failure: Option<ApiError>, done: Callback<()>) -> View {
    let words = &text().sign_in;
    let failure = failure.map(|error| {
        let (title, why) = match error.status() {
            Some(401) => (words.refused_title, words.refused.to_owned()),
            _ => (words.failed_title, explain(&error)),
        };
        view! { <Callout tone=Tone::Bad live=true title=title><p>{why}</p></Callout> }
    });
    view! {
        {failure}
        <p>{words.how}</p>
        <p class="command"><code>{words.command}</code><CopyButton value=words.command label=text().common.copy/></p>
        <p>{words.where_to_run}</p>
        <SignInForm on_done=done/>
    }
}

/// To the page that was asked for. Signed in where that page is, there is nowhere to go.
fn go_on(router: Router) {
    let asked_for = storage::recall(ASKED_FOR);
    storage::forget(ASKED_FOR);
    if router.route().get_untracked() == Route::SignIn {
        router.replace(asked_for.as_deref().unwrap_or(paths::CONNECTIONS));
    }
}

/// The token in the address's fragment, which is removed at once: neither history nor a copied address keeps it.
fn take_token() -> Option<String> {
    let location = window().location();
    let token = location.hash().ok()?.strip_prefix(FRAGMENT)?.to_owned();
    if let Ok(history) = window().history() {
        let clean = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&clean));
    }
    (!token.is_empty()).then_some(token)
}
