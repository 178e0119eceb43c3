//! Lazy loading: parts of the console that are split off (`markup::split`) and fetched when they are first needed.
//! A part that does not come says so and can be asked for again: after an update, an old page asks for files that are
//! gone.

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

/// A view whose code may not have come yet.
pub(crate) type Part = Result<AnyView, SplitLoaderError>;

/// What has become of a part.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Loading,
    Here,
    Missing,
}

/// A part of a page: in its place, as soon as it is there.
pub(crate) fn lazy<F>(part: impl Fn() -> F + Send + Sync + 'static) -> AnyView
where
    F: Future<Output = Part> + 'static,
{
    load(part, slow_notice, |retry| {
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

/// A part that lies over the page. `on_close` is called when it does not come and the user gives up.
pub(crate) fn lazy_dialog<F>(part: impl Fn() -> F + Send + Sync + 'static, on_close: Callback<()>) -> AnyView
where
    F: Future<Output = Part> + 'static,
{
    load(
        part,
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

/// `part`, or what is shown while it loads, or what is shown where it is missing, with a way to try again.
fn load<F>(
    part: impl Fn() -> F + Send + Sync + 'static,
    waiting: fn() -> AnyView,
    missing: impl Fn(Callback<()>) -> AnyView + Send + 'static,
) -> AnyView
where
    F: Future<Output = Part> + 'static,
{
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
