//! The public half of a private key, in the form whose hash is the JWK thumbprint (RFC 7638): the required members
//! alone, sorted, without white space.

use super::kind::{Curve, KeyKind};
use crate::field::{base64, der};

/// The properties of a key: its kind, and the text whose hash is the thumbprint.
pub(super) type PublicHalf = (KeyKind, Option<String>);

/// For RSA, from modulus and public exponent (big-endian).
pub(super) fn rsa(n: &[u8], e: &[u8]) -> String {
    let [n, e] = [n, e].map(|number| text(der::significant(number)));
    ["{\"e\":\"", &e, "\",\"kty\":\"RSA\",\"n\":\"", &n, "\"}"].concat()
}

/// For EC, from the coordinates of the point.
pub(super) fn ec(curve: Curve, x: &[u8], y: &[u8]) -> String {
    let [x, y] = [x, y].map(text);
    ["{\"crv\":\"", curve.name(), "\",\"kty\":\"EC\",\"x\":\"", &x, "\",\"y\":\"", &y, "\"}"].concat()
}

/// For EC, from the point as a BIT STRING: no unused bits, 4 for both coordinates, and these (SEC1 §2.3.3).
pub(super) fn ec_point(curve: Curve, bits: &[u8]) -> Option<String> {
    let coordinates = bits.strip_prefix(&[0, 4])?;
    let length = coordinate_bytes(curve);
    (coordinates.len() == 2 * length).then(|| ec(curve, &coordinates[..length], &coordinates[length..]))
}

/// The length of a coordinate, in bytes.
pub(super) fn coordinate_bytes(curve: Curve) -> usize {
    curve.bits().div_ceil(8)
}

fn text(bytes: &[u8]) -> String {
    base64::encode(bytes, base64::URL_SAFE)
}
