//! Loading: what a page shows of the API, with its error, asked for again when what it depends on changes.

use super::{ApiError, Cancel};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortSignal;

/// A value from the API. Cheap to copy.
pub(crate) struct Load<T: 'static> {
    /// What came last; it stays while it is asked for again, and where that fails.
    pub(crate) value: RwSignal<Option<T>>,
    /// Why the last request brought nothing.
    pub(crate) error: RwSignal<Option<ApiError>>,
    again: Trigger,
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Load<T> {}

impl<T: Send + Sync + 'static> Load<T> {
    /// Makes the `request` now, and again whenever what it reads changes. An older one is cancelled then, and when the
    /// page goes.
    pub(crate) fn new<F>(request: impl Fn(Option<AbortSignal>) -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        let load = Self { value: RwSignal::new(None), error: RwSignal::new(None), again: Trigger::new() };
        let mut running = None::<Cancel>;
        Effect::new(move |_| {
            drop(running.take());
            load.again.track();
            let cancel = Cancel::new();
            let answer = request(cancel.signal());
            running = Some(cancel);
            spawn_local(async move {
                match answer.await {
                    Err(ApiError::Cancelled) => {}
                    Err(error) => drop(load.error.try_set(Some(error))),
                    Ok(value) => {
                        load.error.try_set(None);
                        load.value.try_set(Some(value));
                    }
                }
            });
        });
        load
    }

    /// Asks again.
    pub(crate) fn reload(self) {
        self.again.notify();
    }
}
