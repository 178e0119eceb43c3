//! Scroll restoration and scroll anchoring: a row stays at its place on the screen while rows are added or removed
//! above it and when the window is resized, and is there again when the user comes back.

use super::list_memory::ListPosition;
use super::row_focus::{RowFocus, first_on_screen, place_of, row_at};
use super::rows::Rows;
use crate::router::use_router;
use crate::ui::is_composing;
use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// Without a scroll event for this time, scrolling has stopped.
const REST: Duration = Duration::from_millis(120);
/// For how many frames the row is moved to its place: blocks above it are measured meanwhile.
const FRAMES: u8 = 24;

/// A row and its place on the screen.
#[derive(Debug, Clone, PartialEq)]
struct ScrollTarget {
    id: String,
    place: usize,
    /// The distance of its upper edge from that of the viewport, in pixels.
    top: i64,
    frames: u8,
}

/// The anchoring state. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct ScrollAnchor {
    rows: Rows,
    row_focus: RowFocus,
    aim: RwSignal<Option<ScrollTarget>>,
    /// The first visible row when scrolling last stopped.
    rest: StoredValue<Option<(String, i64)>>,
    /// The first visible row before other rows were added.
    held: StoredValue<Option<(String, i64)>>,
}

impl ScrollAnchor {
    pub(crate) fn of(rows: Rows, row_focus: RowFocus) -> Self {
        let (rest, held) = (StoredValue::new(None), StoredValue::new(None));
        let anchor = Self { rows, row_focus, aim: RwSignal::new(None), rest, held };
        let router = use_router();
        router.on_leave(Callback::new(move |entry: String| anchor.keep(&entry)));
        let remember = Callback::new(move |()| anchor.held.set_value(anchor.seen()));
        rows.before_refresh.set_value(Some(remember));
        Effect::new(move |_| {
            rows.loaded.track();
            if let Some((id, top)) = anchor.held.try_update_value(Option::take).flatten() {
                anchor.aim_at(id, top);
            }
            if rows.to_restore.with(Option::is_some)
                && rows.loaded.with_untracked(Option::is_some)
                && !untrack(|| rows.are_outdated())
                && let Some(position) = rows.to_restore.try_update(Option::take).flatten()
            {
                anchor.restore(&position);
            }
        });
        anchor.listen();
        anchor
    }

    /// The index of the row that must be in the page to be moved to its place.
    pub(crate) fn place(self) -> Option<usize> {
        self.aim.with(|aim| aim.as_ref().map(|aim| aim.place))
    }

    /// Moves the row to its place. Called after rows were added to the page.
    pub(crate) fn settle(self) {
        request_animation_frame(move || {
            let Some(mut aim) = self.aim.try_get_untracked().flatten() else { return };
            let Some(row) = row_at(aim.place) else { return };
            let by = row.get_bounding_client_rect().top().round() - whole(aim.top);
            if by.abs() >= 1.0 {
                window().scroll_by_with_x_and_y(0.0, by);
            }
            aim.frames -= 1;
            let goes_on = aim.frames > 0;
            self.aim.set(goes_on.then_some(aim));
            if goes_on {
                self.settle();
            }
        });
    }

    fn aim_at(self, id: String, top: i64) {
        if let Some(place) = self.rows.place_of(&id) {
            self.aim.set(Some(ScrollTarget { id, place, top, frames: FRAMES }));
            self.settle();
        }
    }

    fn restore(self, position: &ListPosition) {
        match &position.first {
            Some((id, top)) => self.aim_at(id.clone(), *top),
            None => to_top(),
        }
        if let Some(focus) = position.focus.clone() {
            request_animation_frame(move || self.row_focus.restore_focus(&focus));
        }
    }

    fn keep(self, entry: &str) {
        if self.rows.loaded.with_untracked(Option::is_some) {
            let count = i64::try_from(untrack(|| self.rows.count())).unwrap_or_default();
            let at_top = window().scroll_y().is_ok_and(|y| y < 1.0);
            let first = self.seen().filter(|_| !at_top);
            ListPosition { count, first, focus: self.row_focus.saved_focus() }.save(entry);
        }
    }

    /// The first visible row, or the one that is being moved there.
    fn seen(self) -> Option<(String, i64)> {
        if let Some(aim) = self.aim.get_untracked() {
            return Some((aim.id, aim.top));
        }
        let row = first_on_screen()?;
        #[expect(clippy::cast_possible_truncation, reason = "a pixel more or less does not matter")]
        let top = row.get_bounding_client_rect().top().round() as i64;
        Some((self.rows.named(place_of(&row)?)?.id, top))
    }

    fn listen(self) {
        let timer = StoredValue::new(None::<TimeoutHandle>);
        let stop = move || _ = timer.try_update_value(|timer| timer.take().iter().for_each(TimeoutHandle::clear));
        let rested = move || drop(self.rest.try_set_value(self.seen()));
        let let_go = move || {
            if self.aim.try_with_untracked(Option::is_some) == Some(true) {
                self.aim.set(None);
            }
        };
        let listeners = [
            window_event_listener(ev::scroll, move |_| {
                stop();
                timer.set_value(set_timeout_with_handle(rested, REST).ok());
            }),
            // Rows have other heights in another width; the row that was being read stays visible.
            window_event_listener(ev::resize, move |_| {
                if let Some((id, top)) = self.rest.get_value().filter(|_| window().scroll_y().is_ok_and(|y| y >= 1.0)) {
                    self.aim_at(id, top);
                }
            }),
            // The user scrolls: that takes precedence.
            window_event_listener(ev::wheel, move |_| let_go()),
            window_event_listener(ev::touchmove, move |_| let_go()),
            window_event_listener(ev::pointerdown, move |_| let_go()),
            window_event_listener(ev::keydown, move |event| {
                if !is_composing(&event) {
                    let_go();
                }
            }),
        ];
        on_cleanup(move || {
            stop();
            listeners.into_iter().for_each(WindowListenerHandle::remove);
        });
    }
}

#[expect(clippy::cast_precision_loss, reason = "a distance on a screen")]
fn whole(pixels: i64) -> f64 {
    pixels as f64
}

/// Scrolls up to the beginning of the list.
fn to_top() {
    let list = crate::pages::connections::focus::find(".connections")
        .map_or(0.0, |list| list.get_bounding_client_rect().top());
    let bar =
        crate::pages::connections::focus::find(".topbar").map_or(0.0, |bar| bar.get_bounding_client_rect().bottom());
    if list < bar {
        window().scroll_by_with_x_and_y(0.0, list - bar);
    }
}
