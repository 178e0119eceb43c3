//! Private keys in forms that people have them in.

use crate::pieces::Secret;
use aws_lc_rs::encoding::{AsDer, EcPrivateKeyRfc5915Der};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use okta_sim::{Curve, KeyPair};
use serde_json::Value;

/// Writes a key as text.
type Write = fn(&KeyPair) -> String;

pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) pair: KeyPair,
    /// As it is pasted.
    pub(crate) text: String,
}

impl Key {
    /// Every form that the field takes; each one another key.
    pub(crate) fn all() -> Vec<Self> {
        let rsa = || KeyPair::rsa(2048).unwrap();
        let ec = |curve| KeyPair::ec(curve).unwrap();
        let forms: [(_, _, Write); 8] = [
            ("RSA in JWK", rsa(), |pair| pair.private_jwk().to_json()),
            ("RSA in JWK with escapes", rsa(), |pair| escaped(&pair.private_jwk().to_json())),
            ("RSA in PKCS#8", rsa(), |pair| pem("PRIVATE KEY", pair.der(), 64, "\n")),
            ("RSA in PKCS#8 with odd lines", rsa(), |pair| pem("PRIVATE KEY", pair.der(), 19, "\r\n\r\n")),
            ("RSA in PKCS#1", rsa(), |pair| pem("RSA PRIVATE KEY", pkcs1(pair.der()), 76, "\r\n")),
            ("P-256 in JWK", ec(Curve::P256), |pair| pair.private_jwk().to_json()),
            ("P-256 in SEC1", ec(Curve::P256), |pair| pem("EC PRIVATE KEY", &sec1(pair.der()), 64, "\n")),
            ("P-384 in PKCS#8 on one line", ec(Curve::P384), |pair| pem("PRIVATE KEY", pair.der(), 1_000, " ")),
        ];
        forms.into_iter().map(|(name, pair, write)| Self { name, text: write(&pair), pair }).collect()
    }

    /// The numbers that make it private, out of whatever form.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let jwk: Value = serde_json::from_str(&self.pair.private_jwk().to_json()).unwrap();
        let numbers = ["d", "p", "q", "dp", "dq", "qi"].into_iter().filter_map(|member| {
            let bytes = URL_SAFE_NO_PAD.decode(jwk[member].as_str()?).unwrap();
            Some(Secret { name: format!("{member} of {}", self.name), bytes })
        });
        numbers.collect()
    }
}

/// A PEM with lines of this length.
pub(crate) fn pem(label: &str, der: &[u8], line: usize, end: &str) -> String {
    let body = STANDARD.encode(der);
    let lines: Vec<_> = body.as_bytes().chunks(line).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----{end}{}{end}-----END {label}-----{end}", lines.join(end))
}

/// The same JSON with the first letter of each value as its number: what is decoded is then a copy.
fn escaped(json: &str) -> String {
    let parts = json.split(":\"").map(|part| {
        let first = part.chars().next().unwrap();
        if first == '{' { part.to_owned() } else { format!("\\u{:04x}{}", u32::from(first), &part[first.len_utf8()..]) }
    });
    parts.collect::<Vec<_>>().join(": \"")
}

/// `RSAPrivateKey` at the end of `PrivateKeyInfo`: 26 bytes of head for keys of this size.
fn pkcs1(pkcs8: &[u8]) -> &[u8] {
    &pkcs8[26..]
}

/// With the name of the curve, which the same structure inside of PKCS#8 leaves out.
fn sec1(pkcs8: &[u8]) -> Vec<u8> {
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8).unwrap();
    AsDer::<EcPrivateKeyRfc5915Der<'_>>::as_der(&pair.private_key()).unwrap().as_ref().to_vec()
}
