//! Transport errors: why a request got no response, and why a configuration cannot be used.

/// The configuration of a [`crate::Client`] cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The extra roots hold no certificate.
    #[error("the file with extra root certificates has no certificate in PEM format (BEGIN CERTIFICATE)")]
    NoCertificate,
    /// One of the extra roots is damaged.
    #[error("an extra root certificate cannot be read: {reason}")]
    BadCertificate {
        /// What the parser reports.
        reason: String,
    },
    /// Neither the system nor the configuration has root certificates.
    #[error("TLS cannot be set up: {reason}. Install the system's CA certificates")]
    Tls {
        /// What the TLS library reports.
        reason: String,
    },
}

/// Why a request got no response. Carries no address and no text of the other side: only what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportError {
    /// The host does not exist in DNS.
    NotFound,
    /// One of the host's addresses is not public.
    PrivateAddress,
    /// The resolver does not respond.
    DnsUnavailable,
    /// The connection was refused.
    ConnectRefused,
    /// No connection in time.
    ConnectTimeout,
    /// The connection failed for another reason.
    ConnectFailed,
    /// The certificate's issuer is not trusted.
    TlsUntrusted,
    /// The certificate is not valid now.
    TlsExpired,
    /// The certificate is for another host.
    TlsNameMismatch,
    /// The TLS handshake failed for another reason.
    TlsFailed,
    /// No complete response in time.
    ResponseTimeout,
    /// The connection broke, or its bytes are not HTTP.
    Broken,
    /// The response is larger than the limit.
    TooLarge,
    /// The proxy cannot be connected to, or does not speak HTTP.
    ProxyUnreachable,
    /// The proxy asks for credentials (407).
    ProxySignIn,
    /// The proxy does not let requests to this host through; its status.
    ProxyRefused(u16),
    /// The proxy did not reach the host; its status, 0 where it did not respond at all.
    ProxyFailed(u16),
}

impl TransportError {
    /// The stable name, for logs and error texts.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotFound => "domain_not_found",
            Self::PrivateAddress => "domain_private_address",
            Self::DnsUnavailable => "dns_unavailable",
            Self::ConnectRefused => "connect_refused",
            Self::ConnectTimeout => "connect_timeout",
            Self::ConnectFailed => "connect_failed",
            Self::TlsUntrusted => "tls_untrusted",
            Self::TlsExpired => "tls_expired",
            Self::TlsNameMismatch => "tls_name_mismatch",
            Self::TlsFailed => "tls_failed",
            Self::ResponseTimeout => "response_timeout",
            Self::Broken => "connection_broken",
            Self::TooLarge => "response_too_large",
            Self::ProxyUnreachable => "proxy_unreachable",
            Self::ProxySignIn => "proxy_sign_in",
            Self::ProxyRefused(_) => "proxy_refused",
            Self::ProxyFailed(_) => "proxy_failed",
        }
    }

    /// Whether a connection was established, so that another request may succeed.
    pub fn was_connected(self) -> bool {
        matches!(self, Self::ResponseTimeout | Self::Broken | Self::TooLarge)
    }
}
