//! TLS: whom to trust, and what a failed handshake means.

use super::error::{OktaError, Trouble};
use rustls::{
    CertificateError, ClientConfig,
    crypto::{CryptoProvider, aws_lc_rs},
    pki_types::{CertificateDer, pem::PemObject},
};
use rustls_platform_verifier::Verifier;
use std::{error::Error, io, sync::Arc};

/// TLS 1.2 and later, the system's roots and these.
pub(super) fn config(extra_roots_pem: Option<&[u8]>) -> Result<ClientConfig, OktaError> {
    let roots = extra_roots_pem.map(roots).transpose()?.unwrap_or_default();
    let provider: Arc<CryptoProvider> = Arc::new(aws_lc_rs::default_provider());
    let failed = |error: rustls::Error| OktaError::Tls { reason: error.to_string() };
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

fn roots(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, OktaError> {
    let roots: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let roots = roots.map_err(|error| OktaError::BadCertificate { reason: error.to_string() })?;
    if roots.is_empty() { Err(OktaError::NoCertificate) } else { Ok(roots) }
}

/// What of TLS failed, where an error has that at its root.
pub(super) fn failure(error: &(dyn Error + 'static)) -> Option<Trouble> {
    causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()).map(|error| match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Trouble::TlsExpired,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Trouble::TlsNameMismatch
            }
            _ => Trouble::TlsUntrusted,
        },
        _ => Trouble::TlsFailed,
    })
}

/// An error and all that caused it, out of the wrapping of `io::Error` too, which hides what it holds.
pub(super) fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error: &'a (dyn Error + 'static) = *error;
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        inner.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source())
    })
}
