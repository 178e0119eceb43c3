//! Access tokens, and what using them takes.

use super::dpop::ProofKey;
use model::secret::Secret;

/// A token for Okta's API.
pub struct AccessToken {
    /// To send as `Authorization: {token_type} {token}`. Opaque.
    pub token: Secret<String>,
    /// `Bearer`, or `DPoP` where the app demands proof of possession; such a token works only with proofs by the key
    /// that it was asked for with, which stays here.
    pub token_type: String,
    /// How long it is good for, in seconds; Okta gives 3,600.
    pub expires_in: u64,
    /// What it opens: those of the scopes asked for that are granted to the app.
    pub scopes: Vec<String>,
}

/// A token, and what using it takes.
pub(crate) struct Grant {
    pub(crate) access_token: AccessToken,
    /// The key that its proofs are made with, where it needs any.
    pub(crate) bound_to: Option<ProofKey>,
    /// Scopes that this organization does not take, without which it was asked again.
    pub(crate) refused: Vec<String>,
}
