//! Drop-down menus.

use super::icon::{Icon, Mark};
use super::keyboard::is_composing;
use super::popover::{is_popover_open, popover};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use markup::view;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// A button and its menu (native popover, ARIA menu pattern: arrows, Home, End). `id` is unique on the page.
#[component]
pub(crate) fn Menu(
    id: &'static str,
    #[prop(into)] label: String,
    /// The content of the button.
    #[prop(into)]
    button: ViewFn,
    #[prop(default = "icon-button")] button_class: &'static str,
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <span class="menu">
            <button
                type="button"
                class=button_class
                aria-label=label.clone()
                title=label.clone()
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                popovertarget=id
            >
                {button.run()}
            </button>
            <MenuList id=id label=label open=open>{children()}</MenuList>
        </span>
    }
}

/// A menu that any button with `popovertarget=id` opens; it is placed at that button.
#[component]
pub(crate) fn MenuList(
    id: &'static str,
    #[prop(into)] label: String,
    /// Whether it is open.
    #[prop(optional)]
    open: RwSignal<bool>,
    children: Children,
) -> impl IntoView {
    let menu = NodeRef::<html::Div>::new();
    popover(menu, open);
    let toggled = move |_| {
        let Some(menu) = menu.get_untracked() else { return };
        let is_open = is_popover_open(&menu);
        open.set(is_open);
        if is_open {
            focus(&menu, Target::First);
        }
    };
    let key = move |event: KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        let key = event.key();
        let target = match key.as_str() {
            "ArrowDown" => Target::Next,
            "ArrowUp" => Target::Previous,
            "Home" => Target::First,
            "End" => Target::Last,
            "Tab" => {
                hide(menu);
                return;
            }
            " " => return,
            // Type-ahead: a character moves to the next item that begins with it.
            letter if letter.chars().count() == 1 && !event.ctrl_key() && !event.meta_key() && !event.alt_key() => {
                Target::ConnectionRef(letter.to_lowercase())
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(menu) = menu.get_untracked() {
            focus(&menu, target);
        }
    };
    // After a resize its button may be hidden, and the menu would stay open out of sight.
    let resized = window_event_listener(ev::resize, move |_| {
        request_animation_frame(move || {
            if let Some(shown) = menu.try_get_untracked().flatten().filter(|_| open.try_get_untracked() == Some(true))
                && !is_in_sight(&shown)
            {
                let _ = shown.hide_popover();
            }
        });
    });
    on_cleanup(move || resized.remove());
    view! {
        <div
            node_ref=menu
            id=id
            class="menu-list"
            role="menu"
            aria-label=label
            on:toggle=toggled
            on:keydown=key
            on:click=move |_| hide(menu)
        >
            {children()}
        </div>
    }
}

/// A command. With `checked` it is one of several to choose from.
#[component]
pub(crate) fn MenuItem(
    #[prop(optional)] icon: Option<Icon>,
    #[prop(optional, into)] checked: Option<Signal<bool>>,
    on_select: Callback<()>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="menu-item"
            role=if checked.is_some() { "menuitemradio" } else { "menuitem" }
            tabindex="-1"
            aria-checked=move || checked.map(|checked| if checked.get() { "true" } else { "false" })
            on:click=move |_| on_select.run(())
        >
            {icon.map(|icon| view! { <Mark icon=icon/> })}
            <span class="menu-item-text">{children()}</span>
            {checked.map(|checked| view! { <span class="menu-check" class:is-on=move || checked.get()><Mark icon=Icon::Check/></span> })}
        </button>
    }
}

fn is_in_sight(menu: &Element) -> bool {
    let (place, root) = (menu.get_bounding_client_rect(), document().document_element());
    let (width, height) = root.map_or((0, 0), |root| (root.client_width(), root.client_height()));
    place.left() >= 0.0
        && place.top() >= 0.0
        && place.right() <= f64::from(width)
        && place.bottom() <= f64::from(height)
}

enum Target {
    First,
    Last,
    Next,
    Previous,
    /// The next item that begins with this character.
    ConnectionRef(String),
}

fn hide(menu: NodeRef<html::Div>) {
    if let Some(menu) = menu.get_untracked() {
        let _ = menu.hide_popover();
    }
}

fn focus(menu: &Element, target: Target) {
    let Ok(items) = menu.query_selector_all("[role^=menuitem]") else { return };
    let count = items.length();
    let focused = document().active_element();
    let current = (0..count).find(|at| items.get(*at).is_some_and(|item| focused.as_deref() == Some(&item)));
    let begins = |at: &u32, letters: &str| {
        let name = items.get(*at).and_then(|item| item.text_content()).unwrap_or_default();
        name.trim().to_lowercase().starts_with(letters)
    };
    let at = match (target, current) {
        (Target::ConnectionRef(letters), current) => {
            let from = current.map_or(0, |at| at + 1);
            let found = (from..count).chain(0..from.min(count)).find(|at| begins(at, &letters));
            found.or(current).unwrap_or_default()
        }
        (Target::Next, Some(at)) if at + 1 < count => at + 1,
        (Target::Previous, Some(at)) if at > 0 => at - 1,
        (Target::First | Target::Next, _) => 0,
        (Target::Last | Target::Previous, _) => count.saturating_sub(1),
    };
    if let Some(item) = items.get(at).and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
        let _ = item.focus();
    }
}
