//! Notification history: the dialog that shows the messages of before, the newest first.

use crate::components::Sheet;
use crate::components::toasts::{Past, use_toasts};
use crate::dom::{Child, View, part, view};
use crate::language::{live, localized};
use crate::text::text;
use crate::ui::{Mark, Time};
use leptos::prelude::*;

/// What was shown since the page was loaded, also what has gone by itself.
#[component]
pub(crate) fn NotificationsSheet(on_close: Callback<()>) -> impl IntoView {
    let past = use_toasts().past();
    let content = move || {
        part(move || {
            let messages = past.get();
            if messages.is_empty() {
                return view! { <p class="sheet-lead">{text().common.no_notifications}</p> }.child();
            }
            view! { <ul class="notifications">{messages.into_iter().rev().map(line).collect::<Vec<_>>()}</ul> }.child()
        })
    };
    view! { <Sheet title=live(|text| text.common.notifications) on_close=on_close>{localized(content)}</Sheet> }
}

fn line(message: Past) -> View {
    view! {
        <li class=["notification ", message.tone.class()].concat()>
            <Mark icon=message.tone.icon()/>
            <div>
                <p>{message.text}</p>
                <p class="is-muted"><Time at=message.at/></p>
            </div>
        </li>
    }
}
