//! The list of connections, its panels, and the page of one.

use crate::components::{EmptyState, Page};
use crate::text::text;
use crate::ui::Icon;
use leptos::prelude::*;

/// `/connections`.
pub(crate) fn list_page() -> AnyView {
    let words = &text().shell;
    view! { <Page title=words.app_management lead=words.lead><EmptyState icon=Icon::Link title="" text=""/></Page> }
        .into_any()
}

/// `/connections/{id}`.
pub(crate) fn connection_page(_id: String) -> AnyView {
    list_page()
}
