//! The panel that creates or edits a connection: the form, the guide, the checks, the buttons.

use super::attempt::{Doing, Obstacle};
use super::conflict::conflict;
use super::draft::Draft;
use super::editor::{Editor, How};
use super::fields::fields;
use super::focus;
use super::form::Form;
use crate::components::{ChecksList, ErrorSummary, Guide, SidePanel, SummaryItem, explain};
use crate::dom::{View, part, view};
use crate::reactive::{effect, memo};
use crate::text::text;
use crate::ui::{Button, ButtonKind, Callout, Icon, Skeleton, Tone};
use leptos::html;
use leptos::prelude::*;
use model::check::Outcome;
use web_sys::SubmitEvent;

const FORM: &str = "connection-form";

/// The panel. While not `ready`, what is to be edited has not come yet.
#[component]
pub(crate) fn ConnectionPanel(
    title: &'static str,
    editor: Editor,
    #[prop(into)] ready: Signal<bool>,
    on_close_request: Callback<()>,
) -> impl IntoView {
    let Editor { form, attempt, .. } = editor;
    let place = memo(move || form.draft().with(Draft::okta_place));
    let domain = Signal::derive(move || place.with(|(domain, _)| domain.clone()));
    let client_id = Signal::derive(move || place.with(|(_, client_id)| client_id.clone()));
    let aside = move || view! { <Guide domain=domain client_id=client_id highlighted=attempt.step/> };
    effect(move || {
        if ready.get() {
            focus::soon(super::field::Field::Name.id());
        }
    });
    view! {
        <SidePanel
            title=title
            on_close_request=on_close_request
            footer=move || buttons(editor, on_close_request)
            aside=aside
        >
            {part(move || if ready.get() { body(editor) } else { waiting() })}
        </SidePanel>
    }
}

fn body(editor: Editor) -> View {
    let Editor { form, attempt, .. } = editor;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        editor.save(How::USUAL);
    };
    let saving = move || attempt.doing() == Doing::Saving;
    view! {
        <ErrorSummary items=summary(form)/>
        <form id=FORM class="connection-form" novalidate autocomplete="off" inert=saving on:submit=submit>
            {fields(form)}
        </form>
        {result(editor)}
    }
}

fn summary(form: Form) -> Signal<Vec<SummaryItem>> {
    let errors = form.summary();
    Signal::derive(move || {
        let item = |error: super::field::FieldError| SummaryItem { id: error.field.id(), text: error.message };
        errors.get().into_iter().map(item).collect()
    })
}

/// What came of the last attempt, and what to do about it.
fn result(editor: Editor) -> View {
    let Editor { form, attempt, .. } = editor;
    let running = memo(move || attempt.doing() != Doing::Nothing);
    let (checks, outcome) = (Signal::derive(move || attempt.checks()), Signal::derive(move || attempt.outcome()));
    let obstacle = memo(move || attempt.obstacle());
    let shown = memo(move || attempt.shows_checks());
    let stale = memo(move || form.draft().with(|draft| attempt.is_stale(draft)));
    let list = move || {
        shown.get().then(|| {
            let on_step = Callback::new(move |number| attempt.step.set(Some(number)));
            view! {
                <ChecksList checks=checks running=running outcome=outcome on_step=on_step/>
            }
        })
    };
    let mendable = memo(move || !running.get() && outcome.get().is_some_and(|outcome| outcome != Outcome::Passed));
    let again = Callback::new(move |()| editor.again());
    let node = NodeRef::<html::Div>::new();
    let news = memo(move || (running.get(), obstacle.with(Option::is_some)));
    effect(move || {
        // What is going on must be seen, wherever the form is scrolled to.
        if news.get() != (false, false)
            && let Some(node) = node.get()
        {
            request_animation_frame(move || node.scroll_into_view());
        }
    });
    view! {
        <div node_ref=node class="attempt" class:is-stale=move || stale.get()>
            {part(move || obstacle.get().map(|obstacle| told(editor, obstacle)))}
            {part(move || stale.get().then(|| view! {
                <p class="attempt-stale" role="status">{text().connections.panel.stale}</p>
            }))}
            {part(move || mendable.get().then(|| view! {
                <div><Button small=true icon=Icon::Refresh on_click=again>{text().common.retry}</Button></div>
            }))}
            {part(list)}
        </div>
    }
}

fn told(editor: Editor, obstacle: Obstacle) -> View {
    let words = &text().connections.panel;
    let offer = move |label: &'static str, how: How| {
        let save = Callback::new(move |()| editor.save(how));
        view! { <div class="callout-actions"><Button small=true on_click=save>{label}</Button></div> }
    };
    match obstacle {
        Obstacle::Failed => view! {
            <Callout tone=Tone::Bad title=words.not_saved.to_owned() live=true>{words.failed}</Callout>
        },
        Obstacle::Inconclusive => view! {
            <Callout tone=Tone::Warning title=words.not_saved.to_owned() live=true>
                <p>{words.inconclusive}</p>
                {offer(words.save_unverified, How::UNVERIFIED)}
            </Callout>
        },
        Obstacle::OtherOrganization(detail) => view! {
            <Callout tone=Tone::Warning title=words.elsewhere_title.to_owned() live=true>
                <p>{detail}</p>
                {offer(words.save_elsewhere, How::OTHER_ORGANIZATION)}
            </Callout>
        },
        Obstacle::Conflict(theirs) => conflict(editor, *theirs),
        Obstacle::Gone => view! {
            <Callout tone=Tone::Bad title=words.not_saved.to_owned() live=true>{text().connections.conflict.gone}</Callout>
        },
        Obstacle::Error(error) => view! {
            <Callout tone=Tone::Bad title=words.not_saved.to_owned() live=true>{explain(&error)}" "{words.kept}</Callout>
        },
    }
}

fn buttons(editor: Editor, on_close_request: Callback<()>) -> View {
    let words = &text().connections.panel;
    let attempt = editor.attempt;
    let is = move |doing| Signal::derive(move || attempt.doing() == doing);
    let status = move || if attempt.doing() == Doing::Saving { words.saving } else { words.lead };
    view! {
        <Button busy=is(Doing::Testing) on_click=Callback::new(move |()| editor.test())>{words.test}</Button>
        <p class="panel-status">{status}</p>
        <Button on_click=on_close_request>{text().common.cancel}</Button>
        <Button kind=ButtonKind::Primary submit=true form=FORM busy=is(Doing::Saving)>{words.save}</Button>
    }
}

fn waiting() -> View {
    view! {
        <div class="panel-waiting" role="status" aria-label=text().table.loading>
            {[30, 100, 25, 100, 40, 100].map(|width| view! { <Skeleton width=width/> }).into_iter().collect::<Vec<_>>()}
        </div>
    }
}
