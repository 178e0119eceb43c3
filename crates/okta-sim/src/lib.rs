//! Okta organisations on this machine.
