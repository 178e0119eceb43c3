//! Column resizing: a handle to drag, and automatic width on a double click.

use leptos::prelude::*;
use markup::view;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent, PointerEvent};

/// The attribute that makes the stylesheet put a cell's content on one line.
const MEASURED: &str = "is-measured";

/// The handle at the edge of a column's head: drag it, or double-click it for the width of the content. For pointers
/// only: the width can also be typed in the dialog of the columns. `on_resize` gets the width in pixels.
#[component]
pub(crate) fn ResizeHandle(on_resize: Callback<i32>) -> impl IntoView {
    // Where the pointer was, and how wide the column was, when dragging began.
    let begun = StoredValue::new(None::<(i32, i32)>);
    let down = move |event: PointerEvent| {
        if let Some((handle, head)) = handle_and_head(&event).filter(|_| event.button() == 0) {
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
    let fit = move |event: MouseEvent| {
        if let Some(width) = handle_and_head(&event).and_then(|(_, head)| fitting_width(&head)) {
            on_resize.run(width);
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
            on:dblclick=fit
        ></span>
    }
}

/// The present widths of the table's columns in pixels, without that of the checkboxes.
pub(crate) fn column_widths() -> Vec<i32> {
    let Ok(heads) = document().query_selector_all("thead th:not(.cell-check)") else { return Vec::new() };
    let heads = (0..heads.length()).filter_map(|at| heads.get(at)?.dyn_into::<HtmlElement>().ok());
    heads.map(|head| head.offset_width()).collect()
}

fn handle_and_head(event: &MouseEvent) -> Option<(Element, HtmlElement)> {
    let handle: Element = event.current_target()?.dyn_into().ok()?;
    let head = handle.closest("th").ok()??.dyn_into().ok()?;
    Some((handle, head))
}

/// The width in pixels at which each cell of a column fits on one line.
fn fitting_width(head: &HtmlElement) -> Option<i32> {
    let table = head.closest("table").ok()??;
    let before = std::iter::successors(head.previous_element_sibling(), Element::previous_element_sibling).count();
    let cells = table.query_selector_all(&["tr > :nth-child(", &(before + 1).to_string(), ")"].concat()).ok()?;
    let _ = table.class_list().add_1(MEASURED);
    let widths = (0..cells.length()).filter_map(|at| width_of(&cells.get(at)?.dyn_into().ok()?));
    let widest = widths.fold(0.0, f64::max);
    let _ = table.class_list().remove_1(MEASURED);
    // Rounded up: a missing fraction of a pixel would break the line.
    #[allow(clippy::cast_possible_truncation)]
    (widest > 0.0).then_some(widest.ceil() as i32 + 1)
}

/// The width of a cell's content, with the padding at its start on both sides.
fn width_of(cell: &Element) -> Option<f64> {
    let range = document().create_range().ok()?;
    range.select_node_contents(cell).ok()?;
    let (inside, outside) = (range.get_bounding_client_rect(), cell.get_bounding_client_rect());
    let room = if reads_leftward() { outside.right() - inside.right() } else { inside.left() - outside.left() };
    (inside.width() > 0.0).then_some(inside.width() + 2.0 * room.max(0.0))
}

fn reads_leftward() -> bool {
    document().document_element().is_some_and(|root| root.get_attribute("dir").as_deref() == Some("rtl"))
}
