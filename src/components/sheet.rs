//! A dialog for reading or setting something, without confirmation.

use crate::language::localized;
use crate::text::text;
use crate::ui::{Dialog, Icon, IconButton};
use leptos::prelude::*;
use markup::view;

const TITLE: &str = "sheet-title";

/// The dialog; it is open as long as it is in the page.
#[component]
pub(crate) fn Sheet(#[prop(into)] title: Signal<String>, on_close: Callback<()>, children: Children) -> impl IntoView {
    view! {
        <Dialog class="sheet" labeled_by=TITLE on_close_request=on_close>
            <header class="sheet-header">
                <h2 id=TITLE>{move || title.get()}</h2>
                {localized(move || view! { <IconButton icon=Icon::Cross label=text().common.close on_click=on_close/> })}
            </header>
            {children()}
        </Dialog>
    }
}
