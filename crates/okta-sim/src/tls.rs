//! TLS: the simulator's own certification authority (CA), and a certificate for each host at its first use.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use ::aws_lc_rs::digest;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256,
};
use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject as _},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use time::{Duration, OffsetDateTime, macros::datetime};

use crate::{error::SimError, org::Certificate, random, world::World};

/// The certification authority that clients must trust.
#[derive(Debug)]
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    name: String,
    pem: String,
}

impl Authority {
    /// Generates a private key, as PEM.
    pub(crate) fn new_key() -> Result<String, SimError> {
        Ok(KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)?.serialize_pem())
    }

    /// The CA with this private key.
    pub(crate) fn of(key_pem: &str) -> Result<Self, SimError> {
        let key = KeyPair::from_pem(key_pem).map_err(failed)?;
        let mut params = CertificateParams::default();
        // With the same name and different keys, clients would report a bad signature instead of an unknown issuer.
        let fingerprint = digest::digest(&digest::SHA256, key.public_key_raw());
        let name = format!("okta-sim local CA {}", random::hex(&fingerprint.as_ref()[..4]));
        params.distinguished_name.push(DnType::CommonName, name.as_str());
        params.distinguished_name.push(DnType::OrganizationName, "okta-sim, for tests on this machine");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.not_before = datetime!(2024-01-01 00:00 UTC);
        params.not_after = datetime!(2044-01-01 00:00 UTC);
        let pem = params.self_signed(&key).map_err(failed)?.pem();
        Ok(Self { issuer: Issuer::new(params, key), name, pem })
    }

    /// The same, with a certificate that was made earlier.
    pub(crate) fn with_pem(self, pem: String) -> Self {
        Self { pem, ..self }
    }

    /// The certificate.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    /// Whether a certificate is this CA's own: its name contains the key's fingerprint.
    pub(crate) fn has_certificate(&self, pem: &str) -> bool {
        let name = self.name.as_bytes();
        let der = CertificateDer::from_pem_slice(pem.as_bytes());
        der.is_ok_and(|der| der.windows(name.len()).any(|window| window == name))
    }

    /// Issues a certificate for a host. Gives it with its private key, as PEM.
    pub(crate) fn certificate(&self, host: &str) -> Result<String, SimError> {
        let (from, to) = validity();
        let (certificate, key) = self.sign(host, from, to)?;
        Ok(certificate.pem() + &key.serialize_pem())
    }

    fn certify(
        &self,
        host: &str,
        not_before: OffsetDateTime,
        not_after: OffsetDateTime,
    ) -> Result<CertifiedKey, SimError> {
        let (certificate, key) = self.sign(host, not_before, not_after)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let signing = aws_lc_rs::sign::any_ecdsa_type(&key).map_err(failed)?;
        Ok(CertifiedKey::new(vec![certificate.der().clone()], signing))
    }

    fn sign(
        &self,
        host: &str,
        not_before: OffsetDateTime,
        not_after: OffsetDateTime,
    ) -> Result<(rcgen::Certificate, KeyPair), SimError> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)?;
        let mut params = CertificateParams::new([host.to_owned()]).map_err(failed)?;
        params.distinguished_name.push(DnType::CommonName, host);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        (params.not_before, params.not_after) = (not_before, not_after);
        let certificate = params.signed_by(&key, &self.issuer).map_err(failed)?;
        Ok((certificate, key))
    }
}

/// The validity: longer than any run, and short enough for clients that refuse long-lived certificates.
fn validity() -> (OffsetDateTime, OffsetDateTime) {
    let now = OffsetDateTime::now_utc();
    (now - Duration::days(1), now + Duration::days(397))
}

/// The TLS configuration: TLS 1.2 and 1.3, with h2 and HTTP/1.1.
pub(crate) fn config(authority: Arc<Authority>, world: Arc<World>) -> Result<ServerConfig, SimError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let stranger = Authority::of(&Authority::new_key()?)?;
    let resolver = Certificates { authority, stranger, world, made: Mutex::default() };
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(resolver));
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

#[derive(Debug)]
struct Certificates {
    authority: Arc<Authority>,
    /// A CA that nobody trusts.
    stranger: Authority,
    world: Arc<World>,
    made: Mutex<HashMap<(String, Certificate), Arc<CertifiedKey>>>,
}

impl ResolvesServerCert for Certificates {
    /// No certificate for a host without an organization: the handshake then ends with `unrecognized_name` or similar.
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let host = hello.server_name()?.to_ascii_lowercase();
        let worth = self.world.with(&host, |entry| entry.org.certificate).ok()?;
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (host, worth);
        if let Some(certificate) = made.get(&place) {
            return Some(Arc::clone(certificate));
        }
        let certificate = Arc::new(self.make(&place.0, worth).inspect_err(|error| tracing::error!("{error}")).ok()?);
        made.insert(place, Arc::clone(&certificate));
        Some(certificate)
    }
}

impl Certificates {
    fn make(&self, host: &str, worth: Certificate) -> Result<CertifiedKey, SimError> {
        let (from, to) = validity();
        match worth {
            Certificate::Trusted => self.authority.certify(host, from, to),
            Certificate::Untrusted => self.stranger.certify(host, from, to),
            Certificate::WrongHost => self.authority.certify("another-host.okta.com", from, to),
            Certificate::Expired => {
                self.authority.certify(host, datetime!(2024-01-01 00:00 UTC), datetime!(2024-12-31 00:00 UTC))
            }
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn failed(error: impl ToString) -> SimError {
    SimError::Certificate(error.to_string())
}
