//! Write timeout: a connection whose peer takes nothing of its answer ends.

use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// This number of bytes taken counts as progress: a peer that takes one byte at a time holds a connection no longer
/// than one that
/// takes none.
const PROGRESS: usize = 16 * 1024;

/// A stream whose peer must take what is written to it. The time runs while the system takes no more, which is while
/// its
/// buffer for this peer is full.
pub(super) struct WriteTimeout<S> {
    stream: S,
    limit: Duration,
    /// Since the peer took enough for the last time.
    stalled: Option<Pin<Box<Sleep>>>,
    taken: usize,
}

impl<S> WriteTimeout<S> {
    pub(super) fn new(stream: S, limit: Duration) -> Self {
        Self { stream, limit, stalled: None, taken: 0 }
    }

    fn settle(
        &mut self,
        context: &mut Context<'_>,
        offered: usize,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(taken)) => {
                self.taken += taken;
                if taken == offered || self.taken >= PROGRESS {
                    self.stalled = None;
                    self.taken = 0;
                }
                Poll::Ready(Ok(taken))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                let limit = self.limit;
                let over = self.stalled.get_or_insert_with(|| Box::pin(sleep(limit)));
                over.as_mut().poll(context).map(|()| {
                    ::metrics::counter!(crate::metrics::CONNECTIONS_STALLED).increment(1);
                    Err(io::Error::new(ErrorKind::TimedOut, "the peer takes nothing of its answer"))
                })
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for WriteTimeout<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for WriteTimeout<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.settle(context, bytes.len(), written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.settle(context, slices.iter().map(|slice| slice.len()).sum(), written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    /// Long for what these tests do in memory, and short for those who wait for them.
    const LIMIT: Duration = Duration::from_millis(500);
    const STEP: Duration = Duration::from_millis(5);

    #[tokio::test]
    async fn who_takes_nothing_is_given_up() {
        let (ours, _theirs) = duplex(1_000);
        let mut ours = WriteTimeout::new(ours, LIMIT);
        let written = tokio::time::timeout(LIMIT * 20, ours.write_all(&[0; 5_000])).await.unwrap();
        assert_eq!(written.unwrap_err().kind(), ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn who_takes_a_byte_at_a_time_is_given_up_too() {
        let (ours, mut theirs) = duplex(1_000);
        let reader = async {
            loop {
                sleep(STEP).await;
                if theirs.read_u8().await.is_err() {
                    break;
                }
            }
        };
        let mut ours = WriteTimeout::new(ours, LIMIT);
        tokio::select! {
            written = ours.write_all(&[0; 5_000]) => assert_eq!(written.unwrap_err().kind(), ErrorKind::TimedOut),
            () = reader => unreachable!("the writer ends first"),
        }
    }

    #[tokio::test]
    async fn who_is_slow_and_goes_on_gets_everything() {
        // Long for a machine that does much else, and shorter than all of it takes.
        const PATIENT: Duration = Duration::from_secs(2);
        let (ours, mut theirs) = duplex(1_000);
        let began = tokio::time::Instant::now();
        let reader = async {
            let mut all = 0;
            while all < 100_000 || began.elapsed() < PATIENT * 5 / 4 {
                sleep(STEP).await;
                all += theirs.read(&mut [0; 1_000]).await?;
            }
            Ok::<_, io::Error>(all)
        };
        let (mut ours, some) = (WriteTimeout::new(ours, PATIENT), vec![0; 100_000]);
        let writer = async {
            loop {
                ours.write_all(&some).await?;
            }
        };
        // Ends with the reader, or with what goes wrong.
        let all: io::Result<usize> = tokio::select! {
            read = reader => read,
            failed = writer => failed,
        };
        assert!(all.unwrap() >= 100_000);
    }
}
