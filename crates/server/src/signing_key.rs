//! Signing keys of connections: choosing the private key, and sealing it to where it may be used.

use crate::problem::{ApiError, ApiResult, kind};
use model::connection::{KeyInput, KeyView, pointer};
use model::field::{ClientId, KeyId, OktaDomain};
use okta::{Credentials, SigningKey, SigningKeyError};
use std::sync::Arc;
use store::{ConnectionRecord, Store};
use uuid::Uuid;
use vault::{Binding, Vault, VaultError};

/// A key to sign with. One that does not work is kept as its error, so that the report can say so.
pub(crate) struct ChosenKey {
    /// The key.
    pub(crate) key: Result<SigningKey, SigningKeyError>,
    /// The `kid` to sign under.
    pub(crate) key_id: Option<KeyId>,
    /// Which generated key pair it is, to be used up when it is stored with a connection.
    pub(crate) generated: Option<Uuid>,
}

impl ChosenKey {
    /// What a verification needs.
    pub(crate) fn into_credentials(self, domain: OktaDomain, client_id: ClientId) -> Credentials {
        Credentials { domain, client_id, key: self.key, key_id: self.key_id }
    }
}

/// Finds, seals and opens signing keys. Cheap to clone.
#[derive(Clone)]
pub(crate) struct SigningKeys {
    store: Arc<dyn Store>,
    vault: Arc<Vault>,
}

impl SigningKeys {
    pub(crate) fn new(store: Arc<dyn Store>, vault: Arc<Vault>) -> Self {
        Self { store, vault }
    }

    /// Gets the key that a request names; `stored` is the connection whose key it may keep.
    pub(crate) async fn choose(&self, input: KeyInput, stored: Option<&ConnectionRecord>) -> ApiResult<ChosenKey> {
        match input {
            KeyInput::Given { key, key_id } => {
                Ok(ChosenKey { key: SigningKey::from_private_key(&key), key_id, generated: None })
            }
            KeyInput::Generated { id, key_id } => self.generated(&id, key_id).await,
            KeyInput::Stored { key_id } => {
                let record = stored.ok_or_else(missing)?;
                let kept = kept_key_id(record);
                Ok(ChosenKey { key: self.open(record).await?, key_id: key_id.or(kept), generated: None })
            }
        }
    }

    /// A connection's own key, with its own `kid`.
    pub(crate) async fn stored(&self, record: &ConnectionRecord) -> ApiResult<ChosenKey> {
        Ok(ChosenKey { key: self.open(record).await?, key_id: kept_key_id(record), generated: None })
    }

    /// Seals a key to this connection, domain and client ID: it opens for no other. `secret_version` counts the
    /// connection's secrets from 1.
    pub(crate) async fn seal(
        &self,
        id: Uuid,
        secret_version: u32,
        domain: &OktaDomain,
        client_id: &ClientId,
        key: &SigningKey,
    ) -> ApiResult<Vec<u8>> {
        let binding = Binding::Connection {
            id,
            secret_version,
            domain: &domain.to_string(),
            client_id: client_id.as_str(),
            thumbprint: &key.public().thumbprint,
        };
        self.seal_bound(key, &binding).await
    }

    /// Seals a key to what it belongs to, with the master key of now.
    pub(crate) async fn seal_bound(&self, key: &SigningKey, binding: &Binding<'_>) -> ApiResult<Vec<u8>> {
        self.vault.refresh(self.store.as_ref()).await.map_err(failed)?;
        self.vault.seal(key.to_sealed().expose(), binding).map_err(failed)
    }

    async fn generated(&self, id: &str, key_id: Option<KeyId>) -> ApiResult<ChosenKey> {
        let id = crate::extract::parse_id(id).ok_or_else(ApiError::generated_key_unknown)?;
        let record = self.store.generated_key(id).await?.ok_or_else(ApiError::generated_key_unknown)?;
        let binding = Binding::GeneratedKey { id, thumbprint: &record.thumbprint };
        let key = self.unsealed(&record.sealed_key, &binding).await?;
        let own = KeyId::parse(&record.key_id).ok().flatten();
        Ok(ChosenKey { key, key_id: key_id.or(own), generated: Some(id) })
    }

    async fn open(&self, record: &ConnectionRecord) -> ApiResult<Result<SigningKey, SigningKeyError>> {
        let id = Uuid::parse_str(&record.connection.id).map_err(|error| ApiError::internal(&error))?;
        self.unsealed(&record.sealed_key, &Binding::of_stored(id, record)).await
    }

    /// A seal that does not open with the database's own master key is the key's fault, not the request's: the report tells
    /// the user to replace the key.
    async fn unsealed(&self, sealed: &[u8], binding: &Binding<'_>) -> ApiResult<Result<SigningKey, SigningKeyError>> {
        let mut opened = self.vault.open(sealed, binding).await;
        if matches!(opened, Err(VaultError::Open)) {
            // Another file may have been put in the place of the master key.
            self.vault.refresh(self.store.as_ref()).await.map_err(failed)?;
            opened = self.vault.open(sealed, binding).await;
        }
        match opened {
            Ok(bytes) => Ok(SigningKey::from_sealed(bytes.expose())),
            Err(error @ VaultError::Open) => {
                tracing::error!(%error, "a sealed key does not open");
                Ok(Err(SigningKeyError::Sealed))
            }
            Err(error) => Err(failed(error)),
        }
    }
}

/// The key is needed and not there.
pub(crate) fn missing() -> ApiError {
    ApiError::field(
        kind::VALIDATION_FAILED,
        pointer::PRIVATE_KEY,
        "private_key_missing",
        "Paste the private key from Okta, in JSON or PEM format.",
    )
}

/// A key that cannot be used, where no report will say so.
pub(crate) fn unusable(error: &SigningKeyError) -> ApiError {
    ApiError::field(kind::VALIDATION_FAILED, pointer::PRIVATE_KEY, error.code(), error.to_string())
}

/// What a failure of the vault means to the caller: nothing is wrong with a key that cannot be opened just now.
pub(crate) fn failed(error: VaultError) -> ApiError {
    match error {
        VaultError::Store(error) => error.into(),
        error if error.is_for_now() => ApiError::no_master_key(&error),
        error => ApiError::internal(&error),
    }
}

/// What may be shown of a key.
pub(crate) fn view(key: &SigningKey, key_id: Option<&KeyId>, set_at: String) -> KeyView {
    let public = key.public();
    KeyView {
        key_id: key_id.map(|id| id.as_str().to_owned()),
        algorithm: public.algorithm,
        bits: public.bits,
        thumbprint: public.thumbprint,
        set_at,
    }
}

fn kept_key_id(record: &ConnectionRecord) -> Option<KeyId> {
    let kept = record.connection.settings.key.key_id.as_deref()?;
    KeyId::parse(kept).ok().flatten()
}
