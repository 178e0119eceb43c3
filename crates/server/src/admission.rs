//! Admission control: so few requests are worked on at once that each is done soon; when the queue is full, the rest is
//! refused at once, instead of all of them waiting.
//!
//! How long a request waits in the queue is controlled delay, after Ben Maurer, "Fail at Scale" (ACM Queue 13 (8), 2015):
//! a burst is worth waiting for, a queue that does not end only makes every answer late.

use crate::problem::{ApiError, ApiResult};
use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// How many requests read at once, for each processor.
const READS: usize = 2;
/// How many change something at once: one is on its way to the disk, the other is made ready.
const WRITES: usize = 2;
/// How many requests may wait for each permit.
const QUEUE: usize = 32;
/// How long a burst may wait.
const MAX_WAIT: Duration = Duration::from_millis(300);
/// How long a request waits while others are being refused: no time, as far as the runtime's clock can tell.
const MIN_WAIT: Duration = Duration::from_millis(1);
/// After a refusal, the wait grows back by a tenth of the time that went by without another.
const RECOVERY: u32 = 10;

/// How many processors there are to work with.
pub(crate) fn processors() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}

/// The queues of requests that read and of requests that write.
pub(crate) struct AdmissionControl {
    reads: Arc<Queue>,
    writes: Arc<Queue>,
}

impl Default for AdmissionControl {
    fn default() -> Self {
        Self { reads: Queue::new(READS * processors()), writes: Queue::new(WRITES) }
    }
}

impl AdmissionControl {
    /// With as many permits of each kind.
    #[cfg(test)]
    pub(crate) fn of(permits: usize) -> Self {
        Self { reads: Queue::new(permits), writes: Queue::new(permits) }
    }

    /// As if requests were refused again and again.
    #[cfg(test)]
    pub(crate) fn refuse_for_an_hour(&self) {
        for queue in [&self.reads, &self.writes] {
            *queue.refused.lock().unwrap_or_else(PoisonError::into_inner) =
                Instant::now().checked_add(Duration::from_hours(1));
        }
    }

    /// Refuses a request that would be refused in all likelihood, before anything is spent on it.
    pub(crate) fn shed_if_saturated(&self, method: &Method) -> ApiResult<()> {
        let queue = self.queue(method);
        if queue.max_wait() > MIN_WAIT || queue.free.available_permits() > 0 {
            return Ok(());
        }
        queue.refuse();
        Err(ApiError::busy())
    }

    /// The permit of a request with this method, not acquired yet.
    pub(crate) fn permit(&self, method: &Method) -> Permit {
        Permit(Some(Arc::new(Held { queue: self.queue(method).clone(), permit: Mutex::default() })))
    }

    fn queue(&self, method: &Method) -> &Arc<Queue> {
        if method.is_safe() { &self.reads } else { &self.writes }
    }
}

/// A request's permit to be worked on, an extension of the request. All clones are one permit. The default is for work
/// that is no request of a client, and waits for nothing.
#[derive(Clone, Default)]
pub struct Permit(Option<Arc<Held>>);

struct Held {
    queue: Arc<Queue>,
    permit: Mutex<Option<OwnedSemaphorePermit>>,
}

impl Permit {
    /// Waits in the queue, or refuses the request as `busy`. Its body has arrived by now: a client that sends slowly never
    /// holds up others.
    pub async fn acquire(&self) -> ApiResult<()> {
        let Some(held) = &self.0 else { return Ok(()) };
        let permit = held.queue.enter().await.ok_or_else(ApiError::busy)?;
        held.set(Some(permit));
        Ok(())
    }

    /// Lets other requests go on: the request is answered, or waits for another server from here on, such as Okta.
    pub fn release(&self) {
        if let Some(held) = &self.0 {
            held.set(None);
        }
    }
}

impl Held {
    fn set(&self, permit: Option<OwnedSemaphorePermit>) {
        *self.permit.lock().unwrap_or_else(PoisonError::into_inner) = permit;
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Permit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

struct Queue {
    free: Arc<Semaphore>,
    /// Places in the queue.
    places: Semaphore,
    refused: Mutex<Option<Instant>>,
}

impl Queue {
    fn new(permits: usize) -> Arc<Self> {
        let free = Arc::new(Semaphore::new(permits));
        Arc::new(Self { free, places: Semaphore::new(permits * QUEUE), refused: Mutex::default() })
    }

    async fn enter(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(permit) = self.free.clone().try_acquire_owned() {
            return Some(permit);
        }
        let permit = match self.places.try_acquire() {
            Ok(_place) => timeout(self.max_wait(), self.free.clone().acquire_owned()).await.ok().and_then(Result::ok),
            Err(_) => None,
        };
        if permit.is_none() {
            self.refuse();
        }
        permit
    }

    fn refuse(&self) {
        ::metrics::counter!(crate::metrics::HTTP_REQUESTS_BUSY).increment(1);
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    fn max_wait(&self) -> Duration {
        let refused = *self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        max_wait(refused.map(|refused| refused.elapsed()))
    }
}

/// How long a request may wait, by the time since one was refused.
fn max_wait(since: Option<Duration>) -> Duration {
    since.map_or(MAX_WAIT, |since| (since / RECOVERY).clamp(MIN_WAIT, MAX_WAIT))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::task::Poll;

    #[test]
    fn a_burst_may_wait_and_a_queue_that_does_not_end_may_not() {
        let since = |milliseconds| max_wait(Some(Duration::from_millis(milliseconds))).as_millis();
        assert_eq!(max_wait(None), MAX_WAIT, "none was refused yet");
        for (milliseconds, expected) in [(0, 1), (10, 1), (50, 5), (1_000, 100), (3_000, 300), (60_000, 300)] {
            assert_eq!(since(milliseconds), expected, "{milliseconds} ms after a refusal");
        }
    }

    #[tokio::test]
    async fn a_refusal_makes_the_next_ones_come_sooner() {
        let queue = Queue::new(1);
        let held = queue.enter().await.unwrap();
        assert_eq!(queue.max_wait(), MAX_WAIT);
        assert!(queue.enter().await.is_none());
        assert!(queue.max_wait() < MAX_WAIT);
        drop(held);
        assert!(queue.enter().await.is_some());
    }

    #[tokio::test]
    async fn a_full_queue_refuses_the_next_request() {
        let queue = Queue::new(1);
        let held = queue.enter().await.unwrap();
        let mut waiting: Vec<_> = (0..QUEUE).map(|_| Box::pin(queue.enter())).collect();
        for place in &mut waiting {
            assert!(futures::poll!(place).is_pending());
        }
        assert!(matches!(futures::poll!(Box::pin(queue.enter())), Poll::Ready(None)));
        drop(waiting.pop());
        let mut next = Box::pin(queue.enter());
        assert!(futures::poll!(&mut next).is_pending(), "one that leaves makes room");
        drop(held);
        assert!(waiting.swap_remove(0).await.is_some(), "and the others are still served");
    }

    #[tokio::test]
    async fn what_is_hopeless_is_not_even_begun() {
        let admission = AdmissionControl::of(1);
        let refused = |method| admission.shed_if_saturated(&method).is_err();
        let held = admission.permit(&Method::GET);
        held.acquire().await.unwrap();
        assert!(!refused(Method::GET), "none was refused yet, so it may wait");
        admission.refuse_for_an_hour();
        assert!(refused(Method::GET) && refused(Method::HEAD));
        assert!(!refused(Method::PUT), "writing is another queue");
        drop(held);
        assert!(!refused(Method::GET), "there is room again");
    }

    #[tokio::test]
    async fn the_request_that_waited_longest_is_next() {
        let queue = Queue::new(1);
        let held = queue.enter().await.unwrap();
        let (first, second) = (queue.enter(), queue.enter());
        tokio::pin!(first, second);
        assert!(futures::poll!(&mut first).is_pending() && futures::poll!(&mut second).is_pending());
        drop(held);
        let held = first.await.unwrap();
        assert!(futures::poll!(&mut second).is_pending());
        drop(held);
        assert!(second.await.is_some());
    }

    #[tokio::test]
    async fn a_request_that_releases_its_permit_lets_others_go_on_and_is_not_held_up() {
        let admission = AdmissionControl::of(1);
        let served = async |method: Method| admission.permit(&method).acquire().await.map(|()| "served");
        let held = admission.permit(&Method::POST);
        held.acquire().await.unwrap();
        assert!(served(Method::GET).await.is_ok(), "reading is another queue");
        assert_eq!(served(Method::POST).await.unwrap_err().problem().code, "busy");
        held.clone().release();
        assert_eq!(served(Method::DELETE).await.unwrap(), "served");
        held.acquire().await.unwrap();
        drop(held);
        assert!(served(Method::PUT).await.is_ok(), "a permit ends with its request");
        assert!(Permit::default().acquire().await.is_ok(), "work that is no request waits for nothing");
    }
}
