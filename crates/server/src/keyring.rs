//! Where a connection's private key comes from, and how it is sealed to where it may be used.

use crate::app::App;
use crate::problem::{Answer, Refusal, kind};
use model::connection::{KeyInput, KeyView, pointer};
use model::field::{ClientId, KeyId, OktaDomain};
use okta::{Credentials, SigningKey, SigningKeyError};
use store::ConnectionRecord;
use uuid::Uuid;
use vault::{Binding, VaultError};

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

/// Gets the key that a request names; `stored` is the connection whose key it may keep.
pub(crate) async fn choose(app: &App, input: KeyInput, stored: Option<&ConnectionRecord>) -> Answer<ChosenKey> {
    match input {
        KeyInput::Given { key, key_id } => {
            Ok(ChosenKey { key: SigningKey::from_private_key(&key), key_id, generated: None })
        }
        KeyInput::Generated { id, key_id } => generated(app, &id, key_id).await,
        KeyInput::Stored { key_id } => {
            let record = stored.ok_or_else(missing)?;
            let kept = kept_key_id(record);
            Ok(ChosenKey { key: open(app, record).await?, key_id: key_id.or(kept), generated: None })
        }
    }
}

/// A connection's own key, with its own `kid`.
pub(crate) async fn stored(app: &App, record: &ConnectionRecord) -> Answer<ChosenKey> {
    Ok(ChosenKey { key: open(app, record).await?, key_id: kept_key_id(record), generated: None })
}

/// The key is needed and not there.
pub(crate) fn missing() -> Refusal {
    Refusal::field(
        kind::VALIDATION_FAILED,
        pointer::PRIVATE_KEY,
        "private_key_missing",
        "Paste the private key from Okta, in JSON or PEM format.",
    )
}

/// A key that cannot be used, where no report will say so.
pub(crate) fn unusable(error: &SigningKeyError) -> Refusal {
    Refusal::field(kind::VALIDATION_FAILED, pointer::PRIVATE_KEY, error.code(), error.to_string())
}

/// Seals a key to this connection, domain and client ID: it opens for no other. `secret_version` counts the
/// connection's secrets from 1.
pub(crate) async fn seal(
    app: &App,
    id: Uuid,
    secret_version: u32,
    domain: &OktaDomain,
    client_id: &ClientId,
    key: &SigningKey,
) -> Answer<Vec<u8>> {
    let binding = Binding::Connection {
        id,
        secret_version,
        domain: &domain.to_string(),
        client_id: client_id.as_str(),
        thumbprint: &key.public().thumbprint,
    };
    seal_bound(app, key, &binding).await
}

/// Seals a key to what it belongs to, with the master key of now.
pub(crate) async fn seal_bound(app: &App, key: &SigningKey, binding: &Binding<'_>) -> Answer<Vec<u8>> {
    app.vault.refresh(app.store.as_ref()).await.map_err(failed)?;
    app.vault.seal(key.to_sealed().expose(), binding).map_err(failed)
}

/// What a failure of the vault means to the caller: nothing is wrong with a key that cannot be opened just now.
pub(crate) fn failed(error: VaultError) -> Refusal {
    match error {
        VaultError::Store(error) => error.into(),
        error if error.is_for_now() => Refusal::no_master_key(&error),
        error => Refusal::internal(&error),
    }
}

/// What may be shown of a key that is stored now.
pub(crate) fn view(app: &App, key: &SigningKey, key_id: Option<&KeyId>) -> KeyView {
    let public = key.public();
    KeyView {
        key_id: key_id.map(|id| id.as_str().to_owned()),
        algorithm: public.algorithm,
        bits: public.bits,
        thumbprint: public.thumbprint,
        set_at: app.clock.text(),
    }
}

/// The generated key pair is not there, or not any more.
pub(crate) fn generated_key_unknown() -> Refusal {
    Refusal::field(
        kind::VALIDATION_FAILED,
        pointer::GENERATED_KEY,
        "generated_key_unknown",
        "This generated key is no longer available. It was already used, or it expired after a week. Generate a new one.",
    )
}

async fn generated(app: &App, id: &str, key_id: Option<KeyId>) -> Answer<ChosenKey> {
    let id = crate::extract::parse_id(id).ok_or_else(generated_key_unknown)?;
    let record = app.store.generated_key(id).await?.ok_or_else(generated_key_unknown)?;
    let binding = Binding::GeneratedKey { id, thumbprint: &record.thumbprint };
    let key = unsealed(app, &record.sealed_key, &binding).await?;
    let own = KeyId::parse(&record.key_id).ok().flatten();
    Ok(ChosenKey { key, key_id: key_id.or(own), generated: Some(id) })
}

async fn open(app: &App, record: &ConnectionRecord) -> Answer<Result<SigningKey, SigningKeyError>> {
    let id = Uuid::parse_str(&record.connection.id).map_err(|error| Refusal::internal(&error))?;
    unsealed(app, &record.sealed_key, &Binding::of_stored(id, record)).await
}

/// A seal that does not open with the database's own master key is the key's fault, not the request's: the report tells
/// the user to replace the key.
async fn unsealed(app: &App, sealed: &[u8], binding: &Binding<'_>) -> Answer<Result<SigningKey, SigningKeyError>> {
    let mut opened = app.vault.open(sealed, binding).await;
    if matches!(opened, Err(VaultError::Open)) {
        // Another file may have been put in the place of the master key.
        app.vault.refresh(app.store.as_ref()).await.map_err(failed)?;
        opened = app.vault.open(sealed, binding).await;
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

fn kept_key_id(record: &ConnectionRecord) -> Option<KeyId> {
    let kept = record.connection.settings.key.key_id.as_deref()?;
    KeyId::parse(kept).ok().flatten()
}
