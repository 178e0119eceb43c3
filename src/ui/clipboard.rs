//! Copying to the clipboard.

use super::icon::{Icon, Mark};
use crate::text::text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;

/// How long a button shows that it has copied.
const SHOWN: Duration = Duration::from_secs(2);

/// Copies text. Gives whether it worked: it does not on a page that was loaded over plain HTTP from another machine,
/// nor if the user forbids it.
async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// A copy button. `label` names what is copied: “Copy scope okta.users.read”. With `words` it shows them beside the
/// icon.
#[component]
pub(crate) fn CopyButton(
    #[prop(into)] value: Signal<String>,
    #[prop(into)] label: String,
    #[prop(optional)] words: &'static str,
    #[prop(optional)] id: Option<&'static str>,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<bool>);
    let click = move |_| {
        spawn_local(async move {
            outcome.set(Some(copy(&value.get_untracked()).await));
            set_timeout(move || _ = outcome.try_set(None), SHOWN);
        });
    };
    let status = move || match outcome.get() {
        Some(true) => text().common.copied,
        Some(false) => text().common.copy_failed,
        None => "",
    };
    let icon = Signal::derive(move || match outcome.get() {
        Some(true) => Icon::Check,
        Some(false) => Icon::Failed,
        None => Icon::Copy,
    });
    let class =
        if words.is_empty() { "icon-button copy-button" } else { "button button-ghost button-small copy-button" };
    view! {
        <button id=id type="button" class=class class:is-copied=move || outcome.get() == Some(true) aria-label=label.clone() title=label on:click=click>
            <Mark icon=icon/>
            {(!words.is_empty()).then(|| view! { <span class="button-text">{words}</span> })}
        </button>
        <span class="visually-hidden" role="status">{status}</span>
    }
}
