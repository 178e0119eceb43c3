//! Buttons, and links to other sites.

use super::focus::pass_focus_on;
use super::icon::{Icon, Mark};
use super::spinner::Spinner;
use crate::text::text;
use leptos::html;
use leptos::prelude::*;
use markup::view;
use web_sys::MouseEvent;

/// The visual weight of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ButtonKind {
    /// The main action.
    Primary,
    /// Any other action.
    #[default]
    Secondary,
    /// Without a border, for dense places.
    Ghost,
    /// A destructive action.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button button-secondary",
            Self::Ghost => "button button-ghost",
            Self::Danger => "button button-danger",
        }
    }
}

/// A button with text. While `busy` it keeps its width, shows a spinner instead of its icon (or of its text) and
/// ignores clicks. With `disabled_reason` it ignores clicks, too, but can be focused, and shows the reason. When it is
/// removed, the focus moves to the nearest place that takes it.
#[component]
pub(crate) fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(optional)] small: bool,
    /// Submits the form around it, or the one with the id `form`.
    #[prop(optional)]
    submit: bool,
    #[prop(optional)] form: Option<&'static str>,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled_reason: Signal<Option<String>>,
    /// Shown as pressed while this is true.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// A longer label for screen readers.
    #[prop(optional, into)]
    description: Option<String>,
    #[prop(optional)] on_click: Option<Callback<()>>,
    #[prop(optional)] node_ref: NodeRef<html::Button>,
    children: Children,
) -> impl IntoView {
    let off = move || busy.get() || disabled_reason.with(Option::is_some);
    on_cleanup(move || node_ref.try_get_untracked().flatten().iter().for_each(|button| pass_focus_on(button)));
    let click = move |event: MouseEvent| {
        if busy.get_untracked() || disabled_reason.with_untracked(Option::is_some) {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            node_ref=node_ref
            id=id
            type=if submit { "submit" } else { "button" }
            form=form
            class=kind.class()
            class:button-small=small
            class:is-busy=move || busy.get()
            aria-disabled=move || off().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
            aria-description=move || disabled_reason.get().or_else(|| description.clone())
            title=move || disabled_reason.get()
            on:click=click
        >
            {icon.map(|icon| view! { <Mark icon=icon/> })}
            <span class="button-text">{children()}</span>
            {move || busy.get().then(|| view! {
                <Spinner/>
                <span class="visually-hidden" role="status">{text().common.working}</span>
            })}
        </button>
    }
}

/// A button with an icon alone; its label is read by screen readers and shown on hover.
#[component]
pub(crate) fn IconButton(
    #[prop(into)] icon: Signal<Icon>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] on_click: Option<Callback<()>>,
    #[prop(optional)] node_ref: NodeRef<html::Button>,
) -> impl IntoView {
    view! {
        <button
            node_ref=node_ref
            type="button"
            class="icon-button"
            aria-label=move || label.get()
            title=move || label.get()
            disabled=move || disabled.get()
            on:click=move |_| {
                if let Some(on_click) = on_click {
                    on_click.run(());
                }
            }
        >
            <Mark icon=icon/>
        </button>
    }
}

/// A link to another site, in a new tab.
#[component]
pub(crate) fn ExternalLink(
    #[prop(into)] href: Signal<String>,
    /// Looks like a small button.
    #[prop(optional)]
    button: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class=if button { "button button-secondary button-small" } else { "link" }
            href=move || href.get()
            target="_blank"
            rel="noopener noreferrer"
        >
            <span class="button-text">{children()}</span>
            <Mark icon=Icon::External/>
            <span class="visually-hidden">" ("{text().common.new_tab}")"</span>
        </a>
    }
}
