//! TLS configuration: trusted root certificates, and the meaning of a failed handshake.

use crate::error::{ConfigError, TransportError};
use rustls::{
    CertificateError, ClientConfig,
    crypto::{CryptoProvider, aws_lc_rs},
    pki_types::{CertificateDer, pem::PemObject},
};
use rustls_platform_verifier::Verifier;
use std::{error::Error, io, sync::Arc};

/// TLS 1.2 and later, the system's roots and these.
pub(crate) fn config(extra_roots_pem: Option<&[u8]>) -> Result<ClientConfig, ConfigError> {
    let roots = extra_roots_pem.map(roots).transpose()?.unwrap_or_default();
    let provider: Arc<CryptoProvider> = Arc::new(aws_lc_rs::default_provider());
    let failed = |error: rustls::Error| ConfigError::Tls { reason: error.to_string() };
    let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider)).map_err(failed)?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .dangerous() // the builder's word for a verifier of one's own, which here is the system's
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    // One connection then carries all reads at once.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn roots(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let roots: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let roots = roots.map_err(|error| ConfigError::BadCertificate { reason: error.to_string() })?;
    if roots.is_empty() { Err(ConfigError::NoCertificate) } else { Ok(roots) }
}

/// What of TLS failed, where an error has that at its root.
pub(crate) fn failure(error: &(dyn Error + 'static)) -> Option<TransportError> {
    causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()).map(|error| match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => TransportError::TlsExpired,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TransportError::TlsNameMismatch
            }
            _ => TransportError::TlsUntrusted,
        },
        _ => TransportError::TlsFailed,
    })
}

/// An error and all that caused it, out of the wrapping of `io::Error` too, which hides what it holds.
pub(crate) fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error: &'a (dyn Error + 'static) = *error;
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        inner.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn roots_that_are_none_are_refused_with_the_reason() {
        let refused = |pem: &[u8]| config(Some(pem)).map(drop).unwrap_err();
        assert_eq!(refused(b""), ConfigError::NoCertificate);
        assert_eq!(refused(b"hello"), ConfigError::NoCertificate);
        let damaged = b"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n";
        assert!(matches!(refused(damaged), ConfigError::BadCertificate { .. }));
    }
}
