#![allow(clippy::unwrap_used)]

use super::*;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;

fn decode(jwt: &str) -> (jsonwebtoken::Header, Value) {
    let header = jsonwebtoken::decode_header(jwt).unwrap();
    let mut validation = Validation::new(Algorithm::ES256);
    validation.required_spec_claims.clear();
    let key = DecodingKey::from_jwk(header.jwk.as_ref().unwrap()).unwrap();
    let claims = jsonwebtoken::decode::<Value>(jwt, &key, &validation).unwrap().claims;
    (header, claims)
}

#[test]
fn a_proof_for_the_token_endpoint_binds_method_and_address() {
    let proof =
        Proof { method: "POST", url: "https://acme.okta.com/oauth2/v1/token", nonce: Some("n1"), access_token: None };
    let (header, claims) = decode(&ProofKey::generate().unwrap().prove(&proof, OffsetDateTime::UNIX_EPOCH).unwrap());
    assert_eq!(header.typ.as_deref(), Some("dpop+jwt"));
    assert_eq!((&claims["htm"], &claims["htu"]), (&"POST".into(), &"https://acme.okta.com/oauth2/v1/token".into()));
    assert_eq!((&claims["nonce"], claims.get("ath"), &claims["iat"]), (&"n1".into(), None, &(-60).into()));
}

/// RFC 9449 §7.1: the token of the example, and its hash.
#[test]
fn a_proof_for_the_api_binds_the_token() {
    let token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
    let proof =
        Proof { method: "GET", url: "https://acme.okta.com/api/v1/users", nonce: None, access_token: Some(token) };
    let (_, claims) = decode(&ProofKey::generate().unwrap().prove(&proof, OffsetDateTime::now_utc()).unwrap());
    assert_eq!(claims["ath"], "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    assert!(claims.get("nonce").is_none());
}

#[test]
fn every_proof_has_its_own_id() {
    let key = ProofKey::generate().unwrap();
    let proof = Proof { method: "GET", url: "https://acme.okta.com/api/v1/users", nonce: None, access_token: None };
    let id = || decode(&key.prove(&proof, OffsetDateTime::now_utc()).unwrap()).1["jti"].clone();
    assert_ne!(id(), id());
}
