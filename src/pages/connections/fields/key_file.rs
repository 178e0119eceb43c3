//! A key out of a file: chosen or dropped.

use crate::dom::view;
use crate::reactive::spawn;
use crate::text::text;
use crate::ui::Icon;
use crate::ui::{Button, ButtonKind};
use leptos::html;
use leptos::prelude::*;
use model::field::PrivateKey;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, FileList};

/// What becomes of a file: its text, or `None` where it cannot be read.
pub(super) type OnText = Callback<Option<String>>;

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
            <input node_ref=input type="file" hidden tabindex="-1" aria-hidden="true" accept=".json,.pem,.key,.txt" on:change=chosen/>
        </p>
    }
}

/// Takes the file that was dropped.
pub(super) fn dropped(event: &DragEvent, on_text: OnText) {
    let files = event.data_transfer().and_then(|transfer| transfer.files());
    if files.as_ref().is_some_and(|files| files.length() > 0) {
        event.prevent_default();
        read(files, on_text);
    }
}

fn read(files: Option<FileList>, on_text: OnText) {
    if let Some(file) = files.and_then(|files| files.get(0)) {
        spawn(async move { on_text.run(text_of(&file).await) });
    }
}

/// Text longer than any key would be refused anyway, and is not read.
async fn text_of(file: &File) -> Option<String> {
    let longest = u32::try_from(PrivateKey::MAX_BYTES).ok()?;
    if file.size() > f64::from(longest) {
        return None;
    }
    JsFuture::from(file.text()).await.ok()?.as_string()
}
