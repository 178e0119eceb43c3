//! What an attribute can be given: text, a flag, nothing, or a closure that gives one of them.

use leptos::prelude::*;
use std::borrow::Cow;
use wasm_bindgen::JsValue;

/// Text, or nothing: an attribute that is not there.
pub(crate) type Text = Option<Cow<'static, str>>;

/// A value now, or one that changes.
pub(crate) enum Value<T> {
    Fixed(T),
    Live(Box<dyn Fn() -> T>),
}

/// A plain value as text.
pub(crate) trait Plain {
    fn text(self) -> Text;
}

impl Plain for &'static str {
    fn text(self) -> Text {
        Some(Cow::Borrowed(self))
    }
}

impl Plain for String {
    fn text(self) -> Text {
        Some(Cow::Owned(self))
    }
}

/// There, or not there.
impl Plain for bool {
    fn text(self) -> Text {
        self.then_some(Cow::Borrowed(""))
    }
}

impl<T: Plain> Plain for Option<T> {
    fn text(self) -> Text {
        self.and_then(Plain::text)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Plain for $number {
            fn text(self) -> Text {
                Some(Cow::Owned(self.to_string()))
            }
        })*
    };
}
numbers!(u32, i32);

/// What an attribute is given, as text.
pub(crate) trait IntoText {
    fn into_text(self) -> Value<Text>;
}

macro_rules! fixed_text {
    ($($plain:ty),*) => {
        $(impl IntoText for $plain {
            fn into_text(self) -> Value<Text> {
                Value::Fixed(self.text())
            }
        })*
    };
}
fixed_text!(&'static str, String, bool, u32, i32);

impl<T: Plain> IntoText for Option<T> {
    fn into_text(self) -> Value<Text> {
        Value::Fixed(self.text())
    }
}

impl<F, T> IntoText for F
where
    F: Fn() -> T + 'static,
    T: Plain,
{
    fn into_text(self) -> Value<Text> {
        Value::Live(Box::new(move || self().text()))
    }
}

/// What a class is given.
pub(crate) trait IntoFlag {
    fn into_flag(self) -> Value<bool>;
}

impl IntoFlag for bool {
    fn into_flag(self) -> Value<bool> {
        Value::Fixed(self)
    }
}

impl<F: Fn() -> bool + 'static> IntoFlag for F {
    fn into_flag(self) -> Value<bool> {
        Value::Live(Box::new(self))
    }
}

impl IntoFlag for Signal<bool> {
    fn into_flag(self) -> Value<bool> {
        Value::Live(Box::new(move || self.get()))
    }
}

/// What a property of an element is given.
pub(crate) trait IntoProperty {
    fn into_property(self) -> Value<JsValue>;
}

impl<F, T> IntoProperty for F
where
    F: Fn() -> T + 'static,
    T: Into<JsValue>,
{
    fn into_property(self) -> Value<JsValue> {
        Value::Live(Box::new(move || self().into()))
    }
}
