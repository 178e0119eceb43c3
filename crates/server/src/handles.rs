//! File handles (`RLIMIT_NOFILE`): how many this process may have open, and how many connections they are enough for.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// More are of no use here, and some systems allow a thousand million.
const ENOUGH: u64 = 65_536;
/// Kept for the database, for requests to Okta and to providers, and for what the runtime needs.
const RESERVED: u64 = 256;
/// A connection that is sent a file has two: the socket and the file.
const FOR_EACH_CONNECTION: u64 = 2;

/// Raises the soft limit as far as the hard one lets it; gives what holds afterwards. systemd and most shells set a
/// soft
/// limit of 1,024, for the sake of programs that use `select`.
pub(crate) fn raise() -> u64 {
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.unwrap_or(ENOUGH).min(ENOUGH);
    if limit.current.is_some_and(|current| current < most) {
        let raised = Rlimit { current: Some(most), maximum: limit.maximum };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            tracing::warn!(%error, "the limit of file handles could not be raised");
        }
    }
    limit_now()
}

/// How many file handles this process may have open.
pub(crate) fn limit_now() -> u64 {
    getrlimit(Resource::Nofile).current.unwrap_or(ENOUGH)
}

/// The number of connections that this number of handles is enough for, beside all other uses.
pub(crate) fn connections_within(handles: u64) -> usize {
    let reserved = RESERVED.min(handles / 2);
    usize::try_from((handles - reserved) / FOR_EACH_CONNECTION).unwrap_or(usize::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_always_handles_left_for_the_rest() {
        for (handles, connections) in [(2, 1), (100, 25), (300, 75), (1_024, 384), (8_448, 4_096), (65_536, 32_640)] {
            assert_eq!(connections_within(handles), connections, "{handles}");
        }
    }
}
