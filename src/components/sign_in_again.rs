//! Session expired: a dialog to sign in again while the user's work stays open.

use crate::components::{COMMAND, SignInForm, provider, provider_button, use_toasts};
use crate::language::localized;
use crate::router::use_router;
use crate::text::text;
use crate::ui::{CopyButton, Dialog, Tone};
use leptos::prelude::*;
use markup::{split, view};

const TITLE: &str = "sign-in-again-title";
const BODY: &str = "sign-in-again-body";

/// Asks for a new link or token over whatever is open, and leaves that as it is.
#[split(sign_in)]
pub(crate) fn sign_in_again() -> AnyView {
    view! { <SignInAgain/> }
}

#[component]
fn SignInAgain() -> impl IntoView {
    let toasts = use_toasts();
    let done = Callback::new(move |()| toasts.push(Tone::Good, text().session.welcome_back, None));
    let (provider, here) = (provider(), use_router().current());
    let has_provider = Signal::derive(move || provider.with(Option::is_some));
    // It cannot be closed: nothing works without a session.
    let stay = Callback::new(|()| ());
    view! {
        <Dialog class="confirm" labeled_by=TITLE described_by=BODY role="alertdialog" on_close_request=stay>
            <h2 id=TITLE>{localized(|| text().session.expired_title)}</h2>
            <div id=BODY class="confirm-body">{localized(move || how(provider.get(), &here))}</div>
            <SignInForm on_done=done secondary=has_provider/>
        </Dialog>
    }
}

fn how(provider: Option<String>, here: &str) -> AnyView {
    let words = text();
    let link = if provider.is_some() { words.sign_in.how_else } else { words.sign_in.how };
    let provider = provider.map(|name| {
        view! {
            <p>{words.session.leaves(&name)}</p>
            {provider_button(&name, here, false)}
        }
    });
    view! {
        <p>{words.session.expired}</p>
        {provider}
        <p>{link}</p>
        <p class="command"><code>{COMMAND}</code><CopyButton value=COMMAND label=words.common.copy/></p>
    }
}
