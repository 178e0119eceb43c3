//! The keys here have the right shape and meaningless numbers: the rules check nothing else.

use super::*;
use crate::field::FieldError;
use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::{Value, json};

const RSA_OID: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC_OID: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256_OID: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const SECP256K1_OID: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x0a];
const ED25519_OID: &[u8] = &[0x2b, 0x65, 0x70];

fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = vec![tag];
    match length {
        0..0x80 => out.push(u8::try_from(length).unwrap()),
        _ => out.extend([0x82, u8::try_from(length >> 8).unwrap(), u8::try_from(length & 0xff).unwrap()]),
    }
    out.extend_from_slice(content);
    out
}

fn rsa_der(bits: usize) -> Vec<u8> {
    let modulus = [&[0][..], &vec![0x81; bits / 8]].concat();
    let half = vec![0x41; bits / 16];
    let numbers = [&[0][..], &modulus, &[1, 0, 1], &half, &half, &half, &half, &half, &half];
    tlv(0x30, &numbers.map(|number| tlv(0x02, number)).concat())
}

fn ec_der(curve: Option<&[u8]>) -> Vec<u8> {
    let named = curve.map(|oid| tlv(0xa0, &tlv(0x06, oid))).unwrap_or_default();
    tlv(0x30, &[tlv(0x02, &[1]), tlv(0x04, &[0x41; 32]), named].concat())
}

fn pkcs8_der(algorithm: &[u8], parameter: &[u8], key: &[u8]) -> Vec<u8> {
    let identifier = tlv(0x30, &[tlv(0x06, algorithm), parameter.to_vec()].concat());
    tlv(0x30, &[tlv(0x02, &[0]), identifier, tlv(0x04, key)].concat())
}

fn pem(label: &str, der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    let lines: Vec<&str> = base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

fn pkcs8_rsa(bits: usize) -> String {
    pem("PRIVATE KEY", &pkcs8_der(RSA_OID, &[0x05, 0x00], &rsa_der(bits)))
}

fn number(bytes: usize) -> String {
    URL_SAFE_NO_PAD.encode(vec![0x81; bytes])
}

fn rsa_jwk(bits: usize) -> Value {
    let half = number(bits / 16);
    json!({"kty": "RSA", "n": number(bits / 8), "e": "AQAB", "d": number(bits / 8), "p": half, "q": half, "dp": half,
        "dq": half, "qi": half, "kid": "kX3_-9"})
}

fn ec_jwk(curve: &str, bytes: usize) -> Value {
    json!({"kty": "EC", "crv": curve, "x": number(bytes), "y": number(bytes), "d": number(bytes)})
}

fn without(mut jwk: Value, names: &[&str]) -> String {
    for name in names {
        jwk.as_object_mut().unwrap().remove(*name);
    }
    jwk.to_string()
}

fn with(mut jwk: Value, name: &str, value: Value) -> String {
    jwk[name] = value;
    jwk.to_string()
}

fn code(input: &str) -> &'static str {
    PrivateKey::parse(input).err().map_or("accepted", |error| error.code())
}

#[test]
fn tells_kind_size_and_format() {
    let p256 = [tlv(0x06, P256_OID)].concat();
    let bom = format!("\u{feff}{}", rsa_jwk(2048));
    for (input, kind, format) in [
        (rsa_jwk(2048).to_string(), KeyKind::Rsa { bits: 2048 }, KeyFormat::Jwk),
        (rsa_jwk(4096).to_string(), KeyKind::Rsa { bits: 4096 }, KeyFormat::Jwk),
        (bom, KeyKind::Rsa { bits: 2048 }, KeyFormat::Jwk),
        (ec_jwk("P-256", 32).to_string(), KeyKind::Ec(Curve::P256), KeyFormat::Jwk),
        (ec_jwk("P-384", 48).to_string(), KeyKind::Ec(Curve::P384), KeyFormat::Jwk),
        (ec_jwk("P-521", 66).to_string(), KeyKind::Ec(Curve::P521), KeyFormat::Jwk),
        (pkcs8_rsa(2048), KeyKind::Rsa { bits: 2048 }, KeyFormat::Pkcs8),
        (pkcs8_rsa(3072).replace('\n', "\r\n"), KeyKind::Rsa { bits: 3072 }, KeyFormat::Pkcs8),
        (pkcs8_rsa(2048).replace('\n', " "), KeyKind::Rsa { bits: 2048 }, KeyFormat::Pkcs8),
        (pkcs8_rsa(2048).replace('\n', "\\n"), KeyKind::Rsa { bits: 2048 }, KeyFormat::Pkcs8),
        (pem("RSA PRIVATE KEY", &rsa_der(2048)), KeyKind::Rsa { bits: 2048 }, KeyFormat::Pkcs1),
        (pem("PRIVATE KEY", &pkcs8_der(EC_OID, &p256, &ec_der(None))), KeyKind::Ec(Curve::P256), KeyFormat::Pkcs8),
        (pem("EC PRIVATE KEY", &ec_der(Some(P256_OID))), KeyKind::Ec(Curve::P256), KeyFormat::Sec1),
        (
            pem("EC PARAMETERS", &tlv(0x06, P256_OID)) + &pem("EC PRIVATE KEY", &ec_der(Some(P256_OID))),
            KeyKind::Ec(Curve::P256),
            KeyFormat::Sec1,
        ),
        (pem("CERTIFICATE", &tlv(0x30, &[])) + &pkcs8_rsa(2048), KeyKind::Rsa { bits: 2048 }, KeyFormat::Pkcs8),
    ] {
        let key = PrivateKey::parse(&input).unwrap_or_else(|error| panic!("{}: {error}", &input[..40]));
        assert_eq!((key.facts().kind, key.facts().format), (kind, format), "{}", &input[..40]);
    }
}

#[test]
fn refuses_each_mistake_with_its_own_message() {
    let rsa = || rsa_jwk(2048);
    let cut = |text: String, keep: usize| text[..keep].to_owned();
    for (what, input, expected) in [
        ("nothing", String::new(), "private_key_missing"),
        ("white space", " \n\t".to_owned(), "private_key_missing"),
        ("a novel", "x".repeat(20_000), "private_key_too_large"),
        ("a word", "secret".to_owned(), "private_key_not_a_key"),
        ("bare base64 of something else", STANDARD.encode([7; 300]), "private_key_not_a_key"),
        ("base64 of a public key", STANDARD.encode(tlv(0x30, &[tlv(0x30, &tlv(0x06, RSA_OID)), tlv(0x03, &[0; 90])].concat())), "private_key_is_public"),
        ("an API token", "SSWS 00QCjAl4MlV-WPXM7ABm0HmxABCdefghijklmnopqr".to_owned(), "private_key_is_api_token"),
        ("a client secret", "fD3Hk9Lm2Qp7Rs5Tv8Wx1Yz4Ab6Cd0Ef3Gh9Jk2L".to_owned(), "private_key_is_client_secret"),
        ("an unknown PEM label", pem("NEW SESSION TICKET", &[]), "private_key_not_a_key"),
        ("JSON cut off", cut(rsa().to_string(), 400), "private_key_truncated"),
        ("PEM without its end", cut(pkcs8_rsa(2048), 900), "private_key_truncated"),
        ("PEM with its first line only", "-----BEGIN PRIVATE".to_owned(), "private_key_truncated"),
        ("PEM with a hole", pkcs8_rsa(2048).replacen("gYGB", "", 1), "private_key_damaged"),
        ("PEM with a stray character", pkcs8_rsa(2048).replacen("gYGB", "g?GB", 1), "private_key_damaged"),
        ("PEM of something else", pem("PRIVATE KEY", b"hello"), "private_key_damaged"),
        ("PEM with something behind the key", pem("PRIVATE KEY", &[pkcs8_der(RSA_OID, &[5, 0], &rsa_der(2048)), vec![0]].concat()), "private_key_damaged"),
        ("JSON with single quotes", "{'key': 'RSA'}".to_owned(), "private_key_invalid_json"),
        ("a JWK set", json!({"keys": [rsa()]}).to_string(), "private_key_is_key_set"),
        ("a list of JWKs", json!([rsa()]).to_string(), "private_key_is_key_set"),
        ("a public RSA JWK", without(rsa(), &RSA_PRIVATE), "private_key_is_public"),
        ("a public EC JWK", without(ec_jwk("P-256", 32), &["d"]), "private_key_is_public"),
        ("a public PEM", pem("PUBLIC KEY", &[]), "private_key_is_public"),
        ("a public PKCS#1 PEM", pem("RSA PUBLIC KEY", &[]), "private_key_is_public"),
        ("a certificate", pem("CERTIFICATE", &[]), "private_key_is_certificate"),
        ("a certificate request", pem("CERTIFICATE REQUEST", &[]), "private_key_is_certificate"),
        ("an encrypted PKCS#8", pem("ENCRYPTED PRIVATE KEY", &[]), "private_key_encrypted"),
        (
            "an encrypted PKCS#1",
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----".to_owned(),
            "private_key_encrypted",
        ),
        ("two keys", pkcs8_rsa(2048) + &pkcs8_rsa(3072), "private_key_several"),
        ("an OpenSSH key", pem("OPENSSH PRIVATE KEY", &[]), "private_key_other_kind"),
        ("an Ed25519 PEM", pem("PRIVATE KEY", &pkcs8_der(ED25519_OID, &[], &tlv(4, &[1; 32]))), "private_key_other_kind"),
        ("an Ed25519 JWK", json!({"kty": "OKP", "crv": "Ed25519", "d": "AA", "x": "AA"}).to_string(), "private_key_other_kind"),
        ("a symmetric JWK", json!({"kty": "oct", "k": "AA"}).to_string(), "private_key_other_kind"),
        ("a secp256k1 PEM", pem("EC PRIVATE KEY", &ec_der(Some(SECP256K1_OID))), "private_key_other_curve"),
        ("an EC PEM without a curve", pem("EC PRIVATE KEY", &ec_der(None)), "private_key_other_curve"),
        ("a secp256k1 JWK", ec_jwk("secp256k1", 32).to_string(), "private_key_other_curve"),
        ("a JWK of 1024 bits", rsa_jwk(1024).to_string(), "private_key_too_short"),
        ("a PEM of 1024 bits", pkcs8_rsa(1024), "private_key_too_short"),
        ("a JWK without its kind", without(rsa(), &["kty"]), "private_key_member_missing"),
        ("a JWK without its modulus", without(rsa(), &["n"]), "private_key_member_missing"),
        ("a JWK with d alone", without(rsa(), &["p", "q", "dp", "dq", "qi"]), "private_key_incomplete"),
        ("a JWK without d", without(rsa(), &["d"]), "private_key_member_missing"),
        ("an EC JWK without y", without(ec_jwk("P-256", 32), &["y"]), "private_key_member_missing"),
        ("a JWK with a number for n", with(rsa(), "n", json!(5)), "private_key_member_missing"),
        ("a JWK that is not base64url", with(rsa(), "d", json!("a+b/")), "private_key_damaged"),
        ("an EC JWK with a short coordinate", with(ec_jwk("P-256", 32), "x", json!(number(31))), "private_key_damaged"),
        ("a JWK for encryption", with(rsa(), "use", json!("enc")), "private_key_not_for_signing"),
        ("a JWK with a number for kid", with(rsa(), "kid", json!(7)), "private_key_key_id"),
        ("a JWK with a line break in its kid", with(rsa(), "kid", json!("a\nb")), "private_key_key_id"),
    ] {
        assert_eq!(code(&input), expected, "{what}");
    }
}

#[test]
fn a_key_id_comes_from_the_field_or_the_jwk_and_must_not_contradict() {
    let jwk = PrivateKey::parse(&rsa_jwk(2048).to_string()).ok().unwrap();
    let pem = PrivateKey::parse(&pkcs8_rsa(2048)).ok().unwrap();
    let field = |text| KeyId::parse(text).unwrap();
    assert_eq!(jwk.key_id(None), Ok(field("kX3_-9")));
    assert_eq!(jwk.key_id(field("kX3_-9")), Ok(field("kX3_-9")));
    assert_eq!(pem.key_id(None), Ok(None));
    assert_eq!(pem.key_id(field("other")), Ok(field("other")));
    assert_eq!(jwk.key_id(field("other")).unwrap_err().code(), "key_id_contradicts_key");
}

#[test]
fn the_pem_body_comes_without_white_space() {
    let spoiled = pkcs8_rsa(2048).replace('\n', " \\n ");
    let key = PrivateKey::parse(&spoiled).ok().unwrap();
    let expected = STANDARD.encode(pkcs8_der(RSA_OID, &[0x05, 0x00], &rsa_der(2048)));
    assert_eq!(key.pem_der_base64().unwrap().expose(), &expected);
    assert!(PrivateKey::parse(&rsa_jwk(2048).to_string()).ok().unwrap().pem_der_base64().is_none());
}

const RSA_PRIVATE: [&str; 6] = ["d", "p", "q", "dp", "dq", "qi"];

proptest! {
    #[test]
    fn never_panics(input in any::<String>()) {
        let _ = PrivateKey::parse(&input);
    }

    #[test]
    fn a_damaged_pem_never_panics(cut in 0_usize..1600, byte in any::<u8>()) {
        let mut der = pkcs8_der(RSA_OID, &[0x05, 0x00], &rsa_der(2048));
        let at = cut % der.len();
        der[at] = byte;
        let _ = PrivateKey::parse(&pem("PRIVATE KEY", &der));
        let _ = PrivateKey::parse(&pem("PRIVATE KEY", &der[..at]));
    }

    #[test]
    fn a_refusal_never_repeats_the_key(cut in 60_usize..1600) {
        let text = pkcs8_rsa(2048);
        if let Err(error) = PrivateKey::parse(&text[..cut.min(text.len() - 40)]) {
            prop_assert!(!error.to_string().contains("gYGB"));
        }
    }
}

#[test]
fn the_thumbprint_is_made_of_the_public_members_alone_and_leading_zeros_do_not_count() {
    let expected = format!(r#"{{"e":"AQAB","kty":"RSA","n":"{}"}}"#, number(256));
    let mut padded = rsa_jwk(2048);
    padded["n"] = URL_SAFE_NO_PAD.encode([&[0][..], &[0x81; 256]].concat()).into();
    for text in [rsa_jwk(2048).to_string(), padded.to_string(), pkcs8_rsa(2048)] {
        assert_eq!(PrivateKey::parse(&text).unwrap().facts().thumbprint_input.as_ref(), Some(&expected));
    }
}

#[test]
fn an_ec_pem_without_its_public_half_has_no_thumbprint_yet() {
    let text = pem("EC PRIVATE KEY", &ec_der(Some(P256_OID)));
    assert_eq!(PrivateKey::parse(&text).unwrap().facts().thumbprint_input, None);
}

/// Assertions contain the `kid` of a key unchanged (RFC 7517 §4.5).
#[test]
fn the_key_id_of_a_key_is_taken_as_it_is() {
    for kid in ["backup key 2026", "バックアップ", " padded ", "\u{200b}k"] {
        let mut jwk = rsa_jwk(2048);
        jwk["kid"] = json!(kid);
        let key = PrivateKey::parse(&jwk.to_string()).unwrap();
        assert_eq!(key.facts().key_id.as_ref().map(KeyId::as_str), Some(kid));
    }
}
