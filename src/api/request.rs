//! HTTP requests to the API: retries, timeouts, cancellation, and errors as [`ApiError`].

use super::ApiError;
use super::sse::{Event, Parser};
use gloo_net::Error;
use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Reflect, Uint8Array};
use model::problem::Problem;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Blob, ReadableStreamDefaultReader};

/// The timeout of an ordinary request, in milliseconds.
pub(super) const ORDINARY: u32 = 30_000;
/// The timeout of a request during which the server calls Okta, in milliseconds.
pub(super) const VERIFYING: u32 = 120_000;
/// The timeout of a whole download, in milliseconds.
pub(super) const DOWNLOADING: u32 = 600_000;

/// How often a request is sent before the server counts as too busy.
const TRIES: u32 = 4;
/// The code of the problem that a busy server answers with.
pub(super) const BUSY: &str = "busy";

/// A cancellation handle: dropping it cancels the requests that were made with it.
pub(crate) struct Cancel(Option<AbortController>);

impl Cancel {
    pub(crate) fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// The signal that cancels a request.
    pub(crate) fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Drop for Cancel {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

thread_local! {
    static SIGNED_OUT: RefCell<Option<Rc<dyn Fn()>>> = const { RefCell::new(None) };
}

/// Sets what happens when the server answers 401 (nobody is signed in).
pub(crate) fn on_signed_out(act: impl Fn() + 'static) {
    SIGNED_OUT.with(|slot| *slot.borrow_mut() = Some(Rc::new(act)));
}

/// Makes a value for `Idempotency-Key`: 128 random bits. Not by `randomUUID`, which does not exist on a page that is
/// served over plain HTTP.
pub(crate) fn idempotency_key() -> String {
    random::<16>()
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// A request to the API. Its address is relative to the document's base.
pub(super) struct Request {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
    timeout: u32,
}

impl Request {
    /// `path` is relative to `/api/v1/`.
    pub(super) fn new(method: Method, path: impl Into<String>) -> Self {
        let (headers, body, timeout) = (Vec::new(), None, ORDINARY);
        Self { method, path: path.into(), headers, body, timeout }
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(super) fn json(mut self, body: String) -> Self {
        self.body = Some(body);
        self.header("Content-Type", "application/json")
    }

    /// Sets the timeout, in milliseconds.
    pub(super) fn timeout(mut self, timeout: u32) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sends the request, and reads the response's body as JSON.
    pub(super) async fn fetch<T: DeserializeOwned>(self, cancel: Option<&AbortSignal>) -> Result<T, ApiError> {
        let (status, text) = self.text(cancel).await?;
        decode(&text, status)
    }

    /// Sends the request, and gives the response's body.
    pub(super) async fn text(self, cancel: Option<&AbortSignal>) -> Result<(u16, String), ApiError> {
        let response = self.send(cancel).await?;
        let status = response.status();
        Ok((status, response.text().await.map_err(failure)?))
    }

    /// Sends the request, and gives the response's body as a file with the name that the server gave it.
    pub(super) async fn file(self, cancel: Option<&AbortSignal>) -> Result<(String, Blob), ApiError> {
        let response = self.send(cancel).await?;
        let disposition = response.headers().get("Content-Disposition").unwrap_or_default();
        let name = disposition.split('"').nth(1).unwrap_or_default().to_owned();
        let body = web_sys::Response::from(response).blob().map_err(rejection)?;
        let body = JsFuture::from(body).await.map_err(rejection)?;
        Ok((name, body.unchecked_into()))
    }

    /// Sends the request, and calls `on_event` with every event of the response as it arrives.
    pub(super) async fn events(
        self,
        cancel: Option<&AbortSignal>,
        on_event: &mut dyn FnMut(Event),
    ) -> Result<(), ApiError> {
        let response = self.header("Accept", "text/event-stream").send(cancel).await?;
        let cut = || ApiError::Unexpected { status: None };
        let stream = response.body().ok_or_else(cut)?;
        let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
        let mut parser = Parser::default();
        loop {
            let chunk = JsFuture::from(reader.read()).await.map_err(rejection)?;
            if Reflect::get(&chunk, &"done".into()).is_ok_and(|done| done.is_truthy()) {
                return Ok(());
            }
            let bytes: Uint8Array = Reflect::get(&chunk, &"value".into()).map_err(|_| cut())?.unchecked_into();
            parser.push(&bytes.to_vec()).into_iter().for_each(&mut *on_event);
        }
    }

    /// A server that answers "busy" has not begun: the request is sent again, a few times.
    async fn send(self, cancel: Option<&AbortSignal>) -> Result<Response, ApiError> {
        for _ in 1..TRIES {
            match self.try_send(cancel).await {
                Err(ApiError::Problem(problem)) if problem.code == BUSY => pause().await,
                outcome => return outcome,
            }
        }
        self.try_send(cancel).await
    }

    async fn try_send(&self, cancel: Option<&AbortSignal>) -> Result<Response, ApiError> {
        // Sent even if the browser reports no network: it can be wrong about that.
        let has_network = web_sys::window().is_some_and(|window| window.navigator().on_line());
        let response = self.build(cancel)?.send().await.map_err(|error| match failure(error) {
            ApiError::Offline if !has_network => ApiError::NotSent,
            other => other,
        })?;
        if response.ok() {
            return Ok(response);
        }
        let status = response.status();
        if status == 401 {
            signed_out();
        }
        let problem = serde_json::from_str::<Problem>(&response.text().await.map_err(failure)?).ok();
        Err(problem.map_or(ApiError::Unexpected { status: Some(status) }, |problem| ApiError::Problem(problem.into())))
    }

    fn build(&self, cancel: Option<&AbortSignal>) -> Result<gloo_net::http::Request, ApiError> {
        let url = format!("{}/{}", model::api::BASE.trim_start_matches('/'), self.path);
        let timeout = AbortSignal::timeout_with_u32(self.timeout);
        let signals: Array = std::iter::once(&timeout).chain(cancel).collect();
        let signal = AbortSignal::any(&signals);
        let mut request = RequestBuilder::new(&url).method(self.method.clone()).abort_signal(Some(&signal));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        match &self.body {
            Some(body) => request.body(body.as_str()),
            None => request.build(),
        }
        .map_err(failure)
    }
}

pub(super) fn decode<T: DeserializeOwned>(text: &str, status: u16) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|_| ApiError::Unexpected { status: Some(status) })
}

/// How long to wait before a retry: the server's `Retry-After`, and a random part of up to as much again, so that not
/// every browser comes back at the same moment.
async fn pause() {
    let [more] = random();
    TimeoutFuture::new(1_000 + 4 * u32::from(more)).await;
}

fn failure(error: Error) -> ApiError {
    match error {
        Error::JsError(error) => by_name(&error.name),
        Error::SerdeError(_) | Error::GlooError(_) => ApiError::Offline,
    }
}

fn rejection(error: JsValue) -> ApiError {
    by_name(&Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default())
}

/// The reason why `fetch` rejected: `AbortError`, `TimeoutError`, or `TypeError` when nothing answers.
fn by_name(error: &str) -> ApiError {
    match error {
        "AbortError" => ApiError::Cancelled,
        "TimeoutError" => ApiError::Timeout,
        _ => ApiError::Offline,
    }
}

fn signed_out() {
    let act = SIGNED_OUT.with(|slot| slot.borrow().clone());
    if let Some(act) = act {
        act();
    }
}
