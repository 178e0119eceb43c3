//! Notification history: a dialog with the earlier notifications, newest first.

use crate::components::Sheet;
use crate::components::toasts::{PastNotification, use_toasts};
use crate::language::{localized, text_signal};
use crate::text::text;
use crate::ui::{Mark, Time};
use leptos::prelude::*;
use markup::{split, view};

/// Every notification since the page was loaded, including those that disappeared by themselves.
#[split(later)]
pub(crate) fn notifications_sheet(on_close: Callback<()>) -> AnyView {
    view! { <NotificationsSheet on_close=on_close/> }
}

#[component]
fn NotificationsSheet(on_close: Callback<()>) -> impl IntoView {
    let past = use_toasts().history();
    let content = move || {
        (move || {
            let messages = past.get();
            if messages.is_empty() {
                return view! { <p class="sheet-lead">{text().common.no_notifications}</p> }.into_any();
            }
            view! { <ul class="notifications">{messages.into_iter().rev().map(line).collect::<Vec<_>>()}</ul> }
                .into_any()
        })
        .into_any()
    };
    view! { <Sheet title=text_signal(|text| text.common.notifications) on_close=on_close>{localized(content)}</Sheet> }
}

fn line(message: PastNotification) -> AnyView {
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
