//! The panel's view: form, guide, checks and buttons.

use super::edit_conflict::conflict;
use super::editor::{Editor, SaveOptions};
use super::submission::{Phase, SaveError, Submission};
use crate::api::ApiError;
use crate::components::{ChecksList, ErrorSummary, Guide, SidePanel, SummaryItem, explain, slow_notice};
use crate::language::localized;
use crate::pages::connections::focus;
use crate::pages::connections::form::draft::Draft;
use crate::pages::connections::form::field::{Field, FieldError};
use crate::pages::connections::form::fields::fields;
use crate::pages::connections::form::form_state::Form;
use crate::pages::connections::form::smart_paste::pasted;
use crate::text::{problem, text};
use crate::ui::{Button, ButtonKind, Callout, Icon, Skeleton, Tone, is_composing};
use leptos::html;
use leptos::prelude::*;
use markup::view;
use model::check::Outcome;
use web_sys::{ClipboardEvent, Element, KeyboardEvent, SubmitEvent};

const FORM: &str = "connection-form";
const FORM_SELECTOR: &str = "#connection-form";
const TEST: &str = "test-connection";
const SAVE: &str = "save-connection";

/// The panel. While not `ready`, the connection to edit is being loaded.
#[component]
pub(crate) fn ConnectionPanel(
    title: Signal<String>,
    editor: Editor,
    #[prop(into)] ready: Signal<bool>,
    on_close_request: Callback<()>,
) -> impl IntoView {
    let Editor { form, submission, .. } = editor;
    let place = Memo::new(move |_| form.draft().with(Draft::okta_place));
    let domain = Signal::derive(move || place.with(|(domain, _)| domain.clone()));
    let client_id = Signal::derive(move || place.with(|(_, client_id)| client_id.clone()));
    let own_key = Memo::new(move |_| form.draft().with(|draft| Some(draft.generated_key()?.public_jwk.to_string())));
    let aside =
        move || view! { <Guide domain=domain client_id=client_id own_key=own_key highlighted=submission.step/> };
    Effect::new(move |_| {
        if ready.get() {
            focus::first(Field::Name.id());
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

fn body(editor: Editor) -> AnyView {
    let Editor { form, submission, .. } = editor;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        editor.save(SaveOptions::DEFAULT);
    };
    let paste = move |event: ClipboardEvent| pasted(form, &event);
    let key = move |event: KeyboardEvent| {
        let is_enter = event.key() == "Enter" && !is_composing(&event);
        if is_enter && event.repeat() {
            // The Enter key may still be held down since it opened the panel.
            event.prevent_default();
        } else if is_enter && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            editor.save(SaveOptions::DEFAULT);
        }
    };
    let saving = move || submission.phase() == Phase::Saving;
    let on_step = Callback::new(move |number| submission.highlight_step(number));
    keep_focus(submission);
    view! {
        {restored(editor)}
        <ErrorSummary items=summary(form) refusals=form.refusals()/>
        <form id=FORM class="connection-form" novalidate autocomplete="off" inert=saving on:submit=submit on:paste=paste on:keydown=key>
            {fields(form, on_step)}
        </form>
        {result(editor)}
    }
}

/// While it is being saved the form is inert, and the button of a notice disappears when it is pressed: the focus would
/// be lost. It waits on *Save* or *Test connection*, and returns to its field when the form is usable again.
fn keep_focus(submission: Submission) {
    let field = StoredValue::new_local(None::<Element>);
    Effect::new(move |_| {
        let phase = submission.phase();
        let from = focus::current().filter(|active| active.closest(FORM_SELECTOR).is_ok_and(|form| form.is_some()));
        let wait = match phase {
            Phase::Nothing => None,
            Phase::Testing => Some(TEST),
            Phase::Saving => Some(SAVE),
        };
        if phase == Phase::Saving {
            field.set_value(from.clone());
        }
        request_animation_frame(move || {
            let is_waiting = focus::current().is_some_and(|active| active.id() == SAVE);
            let back = field.try_get_value().flatten().filter(|field| field.is_connected());
            if let Some(wait) = wait {
                if focus::current().is_none() || phase == Phase::Saving && from.is_some() {
                    focus::now(wait);
                }
            } else if let Some(back) = back.filter(|_| is_waiting || focus::current().is_none()) {
                field.set_value(None);
                focus::on_in_place(&back);
            }
        });
    });
}

/// A notice that the form continues with a saved draft.
fn restored(editor: Editor) -> AnyView {
    let words = &text().connections.kept;
    let discard_restored = Callback::new(move |()| {
        editor.discard_restored();
        focus::now(Field::Name.id());
    });
    (move || {
        let lost_key = editor.restored()?;
        let message = if lost_key { words.without_key } else { words.explain };
        Some(notice(Tone::Info, words.title, message.to_owned(), Some((words.afresh, discard_restored))))
    })
    .into_any()
}

/// A message within the panel, and what to do about it.
fn notice(tone: Tone, title: &'static str, message: String, action: Option<(&'static str, Callback<()>)>) -> AnyView {
    let action = action.map(|(label, act)| {
        view! { <div class="callout-actions"><Button small=true on_click=act>{label}</Button></div> }
    });
    view! {
        <Callout tone=tone title=title.to_owned() live=true>
            <p>{message}</p>
            {action}
        </Callout>
    }
}

fn summary(form: Form) -> Signal<Vec<SummaryItem>> {
    let errors = form.summary();
    Signal::derive(move || {
        let item = |error: FieldError| SummaryItem { id: error.field.id(), text: error.message.text() };
        errors.get().into_iter().map(item).collect()
    })
}

/// The result of the last submission, and what to do about it.
fn result(editor: Editor) -> AnyView {
    let Editor { form, submission, .. } = editor;
    let running = Memo::new(move |_| submission.phase() != Phase::Nothing);
    let (checks, outcome) = (Signal::derive(move || submission.checks()), Signal::derive(move || submission.outcome()));
    let save_error = Memo::new(move |_| submission.save_error());
    let shown = Memo::new(move |_| submission.shows_checks());
    let stale = Memo::new(move |_| form.draft().with(|draft| submission.is_stale(draft)));
    let list = move || {
        shown.get().then(|| {
            let on_step = Callback::new(move |number| submission.highlight_step(number));
            view! {
                <ChecksList checks=checks running=running outcome=outcome on_step=on_step/>
            }
        })
    };
    let mendable =
        Memo::new(move |_| !running.get() && outcome.get().is_some_and(|outcome| outcome != Outcome::Passed));
    let again = Callback::new(move |()| editor.retry());
    let node = NodeRef::<html::Div>::new();
    let news = Memo::new(move |_| (running.get(), save_error.with(Option::is_some)));
    Effect::new(move |_| {
        // The progress must be visible wherever the form is scrolled to.
        if news.get() != (false, false)
            && let Some(node) = node.get()
        {
            request_animation_frame(move || node.scroll_into_view());
        }
    });
    view! {
        <div node_ref=node class="attempt" class:is-stale=move || stale.get()>
            {move || save_error.get().map(|save_error| save_error_notice(editor, save_error))}
            {move || stale.get().then(|| view! {
                <p class="attempt-stale" role="status">{text().connections.panel.stale}</p>
            })}
            {move || mendable.get().then(|| {
                let label = if editor.retry_is_save() { text().common.retry } else { text().connections.panel.test_again };
                view! { <div><Button small=true icon=Icon::Refresh on_click=again>{label}</Button></div> }
            })}
            {list}
        </div>
    }
}

fn save_error_notice(editor: Editor, save_error: SaveError) -> AnyView {
    let words = &text().connections.panel;
    let bad = |message: String| notice(Tone::Bad, words.not_saved, message, None);
    let because = |error: &ApiError, then: &'static str| [&explain(error), " ", then].concat();
    let act = |label: &'static str, act: fn(Editor)| Some((label, Callback::new(move |()| act(editor))));
    let offer = |title: &'static str, message: String, label: &'static str, how: SaveOptions| {
        notice(Tone::Warning, title, message, Some((label, Callback::new(move |()| editor.save(how)))))
    };
    match save_error {
        SaveError::Failed => bad(words.failed.to_owned()),
        SaveError::Inconclusive => {
            offer(words.not_saved, words.inconclusive.to_owned(), words.save_unverified, SaveOptions::SKIP_VERIFICATION)
        }
        SaveError::OtherOrganization(refusal) => {
            offer(words.elsewhere_title, problem(&refusal), words.save_elsewhere, SaveOptions::OTHER_ORGANIZATION)
        }
        SaveError::Conflict(theirs) => conflict(editor, *theirs),
        SaveError::Gone => {
            let gone = &text().connections.conflict;
            notice(Tone::Bad, words.not_saved, gone.gone.to_owned(), act(gone.save_as_new, Editor::save_as_new))
        }
        SaveError::MayBeSaved(error) => {
            let message = because(&error, words.check_first);
            notice(Tone::Warning, words.may_be_saved, message, act(words.check_now, Editor::look))
        }
        SaveError::WasSaved => notice(Tone::Good, words.was_saved, words.was_saved_rest.to_owned(), None),
        SaveError::WasNotSaved => bad(words.kept.to_owned()),
        SaveError::NotTested(error) => {
            notice(Tone::Bad, text().outcome(Outcome::Inconclusive), because(&error, words.kept), None)
        }
        SaveError::Error(error) => bad(because(&error, words.kept)),
    }
}

fn buttons(editor: Editor, on_close_request: Callback<()>) -> AnyView {
    let words = &text().connections.panel;
    let submission = editor.submission;
    let is = move |phase| Signal::derive(move || submission.phase() == phase);
    let status = move || match (submission.phase(), submission.asks_okta()) {
        (Phase::Saving, true) => words.saving,
        (Phase::Saving, false) => text().common.working,
        _ => words.lead,
    };
    view! {
        <Button id=TEST busy=is(Phase::Testing) on_click=Callback::new(move |()| editor.test())>{words.test}</Button>
        <p class="panel-status">{status}</p>
        <Button on_click=on_close_request>{text().common.cancel}</Button>
        <Button id=SAVE kind=ButtonKind::Primary submit=true form=FORM busy=is(Phase::Saving)>{words.save}</Button>
    }
}

fn waiting() -> AnyView {
    view! {
        <div class="panel-waiting" role="status" aria-label=text().table.loading>
            {[30, 100, 25, 100, 40, 100].map(|width| view! { <Skeleton width=width/> }).into_iter().collect::<Vec<_>>()}
        </div>
        {slow_notice()}
    }
}
