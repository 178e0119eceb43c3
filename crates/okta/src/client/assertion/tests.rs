#![allow(clippy::unwrap_used)]

use super::*;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, jwk::Jwk};
use serde_json::Value;

fn assertion(key_id: Option<&str>, now: OffsetDateTime) -> Assertion<'_> {
    Assertion {
        client_id: "0oa1b2c3d4E5F6G7H8i9",
        key_id,
        audience: "https://acme.okta.com/oauth2/v1/token",
        id: "jti-1",
        now,
    }
}

#[test]
fn the_public_key_verifies_it_and_the_claims_are_oktas() {
    let key = SigningKey::generate().unwrap();
    let now = OffsetDateTime::now_utc();
    let jwt = assertion(Some("k1"), now).sign(&key).unwrap();
    let public: Jwk = serde_json::from_value(key.public().jwk("k1")).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&["https://acme.okta.com/oauth2/v1/token"]);
    let token = jsonwebtoken::decode::<Value>(&jwt, &DecodingKey::from_jwk(&public).unwrap(), &validation).unwrap();
    assert_eq!(token.header.kid.as_deref(), Some("k1"));
    let claims = token.claims;
    assert_eq!((&claims["iss"], &claims["sub"]), (&claims["sub"], &"0oa1b2c3d4E5F6G7H8i9".into()));
    assert_eq!(claims["exp"], now.unix_timestamp() + 300);
    assert_eq!(claims["iat"], now.unix_timestamp() - 60);
    assert_eq!(claims["jti"], "jti-1");
    assert_eq!(claims.as_object().unwrap().len(), 6);
}

#[test]
fn without_a_key_id_there_is_no_kid() {
    let key = SigningKey::generate_p256().unwrap();
    let jwt = assertion(None, OffsetDateTime::UNIX_EPOCH).sign(&key).unwrap();
    let header = jsonwebtoken::decode_header(&jwt).unwrap();
    assert_eq!((header.kid, header.alg), (None, Algorithm::ES256));
}

#[test]
fn ids_are_never_the_same() {
    let ids: std::collections::HashSet<_> = (0..1000).map(|_| unique_id().unwrap()).collect();
    assert!(ids.len() == 1000 && ids.iter().all(|id| id.len() == 22));
}
