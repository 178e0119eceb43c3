//! Panic hook: logs where a panic was, and no text that was made at run time. The standard hook repeats the whole
//! message, and the messages of the standard library quote the text or the value that they are about.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;
use std::panic::PanicHookInfo;
use std::thread;

/// Puts it in place of the standard one, for the whole process.
pub fn install() {
    std::panic::set_hook(Box::new(write));
}

fn write(info: &PanicHookInfo<'_>) {
    let at = info.location().map(ToString::to_string).unwrap_or_default();
    let thread = thread::current();
    let thread = thread.name().unwrap_or("unnamed");
    let message = constant(info.payload());
    // With RUST_BACKTRACE: names of functions and lines.
    let backtrace = Backtrace::capture();
    let backtrace = (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string());
    if tracing::dispatcher::has_been_set() {
        tracing::error!(at, thread, backtrace, "panicked: {message}");
    } else {
        // Nothing better can be done when even this cannot be written.
        let _ =
            writeln!(std::io::stderr(), "panicked at {at} in {thread}: {message}\n{}", backtrace.unwrap_or_default());
    }
}

/// The message, where it stands in the program as it is.
fn constant(payload: &(dyn Any + Send)) -> &'static str {
    payload.downcast_ref::<&'static str>().copied().unwrap_or("the message may hold a secret and is not repeated")
}
