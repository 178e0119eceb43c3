//! Request errors: why a request to the organization has no answer, and the cause that a report names for it.

use crate::Code;
use outbound::TransportError;

/// Why a request has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestError {
    /// It was sent, or should have been, and there is no response.
    Transport(TransportError),
    /// There are no random numbers to sign it with.
    NoRandomness,
}

impl RequestError {
    /// The cause as the user reads it.
    pub(crate) fn code(self) -> Code {
        match self {
            Self::Transport(error) => code(error),
            Self::NoRandomness => Code::PrivateKeyNotGenerated,
        }
    }

    /// Whether a connection was established, so that another request may succeed.
    pub(crate) fn was_connected(self) -> bool {
        matches!(self, Self::Transport(error) if error.was_connected())
    }

    /// The status that the proxy answered with, where it is the cause.
    pub(crate) fn proxy_status(self) -> Option<u16> {
        match self {
            Self::Transport(TransportError::ProxyRefused(status) | TransportError::ProxyFailed(status)) => {
                Some(status).filter(|status| *status > 0)
            }
            _ => None,
        }
    }
}

impl From<TransportError> for RequestError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

fn code(error: TransportError) -> Code {
    match error {
        TransportError::NotFound => Code::DomainNotFound,
        TransportError::PrivateAddress => Code::DomainPrivateAddress,
        TransportError::DnsUnavailable => Code::DnsUnavailable,
        TransportError::ConnectRefused => Code::ConnectRefused,
        TransportError::ConnectTimeout => Code::ConnectTimeout,
        TransportError::ConnectFailed => Code::ConnectFailed,
        TransportError::TlsUntrusted => Code::TlsUntrusted,
        TransportError::TlsExpired => Code::TlsExpired,
        TransportError::TlsNameMismatch => Code::TlsNameMismatch,
        TransportError::TlsFailed => Code::TlsFailed,
        TransportError::ResponseTimeout => Code::ResponseTimeout,
        TransportError::Broken => Code::ConnectionBroken,
        TransportError::TooLarge => Code::ResponseTooLarge,
        TransportError::ProxyUnreachable => Code::ProxyUnreachable,
        TransportError::ProxySignIn => Code::ProxySignIn,
        TransportError::ProxyRefused(_) => Code::ProxyRefused,
        TransportError::ProxyFailed(_) => Code::ProxyFailed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Logs and texts about trusted servers use the transport's names, reports those of the table of causes.
    #[test]
    fn an_error_has_one_name_in_logs_and_in_reports() {
        for error in [
            TransportError::NotFound,
            TransportError::PrivateAddress,
            TransportError::DnsUnavailable,
            TransportError::ConnectRefused,
            TransportError::ConnectTimeout,
            TransportError::ConnectFailed,
            TransportError::TlsUntrusted,
            TransportError::TlsExpired,
            TransportError::TlsNameMismatch,
            TransportError::TlsFailed,
            TransportError::ResponseTimeout,
            TransportError::Broken,
            TransportError::TooLarge,
            TransportError::ProxyUnreachable,
            TransportError::ProxySignIn,
            TransportError::ProxyRefused(403),
            TransportError::ProxyFailed(502),
        ] {
            assert_eq!(error.name(), code(error).name(), "{error:?}");
        }
    }
}
