//! Relative and absolute times, in the format of the user's browser.

use crate::language;
use crate::storage::{forget, recall, remember};
use crate::text::{self, text};
use js_sys::Date;
use leptos::prelude::*;
use markup::view;
use std::time::Duration;
use wasm_bindgen::JsValue;

const MINUTE: Duration = Duration::from_mins(1);

/// The units of relative times, in seconds.
const UNITS: [(&str, f64); 6] = [
    ("year", 31_557_600.0),
    ("month", 2_629_800.0),
    ("week", 604_800.0),
    ("day", 86_400.0),
    ("hour", 3_600.0),
    ("minute", 60.0),
];

/// The storage key for the choice of absolute times.
const EXACT: &str = "exact-times";

/// The current time in milliseconds since 1970, updated every minute, so that “just now” does not stay on screen.
#[derive(Clone, Copy)]
pub(crate) struct Now {
    tick: RwSignal<f64>,
    exact: RwSignal<bool>,
}

impl Now {
    /// Starts the clock, and puts it into the context.
    pub(crate) fn provide() {
        let tick = RwSignal::new(Date::now());
        set_interval(move || tick.set(Date::now()), MINUTE);
        provide_context(Self { tick, exact: RwSignal::new(recall(EXACT).is_some()) });
    }

    /// Whether absolute times are shown.
    pub(crate) fn is_exact(self) -> bool {
        self.exact.get()
    }

    /// Shows absolute or relative times, and saves the choice.
    pub(crate) fn show_exact(self, on: bool) {
        self.exact.set(on);
        if on {
            remember(EXACT, "1");
        } else {
            forget(EXACT);
        }
    }
}

/// The moment this many days ago (RFC 3339).
pub(crate) fn days_ago(days: u32) -> String {
    let moment = Date::now() - f64::from(days) * 86_400_000.0;
    Date::new(&JsValue::from_f64(moment)).to_iso_string().into()
}

/// “3 minutes ago” with the absolute time on hover; or the absolute time, if the user prefers that. `at` is RFC 3339,
/// or empty for never.
#[component]
pub(crate) fn Time(#[prop(into)] at: Signal<String>) -> impl IntoView {
    let now = use_context::<Now>();
    move || {
        let at = at.get();
        language::track();
        // The shared clock only triggers the update: it may be a minute behind.
        if let Some(now) = now {
            now.tick.track();
        }
        if at.is_empty() {
            return view! { <span class="is-muted">{text().common.never}</span> };
        }
        let (exact, distance) = (absolute(&at), relative(&at, Date::now()));
        let (title, shown) = if now.is_some_and(Now::is_exact) { (distance, exact) } else { (exact, distance) };
        view! { <time datetime=at title=title>{shown}</time> }
    }
}

/// The absolute time, for example “24 Nov 2026, 11:20”; empty if `at` cannot be parsed.
pub(crate) fn absolute(at: &str) -> String {
    let date = Date::new(&JsValue::from_str(at));
    if date.get_time().is_nan() {
        return String::new();
    }
    text::date(&date)
}

/// The time relative to `now` (milliseconds since 1970); empty if `at` cannot be parsed.
pub(crate) fn relative(at: &str, now: f64) -> String {
    let seconds = (Date::parse(at) - now) / 1000.0;
    if seconds.is_nan() {
        return String::new();
    }
    // A moment in the future means that this computer's clock is slow.
    let seconds = seconds.min(0.0);
    let Some((unit, length)) = UNITS.into_iter().find(|(_, length)| seconds.abs() >= *length) else {
        return text().common.just_now.to_owned();
    };
    text::relative((seconds / length).trunc(), unit)
}
