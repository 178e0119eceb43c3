//! Light, dark, or as the system has it. `public/early.js` applies the remembered choice before the first paint.

use crate::storage;

/// Also in `public/early.js`.
const REMEMBERED_AS: &str = "theme";
const ATTRIBUTE: &str = "data-theme";

/// A choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has it.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every choice, in the order of the menu.
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in storage and in the attribute.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The remembered choice.
    pub(crate) fn remembered() -> Self {
        let name = storage::recall(REMEMBERED_AS);
        Self::ALL.into_iter().find(|theme| name.as_deref() == Some(theme.name())).unwrap_or(Self::System)
    }

    /// Shows it, and remembers it.
    pub(crate) fn choose(self) {
        let root = web_sys::window().and_then(|window| window.document()).and_then(|page| page.document_element());
        let Some(root) = root else { return };
        if self == Self::System {
            storage::forget(REMEMBERED_AS);
            let _ = root.remove_attribute(ATTRIBUTE);
        } else {
            storage::remember(REMEMBERED_AS, self.name());
            let _ = root.set_attribute(ATTRIBUTE, self.name());
        }
    }
}
