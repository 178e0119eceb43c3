//! Errors of DPoP proofs (RFC 9449), at the token endpoint and at the API.

use std::borrow::Cow;

use super::token::TokenError;

const fn row(error: &'static str, description: &'static str) -> TokenError {
    TokenError { status: 400, error, description: Cow::Borrowed(description) }
}

const fn proof(description: &'static str) -> TokenError {
    row("invalid_dpop_proof", description)
}

macro_rules! table {
    ($($name:ident = $row:expr;)*) => { $(pub(crate) const $name: TokenError = $row;)* };
}

table! {
    MISSING = proof("The DPoP proof JWT header is missing.");
    SEVERAL = proof("Multiple DPoP proof JWT headers are not allowed.");
    UNPARSABLE = proof("The DPoP proof JWT cannot be parsed.");
    TYP = proof("'typ' must be 'dpop+jwt' in the DPoP proof JWT.");
    ALGORITHM = proof("The DPoP proof JWT signature algorithm is invalid.");
    // The `jwk` is missing, not a public key, or has private members.
    INVALID = proof("The DPoP proof JWT is invalid.");
    SIGNATURE = proof("The DPoP proof JWT signature is invalid.");
    HTM = proof("'htm' claim in the DPoP proof JWT is invalid.");
    HTU = proof("'htu' claim in the DPoP proof JWT is invalid.");
    IAT = proof("'iat' claim in the DPoP proof JWT is invalid.");
    JTI = proof("'jti' claim in the DPoP proof JWT is invalid.");
    FUTURE = proof("The DPoP proof JWT is issued in the future.");
    OLD = proof("The DPoP proof JWT is issued more than five minutes in the past.");
    EXPIRED = proof("The DPoP proof JWT is expired.");
    REPLAYED = proof("The DPoP proof JWT has already been used.");
    ATH = proof("'ath' claim in the DPoP proof does not match the presented access_token.");
    NOT_BOUND_TO_PROOF = proof("The access_token is not bound to the provided DPoP proof.");
    USE_NONCE = row("use_dpop_nonce", "Authorization server requires nonce in DPoP proof.");

    // At the API, about the scheme in `Authorization`.
    PROOF_REQUIRED = row("invalid_request", "The resource request requires a DPoP proof.");
    SCHEME_REQUIRED = row("invalid_request", "The resource request must use the DPoP authentication scheme when using a DPoP bound token.");
}
