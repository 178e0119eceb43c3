//! Actions of the audit log, as their entries name them.

pub(crate) const CREATED: &str = "created";
pub(crate) const UPDATED: &str = "updated";
pub(crate) const DELETED: &str = "deleted";
pub(crate) const VERIFIED: &str = "verified";
pub(crate) const TOKEN_ISSUED: &str = "token_issued";
/// Settings that are not stored were verified.
pub(crate) const DRAFT_VERIFIED: &str = "draft_verified";
pub(crate) const KEY_GENERATED: &str = "key_generated";
/// Key pairs that no connection took in time were forgotten.
pub(crate) const KEYS_FORGOTTEN: &str = "keys_forgotten";
pub(crate) const SIGNED_IN: &str = "signed_in";
pub(crate) const SIGNED_OUT: &str = "signed_out";
pub(crate) const SESSION_REVOKED: &str = "session_revoked";
/// Something was asked for that the server did not do.
pub(crate) const REFUSED: &str = "refused";
/// An API token called, for the first time from this address in an hour.
pub(crate) const TOKEN_USED: &str = "token_used";
pub(crate) const API_TOKEN_CREATED: &str = "api_token_created";
pub(crate) const API_TOKEN_REVOKED: &str = "api_token_revoked";
pub(crate) const SIGN_IN_LINK_CREATED: &str = "sign_in_link_created";
pub(crate) const MASTER_KEY_ROTATED: &str = "master_key_rotated";
pub(crate) const HISTORY_TRIMMED: &str = "history_trimmed";
pub(crate) const DATABASE_RESTORED: &str = "database_restored";
