//! What this browser remembers between visits, and a tab as long as it is open. Where it remembers nothing (blocked
//! storage), defaults apply.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What was remembered under that name.
pub(crate) fn recall(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Remembers it.
pub(crate) fn remember(name: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, value);
    }
}

/// Forgets it.
pub(crate) fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

fn tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// What this tab remembers under that name.
pub(crate) fn recall_in_tab(name: &str) -> Option<String> {
    tab()?.get_item(name).ok()?
}

/// Remembers it as long as this tab is open, a reload included.
pub(crate) fn remember_in_tab(name: &str, value: &str) {
    if let Some(tab) = tab() {
        let _ = tab.set_item(name, value);
    }
}

/// Forgets it in this tab.
pub(crate) fn forget_in_tab(name: &str) {
    if let Some(tab) = tab() {
        let _ = tab.remove_item(name);
    }
}

/// Forgets all that this tab remembers.
pub(crate) fn clear_session_storage() {
    if let Some(tab) = tab() {
        let _ = tab.clear();
    }
}
