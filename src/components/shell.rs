//! The application shell: top bar and navigation around every page. `index.html` has the same in plain HTML until this
//! code runs: change both together.

use crate::components::notifications_sheet::notifications_sheet;
use crate::components::sessions_sheet::sessions_sheet;
use crate::components::{change_language, lazy_dialog, use_toasts};
use crate::embedding::embedded;
use crate::language::{self, localized};
use crate::paths;
use crate::session::use_session;
use crate::text::text;
use crate::theme::Theme;
use crate::ui::{Icon, Mark, Menu, MenuItem, Tone, focus_in_place, popover};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MouseEvent};

const NAVIGATION: &str = "navigation";
const MAIN: &str = "main";

/// Moves the focus to the page's content, without scrolling, from a button that is about to be removed.
pub(crate) fn focus_main() {
    let main = document().get_element_by_id(MAIN).and_then(|main| main.dyn_into::<HtmlElement>().ok());
    if let Some(main) = main {
        focus_in_place(&main);
    }
}

/// The dialogs that the account menu opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AccountSheet {
    Notifications,
    Sessions,
}

/// Top bar, navigation, and the page inside. In embedded mode, the page alone.
#[component]
pub(crate) fn Shell(children: Children) -> impl IntoView {
    let main = NodeRef::<html::Main>::new();
    let skip = move |event: MouseEvent| {
        // Not the browser's own jump: with `<base>` it would leave the page.
        event.prevent_default();
        if let Some(main) = main.get_untracked() {
            let _ = main.focus();
        }
    };
    let sheet = RwSignal::new(None);
    let close = Callback::new(move |()| sheet.set(None));
    let frame = (!embedded()).then(|| {
        view! {
            <a class="skip-link" href="#main" on:click=skip>{localized(|| text().shell.skip)}</a>
            {localized(move || view! { <TopBar sheet=sheet/><Navigation/> })}
            {move || sheet.get().map(|sheet| match sheet {
                AccountSheet::Notifications => lazy_dialog(move || notifications_sheet(close), close),
                AccountSheet::Sessions => lazy_dialog(move || sessions_sheet(close), close),
            })}
        }
    });
    view! {
        <div class="shell">
            {frame}
            <main node_ref=main id=MAIN class="main" tabindex="-1">
                <OfflineBanner/>
                {children()}
            </main>
        </div>
    }
}

#[component]
fn TopBar(sheet: RwSignal<Option<AccountSheet>>) -> impl IntoView {
    view! {
        <header class="topbar">
            <button
                type="button"
                class="icon-button topbar-menu"
                aria-label=text().shell.open_navigation
                popovertarget=NAVIGATION
            >
                <Mark icon=Icon::Menu/>
            </button>
            <a class="brand" href=paths::href(paths::CONNECTIONS)>
                <BrandMark/>
                <span>{text().brand.name}</span>
            </a>
            <div class="topbar-end"><Account sheet=sheet/></div>
        </header>
    }
}

/// The product's logo.
#[component]
pub(crate) fn BrandMark() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect class="brand-tile" width="32" height="32" rx="9"></rect>
            <path class="brand-line" d="M12.6 19.4l6.8-6.8"></path>
            <circle class="brand-node" cx="10.5" cy="21.5" r="4"></circle>
            <circle class="brand-ring" cx="21.5" cy="10.5" r="4"></circle>
        </svg>
    }
}

#[component]
fn Navigation() -> impl IntoView {
    let words = &text().shell;
    let navigation = NodeRef::<html::Nav>::new();
    popover(navigation, RwSignal::new(false));
    let close = move |_| {
        if let Some(navigation) = navigation.get_untracked() {
            let _ = navigation.hide_popover();
        }
    };
    view! {
        <nav node_ref=navigation id=NAVIGATION class="navigation" aria-label=words.navigation>
            <p class="navigation-group" id="navigation-management">{words.management}</p>
            <ul aria-labelledby="navigation-management">
                <li>
                    <a href=paths::href(paths::CONNECTIONS) aria-current="true" on:click=close>
                        <Mark icon=Icon::Apps/>
                        {words.app_management}
                    </a>
                </li>
            </ul>
        </nav>
    }
}

#[component]
fn Account(sheet: RwSignal<Option<AccountSheet>>) -> impl IntoView {
    let words = &text().shell;
    let session = use_session();
    let toasts = use_toasts();
    let theme = RwSignal::new(Theme::remembered());
    let name = Memo::new(move |_| session.user().map(|user| user.name).unwrap_or_default());
    let role = move || session.user().map_or("", |user| text().role(user.role));
    let sign_out = Callback::new(move |()| {
        spawn_local(async move {
            if session.sign_out().await.is_err() {
                toasts.push(Tone::Bad, words.sign_out_failed, None);
            }
        });
    });
    // In the next frame the menu has given the focus back to its button, so that the dialog returns it there.
    let open = move |which| Callback::new(move |()| request_animation_frame(move || sheet.set(Some(which))));
    let choices = Theme::ALL.into_iter().zip([Icon::System, Icon::Sun, Icon::Moon]).zip(words.theme_names);
    let choices = choices.map(move |((choice, icon), label)| {
        let select = Callback::new(move |()| {
            choice.choose();
            theme.set(choice);
        });
        let checked = Signal::derive(move || theme.get() == choice);
        view! { <MenuItem icon=icon checked=checked on_select=select>{label}</MenuItem> }
    });
    let languages = language::offered().into_iter().map(move |offered| {
        let code = offered.code.clone();
        let select = Callback::new(move |()| change_language(code.clone(), toasts));
        let checked = offered.code == language::code();
        view! {
            <MenuItem icon=Icon::Language checked=Signal::stored(checked) on_select=select>
                <span lang=offered.code>{offered.name}</span>
            </MenuItem>
        }
    });
    view! {
        <Menu
            id="account"
            label=words.account
            button_class="account-button"
            button=move || view! { <span class="avatar" data-initials=move || initials(&name.get())></span> }
        >
            <div class="account-who" role="none">
                <span class="account-name">{move || name.get()}</span>
                <span class="account-role">{role}</span>
            </div>
            <div class="menu-group" role="group" aria-label=words.theme>
                <span class="menu-heading" aria-hidden="true">{words.theme}</span>
                {choices.collect::<Vec<_>>()}
            </div>
            <div class="menu-group" role="group" aria-label=words.language>
                <span class="menu-heading" aria-hidden="true">{words.language}</span>
                {languages.collect::<Vec<_>>()}
            </div>
            <div class="menu-group" role="none">
                <MenuItem icon=Icon::Bell on_select=open(AccountSheet::Notifications)>{text().common.notifications}</MenuItem>
                <MenuItem icon=Icon::Devices on_select=open(AccountSheet::Sessions)>{text().sessions.title}</MenuItem>
                <MenuItem icon=Icon::SignOut on_select=sign_out>{words.sign_out}</MenuItem>
            </div>
        </Menu>
    }
}

/// The initials of the first two words.
fn initials(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(2).filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

#[component]
fn OfflineBanner() -> impl IntoView {
    let online = RwSignal::new(window().navigator().on_line());
    let listeners = [
        window_event_listener(ev::online, move |_| online.set(true)),
        window_event_listener(ev::offline, move |_| online.set(false)),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    view! {
        <div role="status">
            {move || (!online.get()).then(|| view! {
                <p class="banner"><Mark icon=Icon::Offline/>{localized(|| text().shell.offline)}</p>
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_initials() {
        for (name, expected) in
            [("Ada Lovelace", "AL"), ("ci-backup job", "CB"), ("ärger", "Ä"), ("", ""), ("  -- ", "")]
        {
            assert_eq!(initials(name), expected, "{name:?}");
        }
    }
}
