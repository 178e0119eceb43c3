//! The rows of a long table, of which only those near the screen are in the page.

mod heights;

use crate::dom::{View, each, part, view};
use crate::reactive::{effect, memo};
use heights::Heights;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Rows come and go in blocks of so many, each a `<tbody>`. One is about a screen below the list's head: what is painted
/// first.
const BLOCK: usize = 10;
/// What is rendered above and below the screen, in pixels: a turn of the wheel must not outrun it.
const MARGIN: i32 = 600;

/// What is in the page of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shown {
    first: usize,
    end: usize,
    /// Heights in pixels that stand for the blocks before and after.
    before: i32,
    after: i32,
}

/// The bodies of `table`, which has `count` rows. `rows` makes those of some places; `near_end` is called when the last
/// of them comes near the screen.
pub(crate) fn windowed(
    table: NodeRef<html::Table>,
    count: Memo<usize>,
    rows: impl Fn(Range<usize>) -> View + Clone + Send + 'static,
    near_end: Callback<()>,
) -> View {
    let heights = StoredValue::new(Heights::default());
    let shown = RwSignal::new(Shown { first: 0, end: 1, before: 0, after: 0 });
    let look = move || {
        let Some(table) = table.try_get_untracked().flatten() else { return };
        let blocks = count.get_untracked().div_ceil(BLOCK);
        let from = -top(&table);
        let height = document().document_element().map_or(0, |page| page.client_height());
        let now = heights.try_update_value(|heights| {
            heights.resize(blocks);
            measure(&table, heights);
            let Range { start, end } = heights.window(from - MARGIN..from + height + MARGIN);
            Shown { first: start, end, before: heights.sum(0..start), after: heights.sum(end..blocks) }
        });
        let Some(now) = now else { return };
        if now != shown.get_untracked() {
            shown.set(now);
        }
        if now.end == blocks {
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
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    effect(move || {
        count.track();
        shown.track();
        // After the next paint: what is there shows before more of it is made.
        request_animation_frame(move || {
            soon.try_run(());
        });
    });
    let blocks = memo(move || {
        let Shown { first, end, .. } = shown.get();
        first..end.min(count.get().div_ceil(BLOCK)).max(first)
    });
    let block =
        move |at: usize| view! { <tbody data-block=at.to_string()>{rows(at * BLOCK..(at + 1) * BLOCK)}</tbody> };
    view! {
        {part(move || gap(shown.get().before))}
        {each(move || blocks.get().collect(), usize::to_string, block)}
        {part(move || gap(shown.get().after))}
    }
}

/// Room for rows that are not there.
fn gap(height: i32) -> Option<View> {
    (height > 0).then(|| view! { <tbody aria-hidden="true" class="table-gap"><tr style:height=[&height.to_string(), "px"].concat()></tr></tbody> })
}

/// Calls `look` once in the next frame, however often it is asked to.
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

/// How far below the upper edge of the screen the table begins.
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
