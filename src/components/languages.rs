//! Language selection.

use super::{Toasts, use_toasts};
use crate::language::{self, localized};
use crate::text::text;
use crate::ui::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;

/// Every language in a row, by its own name: for pages without an account menu.
#[component]
pub(crate) fn Languages() -> impl IntoView {
    let toasts = use_toasts();
    let buttons = move || {
        let button = |offered: language::LanguageOption| {
            let code = offered.code.clone();
            view! {
                <button
                    type="button"
                    lang=offered.code.clone()
                    aria-pressed=(offered.code == language::code()).to_string()
                    on:click=move |_| change_language(code.clone(), toasts)
                >
                    {offered.name}
                </button>
                // White space between the names: without it, they would be one word to anybody who reads the page as
                // text.
                " "
            }
        };
        view! {
            <div class="languages" role="group" aria-label=text().shell.language>
                {language::offered().into_iter().map(button).collect::<Vec<_>>()}
            </div>
        }
    };
    localized(buttons)
}

/// Switches to another language, and shows a message if that fails.
pub(crate) fn change_language(code: String, toasts: Toasts) {
    spawn_local(async move {
        if !language::choose(&code).await {
            toasts.push(Tone::Bad, text().shell.language_failed, None);
        }
    });
}
