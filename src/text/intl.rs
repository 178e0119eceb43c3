//! Formatting of dates, numbers and lists by the browser (`Intl`), in the language of the page. Each formatter is made
//! once for each language, when it is first needed.

use crate::language;
#[cfg(target_arch = "wasm32")]
pub(super) use browser::plural;
#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{list, number};
#[cfg(not(target_arch = "wasm32"))]
pub(super) use host::plural;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use host::{list, number};
use js_sys::{Array, Function, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

/// A kind of formatter: its class in `Intl`, its method, and its options.
struct Kind {
    class: &'static str,
    method: &'static str,
    options: &'static [(&'static str, &'static str)],
}

const MOMENT: Kind =
    Kind { class: "DateTimeFormat", method: "format", options: &[("dateStyle", "medium"), ("timeStyle", "short")] };
const DISTANCE: Kind = Kind { class: "RelativeTimeFormat", method: "format", options: &[("numeric", "auto")] };
#[cfg(target_arch = "wasm32")]
const NUMBER: Kind = Kind { class: "NumberFormat", method: "format", options: &[] };
#[cfg(target_arch = "wasm32")]
const PLURAL: Kind = Kind { class: "PluralRules", method: "select", options: &[] };
#[cfg(target_arch = "wasm32")]
const LIST: Kind = Kind { class: "ListFormat", method: "format", options: &[] };

/// The formatters, by locale and class.
type Made = (String, &'static str, JsValue);

thread_local! {
    static MADE: RefCell<Vec<Made>> = const { RefCell::new(Vec::new()) };
}

impl Kind {
    fn write(&self, values: &Array) -> String {
        self.try_write(values).and_then(|text| text.as_string()).unwrap_or_default()
    }

    fn try_write(&self, values: &Array) -> Option<JsValue> {
        let formatter = self.formatter()?;
        let method: Function = Reflect::get(&formatter, &self.method.into()).ok()?.dyn_into().ok()?;
        method.apply(&formatter, values).ok()
    }

    fn formatter(&self) -> Option<JsValue> {
        let locale = language::locale();
        let known = MADE.with_borrow(|made| {
            let found = made.iter().find(|(its, class, _)| *its == locale && *class == self.class);
            found.map(|(.., formatter)| formatter.clone())
        });
        known.or_else(|| {
            let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
            let class: Function = Reflect::get(&intl, &self.class.into()).ok()?.dyn_into().ok()?;
            let options = Object::new();
            for (name, value) in self.options {
                let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
            }
            let formatter = Reflect::construct(&class, &Array::of2(&locale.as_str().into(), &options)).ok()?;
            MADE.with_borrow_mut(|made| made.push((locale, self.class, formatter.clone())));
            Some(formatter)
        })
    }
}

/// Formats a moment, for example “24 Nov 2026, 11:20”.
pub(crate) fn date(date: &js_sys::Date) -> String {
    MOMENT.write(&Array::of1(date))
}

/// Formats a distance from now, for example “3 minutes ago”. `unit` is one of `Intl.RelativeTimeFormat`'s.
pub(crate) fn relative(distance: f64, unit: &str) -> String {
    DISTANCE.write(&Array::of2(&distance.into(), &unit.into()))
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use super::{LIST, NUMBER, PLURAL};
    use js_sys::Array;
    use wasm_bindgen::JsValue;

    /// Formats a number, for example “10,000”.
    #[expect(clippy::cast_precision_loss, reason = "nothing here is counted in quadrillions")]
    pub(crate) fn number(number: u64) -> String {
        NUMBER.write(&Array::of1(&(number as f64).into()))
    }

    /// The plural category of a number, for example `one`.
    #[expect(clippy::cast_precision_loss, reason = "nothing here is counted in quadrillions")]
    pub(in crate::text) fn plural(number: u64) -> String {
        PLURAL.write(&Array::of1(&(number as f64).into()))
    }

    /// Formats a list, for example “a, b, and c”.
    pub(crate) fn list(items: &[String]) -> String {
        let items: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
        LIST.write(&Array::of1(&items))
    }
}

/// The stand-in for tests outside of a browser: English only.
#[cfg(not(target_arch = "wasm32"))]
mod host {
    pub(crate) fn number(number: u64) -> String {
        number.to_string()
    }

    pub(in crate::text) fn plural(number: u64) -> String {
        if number == 1 { "one" } else { "other" }.to_owned()
    }

    pub(crate) fn list(items: &[String]) -> String {
        items.join(", ")
    }
}
