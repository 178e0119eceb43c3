//! `Idempotency-Key`: makes the retry of a create safe (draft-ietf-httpapi-idempotency-key-header).

use crate::problem::{ApiError, kind};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::field::holds_private_key;

/// The header's value: 1 to 255 visible ASCII characters, with or without the quotes of a structured string.
pub(crate) struct IdempotencyKey(pub(crate) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let mut values = parts.headers.get_all("idempotency-key").iter();
        let Some(value) = values.next() else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        let well_formed = (1..=255).contains(&text.len())
            && text.bytes().all(|b| (b' '..=b'~').contains(&b))
            && !holds_private_key(text);
        if values.next().is_some() || !well_formed {
            return Err(ApiError::new(
                kind::INVALID_HEADER,
                "Send one Idempotency-Key of 1 to 255 visible ASCII characters, for example a UUID.",
            ));
        }
        Ok(Self(Some(text.to_owned())))
    }
}
