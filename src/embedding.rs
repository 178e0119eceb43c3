//! Whether the console is part of another page. `public/early.js` decides before the first paint.

/// Whether only the tab's content is shown (`?embed=1`, or framed).
pub(crate) fn embedded() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element())
        .is_some_and(|root| root.has_attribute("data-embed"))
}
