//! What changes, behind one type each. Leptos compiles its machinery anew for the type of every closure and future; with
//! a pointer in between it does so once, and the bundle is 4 KB smaller (brotli).

use js_sys::{Function, Promise};
use leptos::prelude::*;
use std::pin::Pin;
use wasm_bindgen_futures::JsFuture;

/// Runs now, in the next moment, and whenever what it reads has changed.
pub(crate) fn effect(run: impl FnMut() + 'static) {
    erased_effect(Box::new(run));
}

fn erased_effect(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}

/// A value made of others, which tells only of real changes.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    erased_memo(Box::new(value))
}

fn erased_memo<T: PartialEq + Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| value())
}

/// Goes on beside everything else.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
    erased_spawn(Box::pin(future));
}

fn erased_spawn(future: Pin<Box<dyn Future<Output = ()>>>) {
    leptos::task::spawn_local(future);
}

/// In a task of its own, after everything that is under way: what was taken off the page has cleaned up by then. Not the
/// next frame, which a page in the background does not get.
pub(crate) async fn next_task() {
    let mut begin = |resolve: Function, _| {
        let _ = window().set_timeout_with_callback(&resolve);
    };
    let _ = JsFuture::from(Promise::new(&mut begin)).await;
}
