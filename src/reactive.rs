//! What changes, behind one type each. Leptos compiles its machinery anew for the type of every closure and future; with
//! a pointer in between it does so once, and the bundle is 4 KB smaller (brotli).

use leptos::prelude::*;
use std::pin::Pin;

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
