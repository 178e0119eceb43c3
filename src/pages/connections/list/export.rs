//! CSV export: the selected connections, or else everything that matches search and filters.

use super::list_state::ListState;
use super::selection::Selection;
use crate::api::{ApiError, connections};
use crate::components::{explain, use_toasts};
use crate::text::text;
use crate::ui::Tone;
use crate::ui::time::days_ago;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlElement, Url};

/// How long a browser may take to begin saving a file.
const HANDED: Duration = Duration::from_mins(1);

/// The action of the button; `busy` while the server answers.
pub(crate) fn action(state: Memo<ListState>, selection: Selection, busy: RwSignal<bool>) -> Callback<()> {
    let toasts = use_toasts();
    Callback::new(move |()| {
        busy.set(true);
        let query = state.with_untracked(|state| state.matching(&days_ago));
        let ids: Vec<_> = selection.all().into_iter().map(|row| row.id).collect();
        spawn_local(async move {
            let result = if ids.is_empty() { connections::export(query).await } else { selected(&ids).await };
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

/// How many connections one request exports.
const STEP: usize = 1_000;
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Exports these connections, in as many requests as it takes; the first part has the header row.
async fn selected(ids: &[String]) -> Result<(String, Blob), ApiError> {
    if ids.len() <= STEP {
        return connections::export_selected(ids).await;
    }
    let (parts, mut file_name) = (js_sys::Array::of1(&BYTE_ORDER_MARK.into()), String::new());
    for step in ids.chunks(STEP) {
        let (name, part) = connections::export_selected(step).await?;
        let cut = |_| ApiError::Unexpected { status: None };
        let lines = JsFuture::from(part.text()).await.map_err(cut)?.as_string().unwrap_or_default();
        let lines = if file_name.is_empty() { &lines } else { lines.split_once("\r\n").map_or("", |(_, rest)| rest) };
        parts.push(&lines.into());
        file_name = name;
    }
    let whole = Blob::new_with_str_sequence(&parts).map_err(|_| ApiError::Unexpected { status: None })?;
    Ok((file_name, whole))
}

/// Makes the browser save a file.
fn hand_over(name: &str, file: &Blob) -> Option<()> {
    let url = Url::create_object_url_with_blob(file).ok()?;
    let link: HtmlElement = document().create_element("a").ok()?.dyn_into().ok()?;
    link.set_attribute("href", &url).ok()?;
    link.set_attribute("download", name).ok()?;
    link.click();
    set_timeout(move || drop(Url::revoke_object_url(&url)), HANDED);
    Some(())
}
