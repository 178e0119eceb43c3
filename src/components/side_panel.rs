//! Side panel (drawer): slides over the page from the end of the line.

use crate::language::{localized, text_signal};
use crate::ui::{Dialog, Icon, IconButton};
use leptos::prelude::*;
use markup::view;

const TITLE: &str = "panel-title";

/// A modal panel; it is open as long as it is in the page. Its body scrolls between a fixed header and footer. With
/// `aside` there is a second column, which is below the first on narrow screens. Tab reaches the footer before the
/// aside, so that filling in the form does not lead through the reference material. Esc, a click beside the panel and
/// the cross call `on_close`, and do not close it by themselves.
#[component]
pub(crate) fn SidePanel(
    #[prop(into)] title: Signal<String>,
    on_close_request: Callback<()>,
    /// The buttons in the footer.
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
