//! Key facts: a card with what may be shown of a key, instead of its text.

use crate::digest;
use crate::text::text;
use crate::ui::{Icon, Mark, Time};
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;
use model::connection::KeyView;
use model::field::{KeyFacts, KeyFormat, KeyKind};

/// A card with a heading and facts.
pub(super) fn card(title: &'static str, facts: Vec<AnyView>, action: AnyView) -> AnyView {
    view! {
        <div class="key-card">
            <Mark icon=Icon::Key/>
            <div class="key-card-text">
                <p class="key-card-title">{title}<span class="key-card-mask" aria-hidden="true">"••••••••••••"</span></p>
                <dl>{facts}</dl>
            </div>
            {action}
        </div>
    }
}

/// The facts of a key that was just entered, before it is sent. The thumbprint is computed asynchronously.
pub(super) fn of_given(facts: &KeyFacts) -> Vec<AnyView> {
    let words = &text().connections.key;
    let (name, size) = match facts.kind {
        KeyKind::Rsa { bits } => ("RSA", words.bits(bits)),
        KeyKind::Ec(curve) => ("EC", curve.name().to_owned()),
    };
    let format = match facts.format {
        KeyFormat::Jwk => "JSON",
        KeyFormat::Pkcs8 | KeyFormat::Pkcs1 | KeyFormat::Sec1 => "PEM",
    };
    let thumbprint = RwSignal::new(None);
    if let Some(input) = facts.thumbprint_input.clone() {
        spawn_local(async move { drop(thumbprint.try_set(digest::thumbprint(&input).await)) });
    }
    let mut shown = vec![fact(name, [&size, ", ", format].concat().into_any())];
    shown.extend(facts.key_id.as_ref().map(|id| fact(words.id, code(id.as_str()))));
    shown.push((move || thumbprint.get().map(|text: String| fact(words.thumbprint, code(&text)))).into_any());
    shown
}

/// The facts of the stored key.
pub(super) fn of_stored(key: &KeyView) -> Vec<AnyView> {
    let words = &text().connections.key;
    let size = words.bits(key.bits);
    let mut shown = vec![fact(words.thumbprint, code(&key.thumbprint))];
    shown.extend(key.key_id.as_ref().map(|id| fact(words.id, code(id))));
    let since = view! { <Time at=key.set_at.clone()/>", "{key.algorithm.clone()}", "{size} };
    shown.push(fact(words.since, since));
    shown
}

fn fact(name: &'static str, value: AnyView) -> AnyView {
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
}

fn code(text: &str) -> AnyView {
    view! { <code>{text.to_owned()}</code> }
}
