//! A private key out of a JWK (RFC 7517, RFC 7518 §6). The members are borrowed from the text that was pasted, so that
//! no copy of them is left behind unwiped.

use super::{
    algorithm::Algorithm,
    error::SigningKeyError,
    pair::{Pair, ec_signing},
};
use aws_lc_rs::{
    rsa::{self, KeyPairComponents, PublicKeyComponents},
    signature::EcdsaKeyPair,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::field::KeyKind;
use serde::Deserialize;
use std::borrow::Cow;
use zeroize::Zeroizing;

/// `alg` values that a JWK may carry and Okta does not take, to name them to the user.
const OTHER_ALGORITHMS: [&str; 7] = ["PS256", "PS384", "PS512", "EdDSA", "RSA-OAEP", "RSA-OAEP-256", "ECDH-ES"];

#[derive(Deserialize)]
struct Members<'a> {
    #[serde(borrow)]
    alg: Option<Cow<'a, str>>,
    n: Option<Cow<'a, str>>,
    e: Option<Cow<'a, str>>,
    d: Option<Cow<'a, str>>,
    p: Option<Cow<'a, str>>,
    q: Option<Cow<'a, str>>,
    dp: Option<Cow<'a, str>>,
    dq: Option<Cow<'a, str>>,
    qi: Option<Cow<'a, str>>,
    x: Option<Cow<'a, str>>,
    y: Option<Cow<'a, str>>,
}

/// The key pair in `text`, and the algorithm that it names or else implies.
pub(super) fn parse(text: &str, kind: KeyKind) -> Result<(Pair, Algorithm), SigningKeyError> {
    let jwk: Members<'_> = serde_json::from_str(text).map_err(|_| SigningKeyError::Invalid)?;
    let algorithm = match jwk.alg.as_deref() {
        None => Algorithm::of(kind),
        Some(name) => Algorithm::named(name)
            .filter(|algorithm| algorithm.fits(kind))
            .ok_or_else(|| SigningKeyError::Algorithm { name: known_name(name) })?,
    };
    let pair = match kind {
        KeyKind::Rsa { .. } => Pair::Rsa(rsa_pair(&jwk)?),
        KeyKind::Ec(curve) => {
            let (d, x, y) = (bytes(jwk.d.as_deref())?, bytes(jwk.x.as_deref())?, bytes(jwk.y.as_deref())?);
            let point = [&[UNCOMPRESSED][..], &x, &y].concat();
            let pair = EcdsaKeyPair::from_private_key_and_public_key(ec_signing(curve), &d, &point);
            Pair::Ec(pair.map_err(|_| SigningKeyError::Invalid)?)
        }
    };
    Ok((pair, algorithm))
}

/// How SEC1 §2.3.3 marks a point given by both its coordinates.
const UNCOMPRESSED: u8 = 4;

fn rsa_pair(jwk: &Members<'_>) -> Result<rsa::KeyPair, SigningKeyError> {
    let (n, e) = (bytes(jwk.n.as_deref())?, bytes(jwk.e.as_deref())?);
    let components = KeyPairComponents {
        public_key: PublicKeyComponents { n: without_leading_zeros(&n), e: without_leading_zeros(&e) },
        d: &bytes(jwk.d.as_deref())?[..],
        p: &bytes(jwk.p.as_deref())?[..],
        q: &bytes(jwk.q.as_deref())?[..],
        dP: &bytes(jwk.dp.as_deref())?[..],
        dQ: &bytes(jwk.dq.as_deref())?[..],
        qInv: &bytes(jwk.qi.as_deref())?[..],
    };
    rsa::KeyPair::from_components(&components).map_err(|_| SigningKeyError::Invalid)
}

fn bytes(member: Option<&str>) -> Result<Zeroizing<Vec<u8>>, SigningKeyError> {
    let text = member.ok_or(SigningKeyError::Invalid)?.trim_end_matches('=');
    URL_SAFE_NO_PAD.decode(text).map(Zeroizing::new).map_err(|_| SigningKeyError::Invalid)
}

/// Some exporters pad `n` to a full byte count; RFC 7518 §6.3.1.1 forbids it, and the numbers are the same.
fn without_leading_zeros(integer: &[u8]) -> &[u8] {
    integer.iter().position(|byte| *byte != 0).map_or(&[], |start| &integer[start..])
}

/// Only registered names are repeated to the user.
fn known_name(name: &str) -> &'static str {
    let registered = Algorithm::ALL.into_iter().map(Algorithm::name).chain(OTHER_ALGORITHMS);
    registered.into_iter().find(|known| *known == name).unwrap_or("another algorithm")
}
