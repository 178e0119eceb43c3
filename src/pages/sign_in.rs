//! The sign-in page: one-time links lead to it, and signed-out users learn here how to get one.

use crate::components::{BrandMark, COMMAND, Languages, SignInForm, explain, provider, provider_button};
use crate::language::{self, localized};
use crate::paths::{self, Route};
use crate::return_to;
use crate::router::{Router, use_router};
use crate::session::{SignInError, use_session};
use crate::text::text;
use crate::ui::{Callout, CopyButton, Spinner, Tone};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::{split, view};
use wasm_bindgen::JsValue;

const FRAGMENT: &str = "#token=";

/// Signs in with the token in the address, or else asks for a link.
#[split(sign_in)]
pub(crate) fn sign_in_page() -> AnyView {
    view! { <SignIn/> }
}

#[component]
fn SignIn() -> impl IntoView {
    let (session, router) = (use_session(), use_router());
    let done = Callback::new(move |()| go_on(router));
    let failure = RwSignal::new(None::<Failed>);
    let provider = provider();
    let reason = router.query("failed").get_untracked();
    if !reason.is_empty() {
        failure.set(Some(Failed::Provider(reason)));
    }
    let has_provider = Signal::derive(move || provider.with(Option::is_some));
    let token = take_token();
    let working = RwSignal::new(token.is_some());
    Effect::new(move |_| {
        language::track();
        document().set_title(&[text().sign_in.title, " · ", text().brand.name].concat());
    });
    if router.route().get_untracked() != Route::SignIn {
        return_to::remember(&router.current());
    }
    let sign_in = move |token: String| {
        working.set(true);
        spawn_local(async move {
            match session.sign_in(&token).await {
                Ok(()) => done.run(()),
                // A one-time link that was used before, opened by a user who is signed in, leads to the page that they
                // were on.
                Err(_) if session.is_alive().await => done.run(()),
                Err(error) => {
                    failure.set(Some(Failed::Link { error, token }));
                    working.set(false);
                }
            }
        });
    };
    token.into_iter().for_each(sign_in);
    // Another link may be opened in a tab that shows this page already: the browser does not load it anew.
    let another = window_event_listener(ev::hashchange, move |_| take_token().into_iter().for_each(sign_in));
    on_cleanup(move || another.remove());
    view! {
        <main class="sign-in">
            <div class="sign-in-card">
                <span class="brand"><BrandMark/>{text().brand.name}</span>
                <h1>{localized(|| text().sign_in.title)}</h1>
                {move || if working.get() {
                    view! {
                        <p class="sign-in-working" role="status"><Spinner/>{localized(|| text().sign_in.working)}</p>
                    }
                } else {
                    view! { {localized(move || how(failure.get(), provider.get()))}<SignInForm on_done=done secondary=has_provider/> }
                }}
            </div>
            <Languages/>
        </main>
    }
}

/// Why signing in failed.
#[derive(Clone)]
enum Failed {
    Link {
        error: SignInError,
        /// The link may still work in another browser.
        token: String,
    },
    /// The provider's error, by the code that the server has put into the address.
    Provider(String),
}

/// How to sign in, and why the last attempt failed.
fn how(failure: Option<Failed>, provider: Option<String>) -> AnyView {
    let words = &text().sign_in;
    let has_provider = provider.is_some();
    // Gone back to at once, the provider would use the same account again.
    let ask_again = matches!(&failure, Some(Failed::Provider(code)) if code == "no_role");
    let failure = failure.map(|failed| {
        let (title, why, elsewhere) = match failed {
            Failed::Link { error: SignInError::CookiesBlocked, token } => {
                let link = view! {
                    <p><a href=[&paths::href(paths::SIGN_IN), FRAGMENT, &token].concat() target="_blank" rel="noopener">
                        {words.own_tab}
                    </a></p>
                };
                (words.cookies_blocked_title, words.cookies_blocked.to_owned(), Some(link))
            }
            Failed::Link { error: SignInError::Api(error), .. } if error.status() == Some(401) => {
                (words.refused_title, words.refused.to_owned(), None)
            }
            Failed::Link { error: SignInError::Api(error), .. } => (words.failed_title, explain(&error), None),
            Failed::Provider(code) => (words.failed_title, explain_provider(&code).to_owned(), None),
        };
        view! { <Callout tone=Tone::Bad live=true title=title><p>{why}</p>{elsewhere}</Callout> }
    });
    view! {
        {failure}
        {provider.map(|name| provider_button(&name, &return_to::recall().unwrap_or_default(), ask_again))}
        <p>{if has_provider { words.how_else } else { words.how }}</p>
        <p class="command"><code>{COMMAND}</code><CopyButton value=COMMAND label=text().common.copy/></p>
        <p>{words.where_to_run}</p>
    }
}

/// Why the provider signed nobody in. An unknown code has the text of a refusal.
fn explain_provider(code: &str) -> &'static str {
    let words = &text().sign_in.provider_failed;
    match code {
        "no_role" => words.no_role,
        "denied" => words.denied,
        "expired" => words.expired,
        "unavailable" => words.unavailable,
        _ => words.refused,
    }
}

/// Navigates to the page that was asked for, unless the user has signed in on that page.
fn go_on(router: Router) {
    let return_to = return_to::recall();
    return_to::forget();
    if router.route().get_untracked() == Route::SignIn {
        router.replace(return_to.as_deref().unwrap_or(paths::CONNECTIONS));
    }
}

/// The token in the address's fragment, which is removed at once, so that neither the history nor a copied address
/// contains it.
fn take_token() -> Option<String> {
    let location = window().location();
    let token = location.hash().ok()?.strip_prefix(FRAGMENT)?.to_owned();
    if let Ok(history) = window().history() {
        let clean = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&clean));
    }
    (!token.is_empty()).then_some(token)
}
