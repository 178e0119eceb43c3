//! DER (X.690), as far as a PKCS#8 RSA key needs it.

/// The nine integers of an `RSAPrivateKey` (RFC 8017 A.1.2) inside PKCS#8: version, n, e, d, p, q, dp, dq, qi,
/// each without leading zeros.
pub(super) fn rsa_integers(pkcs8: &[u8]) -> Option<Vec<&[u8]>> {
    let (outer, _) = element(pkcs8, 0x30)?;
    let (_version, rest) = element(outer, 0x02)?;
    let (_algorithm, rest) = element(rest, 0x30)?;
    let (octets, _) = element(rest, 0x04)?;
    let (mut rest, _) = element(octets, 0x30)?;
    let mut integers = Vec::with_capacity(9);
    while !rest.is_empty() {
        let (mut integer, after) = element(rest, 0x02)?;
        while integer.len() > 1 && integer[0] == 0 {
            integer = &integer[1..];
        }
        integers.push(integer);
        rest = after;
    }
    (integers.len() == 9).then_some(integers)
}

/// The content of the element at the start of `input`, and the rest.
fn element(input: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&[found, first], rest) = input.split_first_chunk::<2>()?;
    if found != tag {
        return None;
    }
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        (bytes.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)), rest)
    };
    rest.split_at_checked(length)
}
