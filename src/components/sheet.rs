//! A dialog to look something up in or to set something, with nothing to confirm.

use crate::dom::view;
use crate::text::text;
use crate::ui::{Dialog, Icon, IconButton};
use leptos::prelude::*;

const TITLE: &str = "sheet-title";

/// Open as long as it is in the page.
#[component]
pub(crate) fn Sheet(title: &'static str, on_close: Callback<()>, children: Children) -> impl IntoView {
    view! {
        <Dialog class="sheet" labelled_by=TITLE on_close_request=on_close>
            <header class="sheet-header">
                <h2 id=TITLE>{title}</h2>
                <IconButton icon=Icon::Cross label=text().common.close on_click=on_close/>
            </header>
            {children()}
        </Dialog>
    }
}
