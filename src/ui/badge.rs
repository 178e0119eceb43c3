//! Status badges: icon, text and color, never color alone.

use super::icon::{Icon, Mark};
use leptos::prelude::*;
use markup::view;

/// The meaning of a state, which decides its color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tone {
    #[default]
    Neutral,
    Good,
    Warning,
    Bad,
    Info,
}

impl Tone {
    /// Its CSS class.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Good => "tone-good",
            Self::Warning => "tone-warning",
            Self::Bad => "tone-bad",
            Self::Info => "tone-info",
        }
    }

    /// Its icon.
    pub(crate) fn icon(self) -> Icon {
        match self {
            Self::Neutral => Icon::Skipped,
            Self::Good => Icon::Passed,
            Self::Warning => Icon::Warning,
            Self::Bad => Icon::Failed,
            Self::Info => Icon::Info,
        }
    }
}

/// A badge. The icon follows the tone unless another is given.
#[component]
pub(crate) fn Badge(
    #[prop(into)] tone: Signal<Tone>,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    view! {
        <span class=move || ["badge ", tone.get().class()].concat()>
            <Mark icon=Signal::derive(move || icon.unwrap_or_else(|| tone.get().icon()))/>
            {move || text.get()}
        </span>
    }
}
