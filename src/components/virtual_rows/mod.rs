//! Virtual rows (windowing): a long table of which only the rows near the viewport are in the page.

mod heights;

use heights::{Heights, Piece};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use markup::view;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The number of rows in a block. Rows are added and removed in blocks, each a `<tbody>`. One block is about as high as
/// the screen below the list's head: it is painted first.
const BLOCK: usize = 10;
/// How far beyond the viewport rows are rendered, in pixels: one turn of the wheel must not reach further.
const MARGIN: i32 = 600;

/// The bodies of a `table` with `count` rows. `rows` makes the rows of a range. The row at index `kept` is in the page
/// wherever it is, so that the focus does not disappear with it. `near_end` is called when the last row comes near the
/// viewport, `changed` when blocks were added or removed.
pub(crate) fn virtual_rows(
    table: NodeRef<html::Table>,
    count: Memo<usize>,
    kept: Memo<Option<usize>>,
    rows: impl Fn(Range<usize>) -> AnyView + Clone + Send + 'static,
    near_end: Callback<()>,
    changed: Callback<()>,
) -> AnyView {
    let heights = StoredValue::new(Heights::default());
    let shown = RwSignal::new(vec![Piece::Block(0)]);
    // For printing, every row is in the page.
    let printing = StoredValue::new(false);
    let look = move || {
        if printing.try_get_value() != Some(false) {
            return;
        }
        let Some(table) = table.try_get_untracked().flatten() else { return };
        let blocks = count.get_untracked().div_ceil(BLOCK);
        let kept = kept.get_untracked().map(|row| row / BLOCK);
        let from = -top(&table);
        let height = document().document_element().map_or(0, |page| page.client_height());
        let now = heights.try_update_value(|heights| {
            heights.resize(blocks);
            measure(&table, heights);
            let window = heights.window(from - MARGIN..from + height + MARGIN);
            (heights.pieces(window.clone(), kept), window.end)
        });
        let Some((now, end)) = now else { return };
        if shown.with_untracked(|shown| *shown != now) {
            shown.set(now);
        }
        if end == blocks {
            near_end.run(());
        }
    };
    let soon = in_next_frame(look);
    let listeners = [
        window_event_listener(ev::scroll, move |_| soon.run(())),
        window_event_listener(ev::resize, move |_| {
            heights.try_update_value(Heights::forget);
            soon.run(());
        }),
        window_event_listener(ev::beforeprint, move |_| {
            printing.set_value(true);
            shown.set((0..count.get_untracked().div_ceil(BLOCK)).map(Piece::Block).collect());
        }),
        window_event_listener(ev::afterprint, move |_| {
            printing.set_value(false);
            soon.run(());
        }),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    Effect::new(move |_| {
        count.track();
        kept.track();
        shown.track();
        changed.run(());
        // After the next paint: the first rows are shown before more are made.
        request_animation_frame(move || {
            soon.try_run(());
        });
    });
    view! { <For each=move || shown.get() key=|piece| *piece children=move |piece| show(piece, &rows)/> }
}

fn show(piece: Piece, rows: &impl Fn(Range<usize>) -> AnyView) -> AnyView {
    match piece {
        Piece::Block(at) => {
            view! { <tbody data-block=at.to_string()>{rows(at * BLOCK..(at + 1) * BLOCK)}</tbody> }
        }
        Piece::Gap { height, .. } => {
            let height = [&height.to_string(), "px"].concat();
            view! { <tbody aria-hidden="true" class="table-gap"><tr style:height=height></tr></tbody> }
        }
    }
}

/// Calls `look` once in the next frame, however often this is called before it.
fn in_next_frame(look: impl Fn() + Copy + Send + Sync + 'static) -> Callback<()> {
    let asked = StoredValue::new(false);
    Callback::new(move |()| {
        if asked.try_get_value() == Some(false) {
            asked.set_value(true);
            request_animation_frame(move || {
                asked.try_set_value(false);
                look();
            });
        }
    })
}

/// How far the table's top is below the top of the viewport.
#[expect(clippy::cast_possible_truncation, reason = "a pixel more or less does not matter")]
fn top(table: &HtmlElement) -> i32 {
    table.get_bounding_client_rect().top() as i32
}

fn measure(table: &HtmlElement, heights: &mut Heights) {
    let Ok(bodies) = table.query_selector_all("[data-block]") else { return };
    for at in 0..bodies.length() {
        if let Some(body) = bodies.get(at).and_then(|body| body.dyn_into::<HtmlElement>().ok())
            && let Some(block) = body.get_attribute("data-block").and_then(|block| block.parse().ok())
        {
            heights.set(block, body.offset_height());
        }
    }
}
