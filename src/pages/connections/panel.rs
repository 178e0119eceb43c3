//! The panel that creates or edits a connection: the form, the guide, the checks, the buttons.

use super::attempt::{Doing, Obstacle};
use super::conflict::conflict;
use super::draft::Draft;
use super::editor::{Editor, How};
use super::fields::fields;
use super::focus;
use super::form::Form;
use super::paste::pasted;
use crate::components::{ChecksList, ErrorSummary, Guide, SidePanel, SummaryItem, explain, patience};
use crate::dom::{View, part, view};
use crate::language::localized;
use crate::reactive::{effect, memo};
use crate::text::{problem, text};
use crate::ui::{Button, ButtonKind, Callout, Icon, Skeleton, Tone};
use leptos::html;
use leptos::prelude::*;
use model::check::Outcome;
use web_sys::{ClipboardEvent, SubmitEvent};

const FORM: &str = "connection-form";

/// The panel. While not `ready`, what is to be edited has not come yet.
#[component]
pub(crate) fn ConnectionPanel(
    title: Signal<String>,
    editor: Editor,
    #[prop(into)] ready: Signal<bool>,
    on_close_request: Callback<()>,
) -> impl IntoView {
    let Editor { form, attempt, .. } = editor;
    let place = memo(move || form.draft().with(Draft::okta_place));
    let domain = Signal::derive(move || place.with(|(domain, _)| domain.clone()));
    let client_id = Signal::derive(move || place.with(|(_, client_id)| client_id.clone()));
    let own_key = memo(move || form.draft().with(|draft| Some(draft.generated_key()?.public_jwk.to_text())));
    let aside = move || view! { <Guide domain=domain client_id=client_id own_key=own_key highlighted=attempt.step/> };
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
            {localized(move || if ready.get() { body(editor) } else { waiting() })}
        </SidePanel>
    }
}

fn body(editor: Editor) -> View {
    let Editor { form, attempt, .. } = editor;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        editor.save(How::USUAL);
    };
    let paste = move |event: ClipboardEvent| pasted(form, &event);
    let saving = move || attempt.doing() == Doing::Saving;
    let on_step = Callback::new(move |number| attempt.point_at(number));
    view! {
        {restored(editor)}
        <ErrorSummary items=summary(form)/>
        <form id=FORM class="connection-form" novalidate autocomplete="off" inert=saving on:submit=submit on:paste=paste>
            {fields(form, on_step)}
        </form>
        {result(editor)}
    }
}

/// Says that the form goes on with what an earlier page left unsaved.
fn restored(editor: Editor) -> View {
    let words = &text().connections.kept;
    let afresh = Callback::new(move |()| {
        editor.afresh();
        focus::now(super::field::Field::Name.id());
    });
    part(move || {
        let lost_key = editor.restored()?;
        let said = if lost_key { words.without_key } else { words.explain };
        Some(notice(Tone::Info, words.title, said.to_owned(), Some((words.afresh, afresh))))
    })
}

/// A message within the panel, and what to do about it.
fn notice(tone: Tone, title: &'static str, said: String, action: Option<(&'static str, Callback<()>)>) -> View {
    let action = action.map(|(label, act)| {
        view! { <div class="callout-actions"><Button small=true on_click=act>{label}</Button></div> }
    });
    view! {
        <Callout tone=tone title=title.to_owned() live=true>
            <p>{said}</p>
            {action}
        </Callout>
    }
}

fn summary(form: Form) -> Signal<Vec<SummaryItem>> {
    let errors = form.summary();
    Signal::derive(move || {
        let item = |error: super::field::FieldError| SummaryItem { id: error.field.id(), text: error.said.text() };
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
            let on_step = Callback::new(move |number| attempt.point_at(number));
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
            {part(move || mendable.get().then(|| {
                let label = if editor.saves_again() { text().common.retry } else { text().connections.panel.test_again };
                view! { <div><Button small=true icon=Icon::Refresh on_click=again>{label}</Button></div> }
            }))}
            {part(list)}
        </div>
    }
}

fn told(editor: Editor, obstacle: Obstacle) -> View {
    let words = &text().connections.panel;
    let bad = |said: String| notice(Tone::Bad, words.not_saved, said, None);
    let offer = |title: &'static str, said: String, label: &'static str, how: How| {
        notice(Tone::Warning, title, said, Some((label, Callback::new(move |()| editor.save(how)))))
    };
    match obstacle {
        Obstacle::Failed => bad(words.failed.to_owned()),
        Obstacle::Inconclusive => {
            offer(words.not_saved, words.inconclusive.to_owned(), words.save_unverified, How::UNVERIFIED)
        }
        Obstacle::OtherOrganization(refusal) => {
            offer(words.elsewhere_title, problem(&refusal), words.save_elsewhere, How::OTHER_ORGANIZATION)
        }
        Obstacle::Conflict(theirs) => conflict(editor, *theirs),
        Obstacle::Gone => bad(text().connections.conflict.gone.to_owned()),
        Obstacle::Error(error) => bad([&explain(&error), " ", words.kept].concat()),
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
        {patience()}
    }
}
