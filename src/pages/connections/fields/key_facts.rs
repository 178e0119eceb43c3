//! What may be shown of a key: a card in place of its text.

use crate::dom::{Child, View, view};
use crate::text::text;
use crate::ui::{Icon, Mark, Time};
use model::connection::KeyView;
use model::field::{KeyFacts, KeyFormat, KeyKind};

/// A card with a heading and facts, each a name and a value.
pub(super) fn card(title: &'static str, facts: Vec<(&'static str, View)>, action: View) -> View {
    let facts = facts.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    view! {
        <div class="key-card">
            <Mark icon=Icon::Key/>
            <div class="key-card-text">
                <p class="key-card-title">{title}<span class="key-card-mask" aria-hidden="true">"••••••••••••"</span></p>
                <dl>{facts.collect::<Vec<_>>()}</dl>
            </div>
            {action}
        </div>
    }
}

/// The facts of a key that was just read.
pub(super) fn of_given(facts: &KeyFacts) -> Vec<(&'static str, View)> {
    let words = &text().connections.key;
    let (name, size) = match facts.kind {
        KeyKind::Rsa { bits } => (words.rsa, (words.bits)(bits)),
        KeyKind::Ec(curve) => ("EC", curve.name().to_owned()),
    };
    let format = match facts.format {
        KeyFormat::Jwk => "JSON",
        KeyFormat::Pkcs8 | KeyFormat::Pkcs1 | KeyFormat::Sec1 => "PEM",
    };
    let mut shown = vec![(name, [&size, ", ", format].concat().child())];
    shown.extend(facts.key_id.as_ref().map(|id| (words.id, code(id.as_str()))));
    shown
}

/// The facts of a stored key.
pub(super) fn of_stored(key: &KeyView) -> Vec<(&'static str, View)> {
    let words = &text().connections.key;
    let size = (words.bits)(key.bits as usize);
    let mut shown = vec![(words.thumbprint, code(&key.thumbprint))];
    shown.extend(key.key_id.as_ref().map(|id| (words.id, code(id))));
    shown.push((words.since, view! { <Time at=key.set_at.clone()/>", "{key.algorithm.clone()}", "{size} }));
    shown
}

fn code(text: &str) -> View {
    view! { <code>{text.to_owned()}</code> }
}
