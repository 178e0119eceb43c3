//! Makes columns wider and narrower.

use crate::dom::view;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};

/// The edge of a column's head, to be dragged. Only for pointers: the width is a field elsewhere, too.
/// `on_resize` gets the width in pixels.
#[component]
pub(crate) fn ResizeHandle(on_resize: Callback<i32>) -> impl IntoView {
    // Where the pointer was, and how wide the column.
    let begun = StoredValue::new(None::<(i32, i32)>);
    let down = move |event: PointerEvent| {
        let Some(handle) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let head = handle.closest("th").ok().flatten().and_then(|head| head.dyn_into::<HtmlElement>().ok());
        if let Some(head) = head.filter(|_| event.button() == 0) {
            event.prevent_default();
            let _ = handle.set_pointer_capture(event.pointer_id());
            begun.set_value(Some((event.client_x(), head.offset_width())));
        }
    };
    let moved = move |event: PointerEvent| {
        if let Some((from, width)) = begun.get_value() {
            let by = event.client_x() - from;
            on_resize.run(width + if reads_leftward() { -by } else { by });
        }
    };
    let up = move |_: PointerEvent| begun.set_value(None);
    view! {
        <span
            class="resize-handle"
            aria-hidden="true"
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
        ></span>
    }
}

/// How wide the columns of the table happen to be, in pixels, without the one of the checkboxes.
pub(crate) fn column_widths() -> Vec<i32> {
    let Ok(heads) = document().query_selector_all("thead th:not(.cell-check)") else { return Vec::new() };
    let heads = (0..heads.length()).filter_map(|at| heads.get(at)?.dyn_into::<HtmlElement>().ok());
    heads.map(|head| head.offset_width()).collect()
}

fn reads_leftward() -> bool {
    document().document_element().is_some_and(|root| root.get_attribute("dir").as_deref() == Some("rtl"))
}
