//! A panel that slides over the page from the end of the line.

use crate::language::{localized, text_signal};
use crate::ui::{Dialog, Icon, IconButton};
use leptos::prelude::*;
use markup::view;

const TITLE: &str = "panel-title";

/// A modal panel: open as long as it is in the page. Its body scrolls between a fixed header and footer; with `aside`
/// there is a second column, below the first where there is no room. Tab comes to the footer before the aside: who fills
/// the body and wants to go on need not pass what is there to be looked up. Esc, a click beside it and the cross only ask.
#[component]
pub(crate) fn SidePanel(
    #[prop(into)] title: Signal<String>,
    on_close_request: Callback<()>,
    /// The buttons at its foot.
    #[prop(into)]
    footer: ViewFn,
    #[prop(optional, into)] aside: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    let class = if aside.is_some() { "panel panel-wide" } else { "panel" };
    view! {
        <Dialog class=class labeled_by=TITLE on_close_request=on_close_request>
            <header class="panel-header">
                <h2 id=TITLE tabindex="-1">{move || title.get()}</h2>
                <IconButton icon=Icon::Cross label=text_signal(|text| text.common.close) on_click=on_close_request/>
            </header>
            <div class="panel-body">{children()}</div>
            <footer class="panel-footer">{localized(move || footer.run())}</footer>
            {aside.map(|aside| view! { <div class="panel-aside">{localized(move || aside.run())}</div> })}
        </Dialog>
    }
}
