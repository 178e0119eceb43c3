//! Sign-in form: a field for a one-time link or a token.

use crate::components::explain;
use crate::embedding::embedded;
use crate::language::{self, localized};
use crate::session::{SignInError, use_session};
use crate::text::text;
use crate::ui::{Button, ButtonKind, TextField};
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;
use web_sys::SubmitEvent;

/// The part of a text that makes it a link.
pub(crate) const COMMAND: &str = "app-connections sign-in-link";

/// The prefix of an API token (crates/server/src/auth/secret.rs).
const API_TOKEN: &str = "act_";

/// Why signing in failed.
enum TokenError {
    /// The field is empty.
    Empty,
    Link(SignInError),
    ApiToken(SignInError),
}

/// Signs in with a pasted link or token, and calls `on_done`. `secondary` if another way to sign in comes first.
#[component]
pub(crate) fn SignInForm(on_done: Callback<()>, secondary: Signal<bool>) -> impl IntoView {
    let session = use_session();
    let (token, refused, busy) =
        (RwSignal::new(String::new()), RwSignal::new(None::<TokenError>), RwSignal::new(false));
    let error = Signal::derive(move || {
        language::track();
        refused.with(|refused| refused.as_ref().map(explain_refusal))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let pasted = token.with_untracked(|pasted| token_in(pasted).to_owned());
        if pasted.is_empty() {
            refused.set(Some(TokenError::Empty));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let outcome = session.sign_in(&pasted).await;
            busy.set(false);
            match outcome {
                Ok(()) => on_done.run(()),
                Err(error) if pasted.starts_with(API_TOKEN) => refused.set(Some(TokenError::ApiToken(error))),
                Err(error) => refused.set(Some(TokenError::Link(error))),
            }
        });
    };
    let content = move || {
        let words = &text().sign_in;
        view! {
            <TextField
                id="token"
                label=words.token
                hint=words.token_hint
                value=token
                error=error
                required=true
                masked=true
                code=true
                autofocus=!embedded()
                on_input=Callback::new(move |()| refused.set(None))
            />
            {move || {
                let kind = if secondary.get() { ButtonKind::Secondary } else { ButtonKind::Primary };
                view! { <Button kind=kind submit=true busy=busy>{words.submit}</Button> }
            }}
        }
    };
    view! { <form class="sign-in-form" novalidate on:submit=submit>{localized(content)}</form> }
}

/// The token in a pasted text: a whole link, its fragment, or the token itself.
pub(crate) fn token_in(pasted: &str) -> &str {
    let pasted = pasted.trim();
    pasted.split_once("token=").map_or(pasted, |(_, token)| token)
}

fn explain_refusal(refused: &TokenError) -> String {
    match refused {
        TokenError::Empty => text().sign_in.token_empty.to_owned(),
        TokenError::Link(SignInError::CookiesBlocked) | TokenError::ApiToken(SignInError::CookiesBlocked) => {
            text().sign_in.cookies_blocked.to_owned()
        }
        TokenError::Link(SignInError::Api(error)) if error.status() == Some(401) => {
            text().sign_in.refused_title.to_owned()
        }
        TokenError::ApiToken(SignInError::Api(error)) if error.status() == Some(401) => {
            text().sign_in.token_refused.to_owned()
        }
        TokenError::Link(SignInError::Api(error)) | TokenError::ApiToken(SignInError::Api(error)) => explain(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_in_what_was_pasted() {
        for pasted in ["abc", " abc\n", "#token=abc", "token=abc", "http://127.0.0.1:8080/sign-in#token=abc"] {
            assert_eq!(token_in(pasted), "abc", "{pasted:?}");
        }
    }
}
