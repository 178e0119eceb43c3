//! Browser storage: `localStorage` for what is kept between visits, `sessionStorage` for what is kept as long as a tab
//! is open. Where storage is blocked, defaults apply.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Reads a value from `localStorage`.
pub(crate) fn recall(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Writes a value to `localStorage`.
pub(crate) fn remember(name: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, value);
    }
}

/// Removes a value from `localStorage`.
pub(crate) fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

fn tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// Reads a value from this tab's `sessionStorage`.
pub(crate) fn recall_in_tab(name: &str) -> Option<String> {
    tab()?.get_item(name).ok()?
}

/// Writes a value to this tab's `sessionStorage`, which survives a reload.
pub(crate) fn remember_in_tab(name: &str, value: &str) {
    if let Some(tab) = tab() {
        let _ = tab.set_item(name, value);
    }
}

/// Removes a value from this tab's `sessionStorage`.
pub(crate) fn forget_in_tab(name: &str) {
    if let Some(tab) = tab() {
        let _ = tab.remove_item(name);
    }
}

/// Clears this tab's `sessionStorage`.
pub(crate) fn clear_session_storage() {
    if let Some(tab) = tab() {
        let _ = tab.clear();
    }
}
