//! *Export CSV*: everything that search and filter leave, as a file.

use super::list_state::{ListState, Panel};
use crate::api::connections;
use crate::components::{explain, use_toasts};
use crate::reactive::spawn;
use crate::text::text;
use crate::ui::Tone;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlElement, Url};

/// How long a browser may take to begin with a file that it was handed.
const HANDED: Duration = Duration::from_mins(1);

/// What the button does; `busy` while the server answers.
pub(crate) fn action(state: Memo<ListState>, busy: RwSignal<bool>) -> Callback<()> {
    let toasts = use_toasts();
    Callback::new(move |()| {
        busy.set(true);
        let query = state.with_untracked(|state| state.with_panel(Panel::None).matching());
        spawn(async move {
            let result = connections::export(query).await;
            let words = &text().connections.export;
            match result {
                Ok((name, file)) => match hand_over(&name, &file) {
                    Some(()) => toasts.push(Tone::Good, words.done(&name), None),
                    None => toasts.push(Tone::Bad, words.blocked, None),
                },
                Err(error) => toasts.push(Tone::Bad, words.failed(&explain(&error)), None),
            }
            busy.try_set(false);
        });
    })
}

/// Has the browser save it.
fn hand_over(name: &str, file: &Blob) -> Option<()> {
    let url = Url::create_object_url_with_blob(file).ok()?;
    let link: HtmlElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_attribute("href", &url).ok()?;
    link.set_attribute("download", name).ok()?;
    link.click();
    set_timeout(move || drop(Url::revoke_object_url(&url)), HANDED);
    Some(())
}
