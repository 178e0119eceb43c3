mod jwt;
mod jwt_keys;
mod list;
mod oidc;
mod same_origin;
mod sign_in;
