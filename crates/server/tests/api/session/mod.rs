mod jwt;
mod list;
mod oidc;
mod same_origin;
mod sign_in;
