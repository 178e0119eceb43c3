//! Whose turn it is: so few requests are worked on at once that each is done soon, and the rest hears soon that the
//! server is busy, instead of everybody waiting.
//!
//! How long a request waits for its turn is controlled delay, after Ben Maurer, "Fail at Scale" (ACM Queue 13 (8), 2015):
//! a burst is worth waiting for, a queue that does not end only makes every answer late.

use crate::problem::{Answer, Refusal};
use axum::http::Method;
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
/// How many may wait for each turn.
const QUEUE: usize = 32;
/// How long a burst may wait for its turn.
const LONGEST: Duration = Duration::from_millis(300);
/// How long anybody waits while others are being refused: no time, as far as the runtime's clock can tell.
const SHORTEST: Duration = Duration::from_millis(1);
/// After a refusal, patience comes back by a tenth of the time that went by without another.
const RECOVERY: u32 = 10;

/// How many processors there are to work with.
pub(crate) fn processors() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}

/// Everybody's turns.
pub(crate) struct Turns {
    reads: Arc<Gate>,
    writes: Arc<Gate>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { reads: Gate::new(READS * processors()), writes: Gate::new(WRITES) }
    }
}

impl Turns {
    /// So many at once, of each kind.
    #[cfg(test)]
    pub(crate) fn of(slots: usize) -> Self {
        Self { reads: Gate::new(slots), writes: Gate::new(slots) }
    }

    /// As if somebody were refused again and again.
    #[cfg(test)]
    pub(crate) fn refuse_for_an_hour(&self) {
        for gate in [&self.reads, &self.writes] {
            *gate.refused.lock().unwrap_or_else(PoisonError::into_inner) =
                Instant::now().checked_add(Duration::from_hours(1));
        }
    }

    /// Refuses a request that would be refused in all likelihood, before anything is spent on it.
    pub(crate) fn refuse_what_is_hopeless(&self, method: &Method) -> Answer<()> {
        let gate = self.gate(method);
        if gate.patience() > SHORTEST || gate.free.available_permits() > 0 {
            return Ok(());
        }
        gate.refuse();
        Err(Refusal::busy())
    }

    fn gate(&self, method: &Method) -> &Arc<Gate> {
        if method.is_safe() { &self.reads } else { &self.writes }
    }

    /// Runs a request, which takes its turn by [`take`] and has it until it is answered, or gives it up before.
    pub(crate) async fn run<T>(&self, method: &Method, request: impl Future<Output = T>) -> T {
        TURN.scope(Turn { gate: self.gate(method).clone(), permit: Mutex::default() }, request).await
    }
}

tokio::task_local! {
    /// Of the request that this task works on.
    static TURN: Turn;
}

struct Turn {
    gate: Arc<Gate>,
    permit: Mutex<Option<OwnedSemaphorePermit>>,
}

impl Turn {
    fn set(&self, permit: Option<OwnedSemaphorePermit>) {
        *self.permit.lock().unwrap_or_else(PoisonError::into_inner) = permit;
    }
}

/// Waits for this request's turn, or refuses it as `busy`. What comes from the client has arrived by now: whoever sends
/// slowly never holds up others.
pub(crate) async fn take() -> Answer<()> {
    let Ok(gate) = TURN.try_with(|turn| turn.gate.clone()) else { return Ok(()) };
    let permit = gate.enter().await.ok_or_else(Refusal::busy)?;
    // Only a request has a turn.
    let _ = TURN.try_with(|turn| turn.set(Some(permit)));
    Ok(())
}

/// Lets others go on: from here on this request waits for somebody outside, as Okta.
pub(crate) fn give_up() {
    // Only a request has a turn.
    let _ = TURN.try_with(|turn| turn.set(None));
}

struct Gate {
    free: Arc<Semaphore>,
    /// Places to wait in.
    places: Semaphore,
    refused: Mutex<Option<Instant>>,
}

impl Gate {
    fn new(turns: usize) -> Arc<Self> {
        let free = Arc::new(Semaphore::new(turns));
        Arc::new(Self { free, places: Semaphore::new(turns * QUEUE), refused: Mutex::default() })
    }

    async fn enter(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(permit) = self.free.clone().try_acquire_owned() {
            return Some(permit);
        }
        let permit = match self.places.try_acquire() {
            Ok(_place) => timeout(self.patience(), self.free.clone().acquire_owned()).await.ok().and_then(Result::ok),
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

    fn patience(&self) -> Duration {
        let refused = *self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        patience(refused.map(|refused| refused.elapsed()))
    }
}

/// How long to wait, so long after somebody was refused.
fn patience(since: Option<Duration>) -> Duration {
    since.map_or(LONGEST, |since| (since / RECOVERY).clamp(SHORTEST, LONGEST))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::task::Poll;

    #[test]
    fn a_burst_may_wait_and_a_queue_that_does_not_end_may_not() {
        let since = |milliseconds| patience(Some(Duration::from_millis(milliseconds))).as_millis();
        assert_eq!(patience(None), LONGEST, "nobody was refused yet");
        for (milliseconds, expected) in [(0, 1), (10, 1), (50, 5), (1_000, 100), (3_000, 300), (60_000, 300)] {
            assert_eq!(since(milliseconds), expected, "{milliseconds} ms after a refusal");
        }
    }

    #[tokio::test]
    async fn a_refusal_makes_the_next_ones_come_sooner() {
        let gate = Gate::new(1);
        let held = gate.enter().await.unwrap();
        assert_eq!(gate.patience(), LONGEST);
        assert!(gate.enter().await.is_none());
        assert!(gate.patience() < LONGEST);
        drop(held);
        assert!(gate.enter().await.is_some());
    }

    #[tokio::test]
    async fn so_many_wait_and_whoever_comes_then_does_not() {
        let gate = Gate::new(1);
        let held = gate.enter().await.unwrap();
        let mut waiting: Vec<_> = (0..QUEUE).map(|_| Box::pin(gate.enter())).collect();
        for place in &mut waiting {
            assert!(futures::poll!(place).is_pending());
        }
        assert!(matches!(futures::poll!(Box::pin(gate.enter())), Poll::Ready(None)));
        drop(waiting.pop());
        let mut next = Box::pin(gate.enter());
        assert!(futures::poll!(&mut next).is_pending(), "whoever leaves makes room");
        drop(held);
        assert!(waiting.swap_remove(0).await.is_some(), "and the others still have their turn");
    }

    #[tokio::test]
    async fn what_is_hopeless_is_not_even_begun() {
        let turns = Turns::of(1);
        let refused = |method| turns.refuse_what_is_hopeless(&method).is_err();
        let hold = turns.run(&Method::GET, async {
            take().await.unwrap();
            assert!(!refused(Method::GET), "nobody was refused yet, so it may wait");
            turns.refuse_for_an_hour();
            assert!(refused(Method::GET) && refused(Method::HEAD));
            assert!(!refused(Method::PUT), "changing is another queue");
        });
        hold.await;
        assert!(!refused(Method::GET), "there is room again");
    }

    #[tokio::test]
    async fn whoever_waited_longest_is_next() {
        let gate = Gate::new(1);
        let held = gate.enter().await.unwrap();
        let (first, second) = (gate.enter(), gate.enter());
        tokio::pin!(first, second);
        assert!(futures::poll!(&mut first).is_pending() && futures::poll!(&mut second).is_pending());
        drop(held);
        let held = first.await.unwrap();
        assert!(futures::poll!(&mut second).is_pending());
        drop(held);
        assert!(second.await.is_some());
    }

    #[tokio::test]
    async fn whoever_gives_up_a_turn_lets_others_go_on_and_is_not_held_up() {
        let turns = Turns::of(1);
        let served = async |method: Method| turns.run(&method, async { take().await.map(|()| "served") }).await;
        let answer = turns.run(&Method::POST, async {
            take().await.unwrap();
            assert!(served(Method::GET).await.is_ok(), "reading is another queue");
            assert_eq!(served(Method::POST).await.unwrap_err().problem().code, "busy");
            give_up();
            served(Method::DELETE).await
        });
        assert_eq!(answer.await.unwrap(), "served");
        assert!(served(Method::PUT).await.is_ok(), "a turn ends with its request");
        assert!(take().await.is_ok(), "what is no request waits for nobody");
    }
}
