//! The color scheme: light, dark, or that of the system. `public/early.js` applies the saved choice before the first
//! paint.

use crate::storage;

/// The key in the browser's storage; `public/early.js` has it, too.
const REMEMBERED_AS: &str = "theme";
const ATTRIBUTE: &str = "data-theme";

/// A color scheme to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    /// The same as the system's.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every choice, in the order of the menu.
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name in storage and in the attribute.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The saved choice.
    pub(crate) fn remembered() -> Self {
        let name = storage::recall(REMEMBERED_AS);
        Self::ALL.into_iter().find(|theme| name.as_deref() == Some(theme.name())).unwrap_or(Self::System)
    }

    /// Applies the choice, and saves it.
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
