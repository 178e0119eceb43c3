//! Key files: chosen from disk, or dropped onto the page.

use crate::text::text;
use crate::ui::Icon;
use crate::ui::{Button, ButtonKind};
use js_sys::Uint8Array;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;
use model::field::{Pasted, key_file_text};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, FileList};

/// The text of a file, or why it cannot be read.
pub(super) type OnText = Callback<Result<String, &'static str>>;

/// Every type of file that a key may be in. A system that does not know one of the extensions shows every file.
const ACCEPTED: &str = ".json,.jwk,.pem,.key,.p8,.pk8,.der,.txt,.env,.yaml,.yml";

/// A button that opens the system's file chooser.
#[component]
pub(super) fn ChooseFile(on_text: OnText) -> impl IntoView {
    let words = &text().connections.key;
    let input = NodeRef::<html::Input>::new();
    let open = Callback::new(move |()| {
        if let Some(input) = input.get_untracked() {
            input.set_value("");
            input.click();
        }
    });
    let chosen = move |_| read(input.get_untracked().and_then(|input| input.files()), on_text);
    view! {
        <p class="key-file">
            <Button kind=ButtonKind::Ghost small=true icon=Icon::Upload on_click=open>{words.choose}</Button>
            <span class="key-drop">{words.drop}</span>
            <input node_ref=input type="file" hidden tabindex="-1" aria-hidden="true" accept=ACCEPTED on:change=chosen/>
        </p>
    }
}

/// Accepts files that are dropped anywhere on the page while the form is open: beside the box, the browser would leave
/// the console and open the file. `over` is true while a file is dragged over the page.
pub(super) fn take_drops(over: RwSignal<bool>, on_text: OnText) {
    let dragged = window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            over.try_set(true);
        }
    });
    let gone = window_event_listener(ev::dragleave, move |event| {
        // A `dragleave` without a related target has left the window.
        if event.related_target().is_none() {
            over.try_set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event| {
        if has_files(&event) {
            event.prevent_default();
            over.try_set(false);
            read(event.data_transfer().and_then(|transfer| transfer.files()), on_text);
        }
    });
    on_cleanup(move || [dragged, gone, dropped].into_iter().for_each(WindowListenerHandle::remove));
}

fn has_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
}

fn read(files: Option<FileList>, on_text: OnText) {
    if let Some(file) = files.and_then(|files| files.get(0)) {
        spawn_local(async move { _ = on_text.try_run(text_of(&file).await) });
    }
}

/// A text that is longer than any key is not read; UTF-16 takes twice as many bytes. Not by `File::text`, which decodes
/// everything as UTF-8.
async fn text_of(file: &File) -> Result<String, &'static str> {
    let words = &text().connections.key;
    let longest = u32::try_from(2 * Pasted::MAX_BYTES).unwrap_or(u32::MAX);
    if file.size() > f64::from(longest) {
        return Err(words.too_large_file);
    }
    let bytes = JsFuture::from(file.array_buffer()).await.map_err(|_| words.unreadable)?;
    let bytes = Uint8Array::new(&bytes).to_vec();
    let text = key_file_text(&bytes).ok_or(words.unreadable)?;
    match text.trim().len() {
        0 => Err(words.empty_file),
        length if length > Pasted::MAX_BYTES => Err(words.too_large_file),
        _ => Ok(text),
    }
}
