//! Embedded mode: whether the console is shown inside another page. `public/early.js` decides it before the first
//! paint.

/// Whether only the content of the tab is shown (`?embed=1`, or in a frame).
pub(crate) fn embedded() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element())
        .is_some_and(|root| root.has_attribute("data-embed"))
}
