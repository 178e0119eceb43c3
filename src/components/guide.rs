//! The setup guide: twelve steps in Okta, shown beside the form.

use crate::storage;
use crate::text::{guide_step, text};
use crate::ui::{Button, ButtonKind, CopyButton, ExternalLink, Icon, Mark};
use leptos::html;
use leptos::prelude::*;
use markup::view;
use model::field::{ClientId, OktaDomain};
use model::okta::{GUIDE, GuideStep, OWN_KEY_STEP};
use web_sys::HtmlElement;

/// The storage key; `folded` if the user has folded the guide.
const REMEMBERED_AS: &str = "guide";
const FOLDED: &str = "folded";

/// The step that fixes a failed check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Highlight {
    /// Its number.
    pub(crate) step: u8,
    /// How often the user has asked to see a step.
    pub(crate) asked: u32,
}

/// The guide. Once the domain is known, each step links to its page in Okta; once the client ID is known, to the app's
/// own page. The `highlighted` step is marked and unfolded, and the guide scrolls to it; if the user has asked for it,
/// the page scrolls to it, too, and the step takes the focus.
#[component]
pub(crate) fn Guide(
    #[prop(optional, into)] domain: Signal<Option<OktaDomain>>,
    #[prop(optional, into)] client_id: Signal<Option<ClientId>>,
    /// The public key to paste into Okta, if the key pair was generated here.
    #[prop(optional, into)]
    own_key: Signal<Option<String>>,
    #[prop(optional, into)] highlighted: Signal<Option<Highlight>>,
) -> impl IntoView {
    let words = &text().guide;
    let folded = RwSignal::new(storage::recall(REMEMBERED_AS).as_deref() == Some(FOLDED));
    let fold = Callback::new(move |()| {
        folded.update(|folded| *folded = !*folded);
        if folded.get_untracked() {
            storage::remember(REMEMBERED_AS, FOLDED);
        } else {
            storage::forget(REMEMBERED_AS);
        }
    });
    Effect::new(move |_| {
        if highlighted.get().is_some() {
            folded.set(false);
        }
    });
    let admin_host = Memo::new(move |_| domain.with(|domain| domain.as_ref().and_then(OktaDomain::admin_host)));
    let tip = Memo::new(move |_| match (admin_host.with(Option::is_some), domain.with(Option::is_some)) {
        (true, _) => None,
        // A custom domain does not reveal where its admin console is.
        (false, true) => Some(words.domain_custom),
        (false, false) => Some(words.domain_needed),
    });
    let link = move |step: &'static GuideStep| {
        Signal::derive(move || {
            admin_host.with(|host| {
                host.as_ref().map(|host| client_id.with(|client_id| step.page.url(host, client_id.as_ref())))
            })
        })
    };
    view! {
        <section class="guide" class:is-folded=move || folded.get() aria-labelledby="guide-title">
            <header class="guide-header">
                <h3 id="guide-title"><Mark icon=Icon::Book/>{words.title}</h3>
                <Button kind=ButtonKind::Ghost small=true on_click=fold>
                    {move || if folded.get() { words.show } else { words.hide }}
                </Button>
            </header>
            <div class="guide-body" hidden=move || folded.get()>
                <p class="guide-lead">{words.lead}</p>
                {move || tip.get().map(|tip| view! { <p class="guide-tip"><Mark icon=Icon::Info/>{tip}</p> })}
                <ol class="guide-steps">
                    {GUIDE.iter().map(|step| show(step, link(step), own_key, highlighted)).collect::<Vec<_>>()}
                </ol>
            </div>
        </section>
    }
}

/// Scrolls to a step. Unasked, only within the guide's own column: where the guide is below the form, the result would
/// scroll out of sight.
fn show_step(node: &HtmlElement, is_asked: bool) {
    let column = node.closest(".panel-aside").ok().flatten();
    if is_asked || column.is_some_and(|column| column.scroll_height() > column.client_height()) {
        node.scroll_into_view();
    }
    if is_asked {
        let _ = node.focus();
    }
}

fn show(
    step: &'static GuideStep,
    link: Signal<Option<String>>,
    own_key: Signal<Option<String>>,
    highlighted: Signal<Option<Highlight>>,
) -> AnyView {
    let words = &text().guide;
    let own_key = Memo::new(move |_| own_key.get().filter(|_| step.number == OWN_KEY_STEP.number));
    let shown = move || if own_key.with(Option::is_some) { &OWN_KEY_STEP } else { step };
    let copy_key = move || {
        own_key.get().map(|key| {
            let words = text().connections.own_key.copy;
            view! { <div class="guide-copies"><CopyButton value=key label=words words=words/></div> }
        })
    };
    let node = NodeRef::<html::Li>::new();
    let own = Memo::new(move |_| highlighted.get().filter(|highlighted| highlighted.step == step.number));
    let is_highlighted = Memo::new(move |_| own.get().is_some());
    Effect::new(move |_| {
        if let (Some(own), Some(node)) = (own.get(), node.get()) {
            // By then the step is unfolded.
            request_animation_frame(move || show_step(&node, own.asked > 0));
        }
    });
    let copies = step.copy.iter().map(|value| {
        view! {
            <li>
                <code>{*value}</code>
                <CopyButton value=*value label=text().common.copy_what(value)/>
            </li>
        }
    });
    let all = (step.copy.len() > 1).then(|| {
        view! { <CopyButton value=step.copy.join("\n") label=words.copy_all words=words.copy_all/> }
    });
    view! {
        <li node_ref=node class="guide-step" tabindex="-1" class:is-highlighted=move || is_highlighted.get()>
            <div class="guide-step-body">
                <p class="guide-step-title">
                    {move || guide_step(shown()).0}
                    {move || shown().fills.map(|_| view! { <span class="guide-fills">{words.fills}</span> })}
                    {move || is_highlighted.get().then(|| view! { <span class="guide-mends">{words.mends}</span> })}
                </p>
                <p class="guide-step-text">{move || guide_step(shown()).1}</p>
                {copy_key}
                {(!step.copy.is_empty()).then(|| view! {
                    <div class="guide-copies">
                        <ul>{copies.collect::<Vec<_>>()}</ul>
                        {all}
                    </div>
                })}
                {move || link.get().map(|href| view! {
                    <ExternalLink href=href>
                        {words.open_page}<span class="visually-hidden">": "{words.step(step.number)}</span>
                    </ExternalLink>
                })}
            </div>
        </li>
    }
}
