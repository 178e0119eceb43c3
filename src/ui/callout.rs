//! Callouts: messages within a page or a panel.

use super::badge::Tone;
use super::icon::Mark;
use leptos::prelude::*;
use markup::view;

/// A tinted box with an icon, a heading and an explanation. With `live` screen readers announce it when it appears.
#[component]
pub(crate) fn Callout(
    tone: Tone,
    #[prop(optional, into)] title: Signal<String>,
    #[prop(optional)] live: bool,
    children: Children,
) -> impl IntoView {
    let role = live.then_some(if tone == Tone::Bad { "alert" } else { "status" });
    view! {
        <div class=["callout ", tone.class()].concat() role=role>
            <Mark icon=tone.icon()/>
            <div class="callout-body">
                {move || title.with(|title| (!title.is_empty()).then(|| view! { <p class="callout-title">{title.clone()}</p> }))}
                {children()}
            </div>
        </div>
    }
}
