//! Generated key pair: the private half stays on the server, the public half is shown to be pasted into Okta.

use super::{Field, Form, label};
use crate::api::keys;
use crate::components::explain;
use crate::pages::connections::focus;
use crate::pages::connections::form::draft::{Draft, KeySource};
use crate::text::text;
use crate::ui::{self, Button, ButtonKind, CopyButton, FieldText, Icon, Mark};
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::view;
use model::api::GeneratedKey;
use model::okta::OWN_KEY_STEP;

const COPY: &str = "copy-public-key";

/// A button that generates a key pair. A generated pair stays available whatever the user tries meanwhile: its public
/// half may already be in Okta. `on_failure` gets the reason if that fails.
pub(super) fn generate(form: Form, on_failure: Callback<String>) -> AnyView {
    let words = &text().connections.own_key;
    let busy = RwSignal::new(false);
    let choose = || focus::soon(COPY);
    let click = Callback::new(move |()| {
        if form.draft().with_untracked(is_made) {
            form.choose(KeySource::Generated);
            return choose();
        }
        let pressed = focus::current();
        busy.set(true);
        spawn_local(async move {
            let made = keys::generate().await;
            busy.try_set(false);
            match made {
                Ok(key) => {
                    form.set_generated_key(Some(key));
                    form.choose(KeySource::Generated);
                    // A user who has gone on to another field meanwhile stays there.
                    if focus::current() == pressed {
                        choose();
                    }
                }
                Err(error) => drop(on_failure.try_run(words.failed(&explain(&error)))),
            }
        });
    });
    let name = move || if form.draft().with(is_made) { words.again } else { words.generate };
    view! { <Button kind=ButtonKind::Ghost small=true icon=Icon::Key busy=busy on_click=click>{name}</Button> }
}

fn is_made(draft: &Draft) -> bool {
    draft.keys.generated.is_some()
}

/// Shown instead of the field while the generated pair is chosen.
pub(super) fn generated(form: Form, key: &GeneratedKey, on_step: Callback<u8>) -> AnyView {
    let field = Field::PrivateKey;
    let words = &text().connections.own_key;
    let around = FieldText {
        id: field.id(),
        label: label(field),
        hint: "",
        required: true,
        error: form.error(field),
        note: Signal::default(),
    };
    let public = key.public_jwk.to_string();
    let other = move |_| {
        form.choose(KeySource::Given);
        focus::soon(field.id());
    };
    let step = Callback::new(move |()| on_step.run(OWN_KEY_STEP.number));
    view! {
        <ui::Field words=around>
            <div class="key-card">
                <Mark icon=Icon::Key/>
                <div class="key-card-text">
                    <p class="key-card-title">{words.title}</p>
                    <p class="key-card-lead">{words.explain}</p>
                    <code class="public-key" role="group" aria-label=words.public>{public.clone()}</code>
                    <div class="callout-actions">
                        <CopyButton id=COPY value=public label=words.copy words=words.copy/>
                        <Button kind=ButtonKind::Ghost small=true icon=Icon::Book on_click=step>
                            {text().checks.step(OWN_KEY_STEP.number)}
                        </Button>
                    </div>
                </div>
                // It has the field's id, so that the error summary's link finds it.
                <button
                    id=field.id()
                    type="button"
                    class="button button-secondary button-small"
                    // Without this, the field's label would be its name.
                    aria-label=words.another
                    aria-describedby=move || around.described_by()
                    on:click=other
                >
                    {words.another}
                </button>
            </div>
        </ui::Field>
    }
}
