//! What an element has beside its children.

use super::value::{Text, Value};
use leptos::reactive::effect::RenderEffect;
use leptos::tachys::renderer::types::Element as Node;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::Event;

/// One attribute, class, property, listener or reference.
pub(super) enum Attribute {
    Text(&'static str, Value<Text>),
    Class(&'static str, Value<bool>),
    Style(&'static str, Value<Text>),
    Property(&'static str, Value<JsValue>),
    On(&'static str, Box<dyn FnMut(Event)>),
    Reference(Box<dyn FnOnce(&Node)>),
}

/// What must stay for an attribute to go on working.
pub(super) enum Kept {
    Nothing,
    Effect { _effect: RenderEffect<()> },
    Listener { node: Node, event: &'static str, listener: Closure<dyn FnMut(Event)> },
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Self::Listener { node, event, listener } = self {
            let _ = node.remove_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        }
    }
}

impl Attribute {
    /// Properties and references wait for the children: a `<select>` has no value before its options.
    pub(super) fn waits(&self) -> bool {
        matches!(self, Self::Property(..) | Self::Reference(_))
    }

    /// The name to take away again when the element becomes another.
    pub(super) fn name(&self) -> Option<&'static str> {
        match self {
            Self::Text(name, _) => Some(name),
            _ => None,
        }
    }

    pub(super) fn apply(self, node: &Node) -> Kept {
        let node = node.clone();
        match self {
            Self::Text(name, value) => keep(value, move |text| set_text(&node, name, text)),
            Self::Class(name, value) => keep(value, move |on| {
                let classes = node.class_list();
                let _ = if on { classes.add_1(name) } else { classes.remove_1(name) };
            }),
            Self::Style(name, value) => keep(value, move |text: Text| {
                let style = node.unchecked_ref::<web_sys::HtmlElement>().style();
                let _ = style.set_property(name, text.as_deref().unwrap_or_default());
            }),
            Self::Property(name, value) => keep(value, move |value: JsValue| {
                let _ = js_sys::Reflect::set(&node, &JsValue::from_str(name), &value);
            }),
            Self::On(event, run) => {
                let listener = Closure::wrap(run);
                let _ = node.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
                Kept::Listener { node, event, listener }
            }
            Self::Reference(load) => {
                load(&node);
                Kept::Nothing
            }
        }
    }
}

fn set_text(node: &Node, name: &str, text: Text) {
    let _ = match text {
        Some(text) => node.set_attribute(name, &text),
        None => node.remove_attribute(name),
    };
}

fn keep<T: 'static>(value: Value<T>, set: impl Fn(T) + 'static) -> Kept {
    match value {
        Value::Fixed(value) => {
            set(value);
            Kept::Nothing
        }
        Value::Live(value) => Kept::Effect { _effect: live(Box::new(move || set(value()))) },
    }
}

fn live(run: Box<dyn Fn()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| run())
}
