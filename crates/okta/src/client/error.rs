//! Why there was no answer.

use crate::Code;

/// The settings of [`crate::Okta`] cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OktaError {
    /// The extra roots hold no certificate.
    #[error("the file with extra root certificates has no certificate in PEM format (BEGIN CERTIFICATE)")]
    NoCertificate,
    /// One of the extra roots is damaged.
    #[error("an extra root certificate cannot be read: {reason}")]
    BadCertificate {
        /// What the parser says.
        reason: String,
    },
    /// Neither the system nor the settings have root certificates.
    #[error("TLS cannot be set up: {reason}. Install the system's CA certificates")]
    Tls {
        /// What the TLS library says.
        reason: String,
    },
}

/// Why a request has no answer. Carries no address and no text of the other side: only what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    NotFound,
    PrivateAddress,
    DnsUnavailable,
    ConnectRefused,
    ConnectTimeout,
    ConnectFailed,
    TlsUntrusted,
    TlsExpired,
    TlsNameMismatch,
    TlsFailed,
    ResponseTimeout,
    Broken,
    TooLarge,
    /// No random numbers to sign with.
    Random,
    /// The proxy of the settings cannot be connected to, or is none.
    ProxyUnreachable,
    /// It wants whoever uses it to sign in.
    ProxySignIn,
    /// It does not let requests to this host through, and answers so.
    ProxyRefused(u16),
    /// It did not get through to the host, and answers so; 0 where it did not answer at all.
    ProxyFailed(u16),
}

impl Trouble {
    /// The cause as the user reads it.
    pub(crate) fn code(self) -> Code {
        match self {
            Self::NotFound => Code::DomainNotFound,
            Self::PrivateAddress => Code::DomainPrivateAddress,
            Self::DnsUnavailable => Code::DnsUnavailable,
            Self::ConnectRefused => Code::ConnectRefused,
            Self::ConnectTimeout => Code::ConnectTimeout,
            Self::ConnectFailed => Code::ConnectFailed,
            Self::TlsUntrusted => Code::TlsUntrusted,
            Self::TlsExpired => Code::TlsExpired,
            Self::TlsNameMismatch => Code::TlsNameMismatch,
            Self::TlsFailed => Code::TlsFailed,
            Self::ResponseTimeout => Code::ResponseTimeout,
            Self::Broken => Code::ConnectionBroken,
            Self::TooLarge => Code::ResponseTooLarge,
            Self::Random => Code::PrivateKeyNotGenerated,
            Self::ProxyUnreachable => Code::ProxyUnreachable,
            Self::ProxySignIn => Code::ProxySignIn,
            Self::ProxyRefused(_) => Code::ProxyRefused,
            Self::ProxyFailed(_) => Code::ProxyFailed,
        }
    }

    /// Whether a connection stood, so that another request may fare better.
    pub(crate) fn was_connected(self) -> bool {
        matches!(self, Self::ResponseTimeout | Self::Broken | Self::TooLarge)
    }
}
