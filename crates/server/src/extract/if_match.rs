//! `If-Match` and `ETag`: no one overwrites a change that they have not seen.

use crate::problem::{ApiError, kind};
use axum::extract::FromRequestParts;
use axum::http::{HeaderValue, header, request::Parts};

/// The `ETag` of a connection of this version, strong as it leaves here.
pub(crate) fn etag(version: i64) -> HeaderValue {
    HeaderValue::try_from(format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// The header, if there is one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum IfMatch {
    /// None was sent.
    Absent,
    /// `*`: whatever version there is.
    Any,
    /// Entity tags, as they were written.
    Tags(Vec<String>),
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let values: Vec<&str> =
            parts.headers.get_all(header::IF_MATCH).iter().map(|value| value.to_str().unwrap_or_default()).collect();
        Ok(Self::parse(&values))
    }
}

impl IfMatch {
    fn parse(values: &[&str]) -> Self {
        if values.is_empty() {
            return Self::Absent;
        }
        let tags: Vec<String> =
            values.iter().flat_map(|value| value.split(',')).map(|tag| tag.trim().to_owned()).collect();
        if tags == ["*"] { Self::Any } else { Self::Tags(tags) }
    }

    /// Refuses with 412 unless the header matches `version` or is absent. A weak tag counts as a strong one: proxies
    /// that
    /// compress make `W/"1"` of our `"1"`, and what it names is the version of the connection, not the bytes of an
    /// answer.
    pub(crate) fn check(&self, version: i64) -> Result<(), ApiError> {
        let current = etag(version);
        let matches = match self {
            Self::Absent | Self::Any => true,
            Self::Tags(tags) => {
                tags.iter().any(|tag| tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == current.as_bytes())
            }
        };
        if matches { Ok(()) } else { Err(stale().with_header(header::ETAG, current)) }
    }

    /// Refuses with 428 where the header is absent.
    pub(crate) fn require(&self) -> Result<(), ApiError> {
        if *self == Self::Absent {
            return Err(ApiError::new(
                kind::IF_MATCH_REQUIRED,
                "Send the ETag of the connection that you changed in If-Match, so that no one else’s change is lost.",
            ));
        }
        Ok(())
    }
}

fn stale() -> ApiError {
    ApiError::from(store::StoreError::Stale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_version_matches() {
        for (header, matches) in [
            (&[][..], true),
            (&["*"], true),
            (&["\"3\""], true),
            (&["\"1\", \"3\""], true),
            (&["\"1\"", "\"3\""], true),
            (&["\"2\""], false),
            (&["W/\"3\""], true),
            (&["W/\"2\", W/\"3\""], true),
            (&["W/\"2\""], false),
            (&["w/\"3\""], false),
            (&["3"], false),
            (&[""], false),
            (&["*, \"3\""], true),
            (&["*, \"2\""], false),
        ] {
            assert_eq!(IfMatch::parse(header).check(3).is_ok(), matches, "{header:?}");
        }
    }

    #[test]
    fn a_replace_needs_the_header() {
        assert!(IfMatch::Absent.require().is_err());
        assert!(IfMatch::Any.require().is_ok());
    }
}
