//! Measures the height of the action bar, below which the table's header sticks, and the width of the list. Both change
//! with the window, the language and the content of the bar.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};

/// The CSS variable for the height of the bar.
const BAR_HEIGHT: &str = "--action-bar";

/// The measurements. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Measures {
    width: RwSignal<i32>,
}

impl Measures {
    /// Measures `list`, whose first child is the bar.
    pub(crate) fn of(list: NodeRef<html::Section>) -> Self {
        let measures = Self { width: RwSignal::new(i32::MAX) };
        list.on_load(move |list| measures.watch(&list));
        measures
    }

    /// The width of the list, in pixels.
    pub(crate) fn width(self) -> i32 {
        self.width.get()
    }

    fn watch(self, list: &HtmlElement) {
        let Some(bar) = list.first_element_child().and_then(|bar| bar.dyn_into::<HtmlElement>().ok()) else { return };
        let (watched, measured) = (list.clone(), bar.clone());
        let mut known_height = None;
        let measure = Closure::<dyn FnMut()>::new(move || {
            let width = watched.client_width();
            if self.width.try_with_untracked(|known| *known != width) == Some(true) {
                self.width.set(width);
            }
            let height = measured.offset_height();
            // Written only when it differs: setting a property restyles the whole list, which grows and shrinks while
            // scrolling.
            if known_height.replace(height) != Some(height) {
                let _ = watched.style().set_property(BAR_HEIGHT, &[&height.to_string(), "px"].concat());
            }
        });
        // Without it, the heads are a little off where the bar has two lines.
        let Ok(observer) = ResizeObserver::new(measure.as_ref().unchecked_ref()) else { return };
        observer.observe(list);
        observer.observe(&bar);
        let kept = StoredValue::new_local(Some((observer, measure)));
        on_cleanup(move || {
            if let Some((observer, measure)) = kept.try_update_value(Option::take).flatten() {
                observer.disconnect();
                drop(measure);
            }
        });
    }
}
