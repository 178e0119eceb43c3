//! Data loading: a value from the API with its error, loaded again when the signals that the request reads change.

use super::{ApiError, Cancel};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortSignal;

/// A value that is loaded from the API. Cheap to copy.
pub(crate) struct Load<T: 'static> {
    /// The last value. It stays while a reload is under way, and when a reload fails.
    pub(crate) value: RwSignal<Option<T>>,
    /// Why the last request failed.
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
    /// Sends the `request` now, and again whenever a signal that it reads changes. A new request cancels the one
    /// before; the end of the page cancels all.
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

    /// Loads again.
    pub(crate) fn reload(self) {
        self.again.notify();
    }
}
