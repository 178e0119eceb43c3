//! Page layout: breadcrumb, heading and tab above every page's content.

use crate::language::{localized, track};
use crate::paths;
use crate::text::text;
use leptos::html;
use leptos::prelude::*;
use markup::view;
use std::cell::Cell;

/// A part of the breadcrumb below *Application connection*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Crumb {
    pub(crate) label: String,
    /// A path of [`paths`]; `None` for the page itself.
    pub(crate) path: Option<String>,
}

/// A page. `title` is its heading and the title of the window. The list has the tab; a page below it has one more
/// crumb. In embedded mode only the content is shown.
#[component]
pub(crate) fn Page(
    #[prop(into)] title: Signal<String>,
    /// The name of what is open over the page; the title of the window begins with it.
    #[prop(optional, into)]
    over: Signal<Option<&'static str>>,
    /// A sentence below the heading.
    #[prop(optional)]
    lead: Option<fn() -> &'static str>,
    /// The page's own crumb; without it, the page is the list.
    #[prop(optional, into)]
    crumb: Option<Signal<Crumb>>,
    /// Buttons beside the heading.
    #[prop(optional, into)]
    actions: ViewFn,
    /// The page moves the focus itself.
    #[prop(optional)]
    keeps_focus: bool,
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        track();
        let parts = over.get().into_iter().map(str::to_owned).chain([title.get(), text().brand.name.to_owned()]);
        document().set_title(&parts.collect::<Vec<_>>().join(" · "));
    });
    heading.on_load(move |heading| {
        // A screen reader continues at the new heading; at the first page it begins at the top by itself.
        if !FIRST_PAGE.replace(false) && !keeps_focus {
            let _ = heading.focus();
        }
    });
    let is_list = crumb.is_none();
    let trail = move || {
        let words = &text().shell;
        let own = crumb.map(|crumb| view! { <li aria-current="page">{move || crumb.get().label}</li> });
        view! {
            <nav class="breadcrumb" aria-label=words.breadcrumb>
                <ol>
                    <li>{words.management}</li>
                    <li>{words.app_management}</li>
                    {if is_list {
                        view! { <li aria-current="page">{words.tab}</li> }
                    } else {
                        view! { <li><a href=paths::href(paths::CONNECTIONS)>{words.tab}</a></li> }
                    }}
                    {own}
                </ol>
            </nav>
        }
    };
    let below = move || {
        let words = &text().shell;
        view! {
            {lead.map(|lead| view! { <p class="page-lead">{lead()}</p> })}
            {is_list.then(|| view! {
                <nav class="tabs" aria-label=words.app_management>
                    <a href=paths::href(paths::CONNECTIONS) aria-current="page">{words.tab}</a>
                </nav>
            })}
        }
    };
    view! {
        <div class="page-head">
            {localized(trail)}
            <div class="page-heading">
                <h1 node_ref=heading tabindex="-1">{move || title.get()}</h1>
                <div class="page-actions">{localized(move || actions.run())}</div>
            </div>
            {localized(below)}
        </div>
        <div class="page-content">{children()}</div>
    }
}

thread_local! {
    static FIRST_PAGE: Cell<bool> = const { Cell::new(true) };
}
