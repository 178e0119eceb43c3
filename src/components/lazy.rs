//! Lazy loading: parts of the console that are split off (`markup::split`) and fetched when they are first needed. If a
//! part cannot be loaded, the page says so and offers to try again: after an update, a page that was opened before asks
//! for files that no longer exist.

use super::confirm_dialog::ConfirmDialog;
use super::states::{EmptyState, slow_notice};
use crate::language::localized;
use crate::text::text;
use crate::ui::{Button, Icon};
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
use markup::view;
use std::pin::Pin;

/// A view whose code may not have loaded yet.
pub(crate) type Part = Result<AnyView, SplitLoaderError>;

/// The loading state of a part.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Loading,
    Here,
    Missing,
}

/// A part of a page, shown as soon as it has loaded.
pub(crate) fn lazy<F>(part: impl Fn() -> F + Send + Sync + 'static) -> AnyView
where
    F: Future<Output = Part> + 'static,
{
    load(boxed(part), slow_notice, |retry| {
        localized(move || {
            let words = &text().failure;
            view! {
                <div role="alert">
                    <EmptyState icon=Icon::Warning title=words.title text=words.part_missing>
                        <Button icon=Icon::Refresh on_click=retry>{text().common.retry}</Button>
                        <Button on_click=Callback::new(|()| reload_page())>{words.reload}</Button>
                    </EmptyState>
                </div>
            }
        })
    })
}

/// A part that is shown over the page. `on_close` is called when it cannot be loaded and the user gives up.
pub(crate) fn lazy_dialog<F>(part: impl Fn() -> F + Send + Sync + 'static, on_close: Callback<()>) -> AnyView
where
    F: Future<Output = Part> + 'static,
{
    load(
        boxed(part),
        || ().into_any(),
        move |retry| {
            let words = &text().failure;
            view! {
                <ConfirmDialog title=words.title confirm=text().common.retry on_confirm=retry on_cancel=on_close>
                    <p>{words.part_missing}</p>
                </ConfirmDialog>
            }
        },
    )
}

type MakePart = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Part>>> + Send + Sync>;

fn boxed<F>(part: impl Fn() -> F + Send + Sync + 'static) -> MakePart
where
    F: Future<Output = Part> + 'static,
{
    Box::new(move || Box::pin(part()))
}

/// The part, or what is shown while it loads, or an error with a button to try again.
fn load(
    part: MakePart,
    waiting: fn() -> AnyView,
    missing: impl Fn(Callback<()>) -> AnyView + Send + 'static,
) -> AnyView {
    let state = RwSignal::new(State::Loading);
    let view = StoredValue::new_local(None::<AnyView>);
    let owner = Owner::current();
    let load = Callback::new(move |()| {
        state.set(State::Loading);
        let scoped = || ScopedFuture::new_untracked(part());
        let part = owner.as_ref().map_or_else(scoped, |owner| owner.with(scoped));
        spawn_local(async move {
            let came = part.await;
            let now = if came.is_ok() { State::Here } else { State::Missing };
            if view.try_set_value(came.ok()).is_none() {
                state.try_set(now);
            }
        });
    });
    load.run(());
    (move || match state.get() {
        State::Loading => waiting(),
        State::Here => view.try_update_value(Option::take).flatten().into_any(),
        State::Missing => missing(load),
    })
    .into_any()
}

fn reload_page() {
    let _ = window().location().reload();
}
