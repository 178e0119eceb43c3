//! Short messages about what was just done.

use crate::dom::{View, each, view};
use crate::language::live;
use crate::reactive::effect;
use crate::text::text;
use crate::ui::{Icon, IconButton, Mark, Tone};
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;

/// How long a message stays that needs nobody to act.
const SHOWN: Duration = Duration::from_secs(6);

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    action: Option<(&'static str, Callback<()>)>,
}

/// The messages, as context. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Puts it into the context.
    pub(crate) fn provide() -> Self {
        let toasts = Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    /// Shows a message, with a button where there is an `action`. Bad news and actions stay until dismissed.
    pub(crate) fn push(self, tone: Tone, text: impl Into<String>, action: Option<(&'static str, Callback<()>)>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let stays = tone == Tone::Bad || action.is_some();
        self.shown.update(|shown| shown.push(Toast { id, tone, text: text.into(), action }));
        if !stays {
            set_timeout(move || self.dismiss(id), SHOWN);
        }
    }

    fn dismiss(self, id: u32) {
        self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// The messages of this page.
pub(crate) fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(Toasts::provide)
}

/// Where the messages are: one for the whole console, in the top layer, so that they lie over dialogs.
#[component]
pub(crate) fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let name = live(|text| text.common.notifications);
    let region = NodeRef::<html::Div>::new();
    effect(move || {
        let count = toasts.shown.with(Vec::len);
        if let Some(region) = region.get() {
            // Shown anew each time: what enters the top layer last lies on top.
            let _ = region.hide_popover();
            if count > 0 {
                let _ = region.show_popover();
            }
        }
    });
    view! {
        <div node_ref=region class="toasts" popover="manual" role="region" aria-label=move || name.get()>
            <div aria-live="polite">
                {each(move || toasts.shown.get(), |toast| toast.id.to_string(), move |toast| show(toasts, toast))}
            </div>
        </div>
    }
}

fn show(toasts: Toasts, toast: Toast) -> View {
    let Toast { id, tone, text: words, action } = toast;
    view! {
        <div class=["toast ", tone.class()].concat()>
            <Mark icon=tone.icon()/>
            <p>{words}</p>
            {action.map(|(label, act)| view! {
                <button
                    type="button"
                    class="button button-ghost button-small"
                    on:click=move |_| {
                        toasts.dismiss(id);
                        act.run(());
                    }
                >
                    {label}
                </button>
            })}
            <IconButton icon=Icon::Cross label=text().common.dismiss on_click=Callback::new(move |()| toasts.dismiss(id))/>
        </div>
    }
}
