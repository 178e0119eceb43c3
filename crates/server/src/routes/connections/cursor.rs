//! Opaque cursors: where a page ended, and in which order, so that a cursor of another order is refused.

use crate::problem::{ApiError, ApiResult, kind};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::api::Sort;
use store::Position;
use uuid::Uuid;

/// The cursor of a place in a list of this order.
pub(super) fn encode(sort: Sort, position: &Position) -> String {
    let parts = serde_json::json!([sort.to_string(), position.key, position.id]);
    URL_SAFE_NO_PAD.encode(parts.to_string())
}

/// The place that a cursor names in a list of this order.
pub(super) fn decode(sort: Sort, cursor: &str) -> ApiResult<Position> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let parts = bytes.and_then(|bytes| serde_json::from_slice::<(String, Option<String>, String)>(&bytes).ok());
    match parts {
        Some((order, key, id)) if order == sort.to_string() && Uuid::parse_str(&id).is_ok() => Ok(Position { key, id }),
        _ => Err(refused("Send the next_cursor of the previous page, with the same sort.")),
    }
}

/// The cursor of a history entry.
pub(super) fn encode_entry(id: &str) -> String {
    URL_SAFE_NO_PAD.encode(id)
}

/// The history entry that a cursor names.
pub(super) fn decode_entry(cursor: &str) -> ApiResult<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let id = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).and_then(|id| Uuid::parse_str(&id).ok());
    id.ok_or_else(|| refused("Send the next_cursor of the previous page."))
}

fn refused(what_to_do: &str) -> ApiError {
    let detail = format!("The query parameter cursor does not belong to this list. {what_to_do}");
    ApiError::field(kind::CURSOR_INVALID, "/cursor", kind::CURSOR_INVALID.code, detail)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use model::api::SortColumn;

    #[test]
    fn a_cursor_leads_back_to_its_place_in_its_own_order_only() {
        let sort = Sort { column: SortColumn::VerifiedAt, descending: true };
        for key in [None, Some("Ä\"\u{0}".to_owned())] {
            let position = Position { key, id: Uuid::now_v7().to_string() };
            let cursor = encode(sort, &position);
            assert_eq!(decode(sort, &cursor).unwrap(), position);
            assert!(decode(Sort { descending: false, ..sort }, &cursor).is_err());
            assert!(decode(Sort::DEFAULT, &cursor).is_err());
        }
        for wrong in ["", "x", "!!", "W10", "bnVsbA"] {
            assert!(decode(sort, wrong).is_err(), "{wrong}");
            assert!(decode_entry(wrong).is_err(), "{wrong}");
        }
    }
}
