//! Page not found (404).

use crate::components::{EmptyState, Page};
use crate::language::{localized, text_signal};
use crate::paths;
use crate::text::text;
use crate::ui::Icon;
use leptos::prelude::*;
use markup::view;

/// Says that there is no such page, and links to the list.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    let content = || {
        let words = &text().shell;
        view! {
            <EmptyState icon=Icon::Search title=words.not_found_title text=words.not_found>
                <a class="button button-primary" href=paths::href(paths::CONNECTIONS)>{words.to_list}</a>
            </EmptyState>
        }
    };
    view! { <Page title=text_signal(|text| text.shell.app_management)>{localized(content)}</Page> }
}
