//! The twelve steps in Okta, beside the form.

use crate::dom::{View, part, view};
use crate::reactive::{effect, memo};
use crate::storage;
use crate::text::{guide_step, text};
use crate::ui::{Button, ButtonKind, CopyButton, ExternalLink, Icon, Mark};
use leptos::html;
use leptos::prelude::*;
use model::field::{ClientId, OktaDomain};
use model::okta::{GUIDE, GuideStep, OWN_KEY_STEP};

/// Remembered as `folded` where the user has folded it.
const REMEMBERED_AS: &str = "guide";
const FOLDED: &str = "folded";

/// The guide. As soon as the domain is known, each step links to its page; with the client ID, to the app's own page.
/// The `highlighted` step (the number in a check's fix) is marked, unfolded and scrolled to.
#[component]
pub(crate) fn Guide(
    #[prop(optional, into)] domain: Signal<Option<OktaDomain>>,
    #[prop(optional, into)] client_id: Signal<Option<ClientId>>,
    /// The public key to paste into Okta, where the key pair was made here.
    #[prop(optional, into)]
    own_key: Signal<Option<String>>,
    #[prop(optional, into)] highlighted: Signal<Option<u8>>,
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
    effect(move || {
        if highlighted.get().is_some() {
            folded.set(false);
        }
    });
    let admin_host = memo(move || domain.with(|domain| domain.as_ref().and_then(OktaDomain::admin_host)));
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
                    {part(move || if folded.get() { words.show } else { words.hide })}
                </Button>
            </header>
            <div class="guide-body" hidden=move || folded.get()>
                <p class="guide-lead">{words.lead}</p>
                {part(move || admin_host.with(Option::is_none).then(|| view! {
                    <p class="guide-tip"><Mark icon=Icon::Info/>{words.domain_needed}</p>
                }))}
                <ol class="guide-steps">
                    {GUIDE.iter().map(|step| show(step, link(step), own_key, highlighted)).collect::<Vec<_>>()}
                </ol>
            </div>
        </section>
    }
}

fn show(
    step: &'static GuideStep,
    link: Signal<Option<String>>,
    own_key: Signal<Option<String>>,
    highlighted: Signal<Option<u8>>,
) -> View {
    let words = &text().guide;
    let own_key = memo(move || own_key.get().filter(|_| step.number == OWN_KEY_STEP.number));
    let said = move || if own_key.with(Option::is_some) { &OWN_KEY_STEP } else { step };
    let copy_key = move || {
        own_key.get().map(|key| {
            let words = text().connections.own_key.copy;
            view! { <div class="guide-copies"><CopyButton value=key label=words words=words/></div> }
        })
    };
    let node = NodeRef::<html::Li>::new();
    let is_highlighted = memo(move || highlighted.get() == Some(step.number));
    effect(move || {
        if is_highlighted.get()
            && let Some(node) = node.get()
        {
            node.scroll_into_view();
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
        <li node_ref=node class="guide-step" class:is-highlighted=move || is_highlighted.get()>
            <div class="guide-step-body">
                <p class="guide-step-title">
                    {part(move || guide_step(said()).0)}
                    {part(move || said().fills.map(|_| view! { <span class="guide-fills">{words.fills}</span> }))}
                    {part(move || is_highlighted.get().then(|| view! { <span class="guide-mends">{words.mends}</span> }))}
                </p>
                <p class="guide-step-text">{part(move || guide_step(said()).1)}</p>
                {part(copy_key)}
                {(!step.copy.is_empty()).then(|| view! {
                    <div class="guide-copies">
                        <ul>{copies.collect::<Vec<_>>()}</ul>
                        {all}
                    </div>
                })}
                {part(move || link.get().map(|href| view! {
                    <ExternalLink href=href>
                        {words.open_page}<span class="visually-hidden">": "{words.step(step.number)}</span>
                    </ExternalLink>
                }))}
            </div>
        </li>
    }
}
