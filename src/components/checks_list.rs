//! Verification checklist: the nine checks of a verification, live or from a stored report.

use super::limits::limits;
use crate::text::{self, text};
use crate::ui::{Button, ButtonKind, ExternalLink, Icon, Mark, Spinner, Tone};
use leptos::prelude::*;
use markup::view;
use model::check::{Check, CheckId, CheckStatus, Fix, Outcome};
use model::okta as guide;
use serde_json::Value;

/// The state of one check.
#[derive(Debug, Clone, PartialEq)]
enum State {
    Pending,
    Running,
    Settled(Box<Check>),
}

impl State {
    /// A warning: the check failed, but that does not keep the connection from working.
    fn limits(mut self) -> Self {
        if let Self::Settled(check) = &mut self
            && check.status == CheckStatus::Failed
        {
            check.status = CheckStatus::Warning;
        }
        self
    }

    fn tone(&self) -> Tone {
        match self {
            Self::Pending => Tone::Neutral,
            Self::Running => Tone::Info,
            Self::Settled(check) => tone(check.status),
        }
    }

    fn word(&self) -> &'static str {
        let words = &text().checks;
        match self {
            Self::Pending => words.pending,
            Self::Running => words.running,
            Self::Settled(check) => match check.status {
                CheckStatus::Passed => words.passed,
                CheckStatus::Warning => words.warning,
                CheckStatus::Failed => words.failed,
                CheckStatus::Skipped => words.skipped,
            },
        }
    }
}

fn tone(status: CheckStatus) -> Tone {
    match status {
        CheckStatus::Passed => Tone::Good,
        CheckStatus::Warning => Tone::Warning,
        CheckStatus::Failed => Tone::Bad,
        CheckStatus::Skipped => Tone::Neutral,
    }
}

/// The state of the check at index `at`: done, or running if it is the first that is not done.
fn state_of(at: usize, checks: &[Check], running: bool) -> State {
    let settled = |id: CheckId| checks.iter().find(|check| check.id == id);
    let id = CheckId::ALL[at];
    if let Some(check) = settled(id) {
        return State::Settled(Box::new(check.clone()));
    }
    let is_next = CheckId::ALL[..at].iter().all(|earlier| settled(*earlier).is_some());
    if running && is_next { State::Running } else { State::Pending }
}

/// All nine checks, each with its state, its cause and its fix. `checks` are those done so far, in any order. `on_step`
/// is called with the number of the guide's step that fixes a check; without it there is no guide on the page, and the
/// step's instructions are written out.
#[component]
pub(crate) fn ChecksList(
    #[prop(into)] checks: Signal<Vec<Check>>,
    #[prop(optional, into)] running: Signal<bool>,
    #[prop(optional, into)] outcome: Signal<Option<Outcome>>,
    #[prop(optional)] on_step: Option<Callback<u8>>,
) -> impl IntoView {
    let words = &text().checks;
    let all = CheckId::ALL.len();
    let summary = move || match outcome.get() {
        Some(outcome) => text().outcome(outcome).to_owned(),
        None => words.progress(checks.with(Vec::len), all),
    };
    let limit =
        Memo::new(
            move |_| if outcome.get() == Some(Outcome::Limited) { checks.with(|checks| limits(checks)) } else { None },
        );
    let summary_tone = move || match outcome.get() {
        None => Tone::Info,
        Some(Outcome::Passed) => Tone::Good,
        Some(Outcome::Limited | Outcome::Inconclusive) => Tone::Warning,
        Some(Outcome::Failed) => Tone::Bad,
    };
    let rows = (0..all).map(|at| {
        let state = Memo::new(move |_| {
            let state = checks.with(|checks| state_of(at, checks, running.get()));
            if outcome.get() == Some(Outcome::Limited) { state.limits() } else { state }
        });
        view! { <li class="check">{move || state.with(|state| row(words.names[at], state, on_step))}</li> }
    });
    view! {
        <section class="checks" aria-labelledby="checks-title">
            <header class="checks-header">
                <h2 id="checks-title">{words.title}</h2>
                <p class=move || ["checks-summary ", summary_tone().class()].concat() role="status">{summary}</p>
                {move || limit.get().map(|limit| view! { <p class="checks-limit">{limit}</p> })}
            </header>
            <ol class="checks-list">{rows.collect::<Vec<_>>()}</ol>
        </section>
    }
}

fn row(name: &'static str, state: &State, on_step: Option<Callback<u8>>) -> AnyView {
    let icon = match state {
        State::Running => view! { <Spinner/> },
        State::Pending => view! { <Mark icon=Icon::Pending/> },
        State::Settled(_) => view! { <Mark icon=state.tone().icon()/> },
    };
    let (title, explanation) = match state {
        State::Settled(check) if !check.title.is_empty() && check.status != CheckStatus::Skipped => {
            (text::check_title(check), explain(check, on_step))
        }
        State::Settled(check) => (name.to_owned(), explain(check, on_step)),
        State::Pending | State::Running => (name.to_owned(), ().into_any()),
    };
    let class = ["check-row ", state.tone().class()].concat();
    let pending = *state == State::Pending;
    view! {
        <div class=class class:is-pending=pending>
            <span class="check-icon">{icon}</span>
            <div class="check-text">
                <p class="check-title">{title}<span class="check-state">{state.word()}</span></p>
                {explanation}
            </div>
        </div>
    }
}

fn explain(check: &Check, on_step: Option<Callback<u8>>) -> AnyView {
    let detail = (!check.detail.is_empty()).then(|| view! { <p class="check-detail">{text::check_detail(check)}</p> });
    let fix = check.fix.as_ref().map(|fix| fix_line(check, fix, on_step));
    let evidence = (!check.evidence.is_empty()).then(|| {
        let items = check.evidence.iter().map(|(name, value)| {
            view! { <dt>{text::evidence(name)}</dt><dd>{plain(value)}</dd> }
        });
        view! {
            <details class="check-evidence">
                <summary>{text().checks.evidence}</summary>
                <dl>{items.collect::<Vec<_>>()}</dl>
            </details>
        }
    });
    view! { {detail}{fix}{evidence} }
}

fn fix_line(check: &Check, fix: &Fix, on_step: Option<Callback<u8>>) -> AnyView {
    let words = &text().checks;
    let link = fix.url.clone().map(|url| view! { <ExternalLink href=url button=true>{words.open_page}</ExternalLink> });
    let step = fix.step.zip(on_step).map(|(number, on_step)| {
        view! {
            <Button kind=ButtonKind::Ghost small=true on_click=Callback::new(move |()| on_step.run(number))>
                {words.step(number)}
            </Button>
        }
    });
    let instructions = fix.step.filter(|_| on_step.is_none()).and_then(|number| Some((number, guide::step(number)?)));
    let instructions = instructions.map(|(number, step)| {
        let (title, how) = text::guide_step(step);
        let title = text().common.colon(&text().guide.step(number), title);
        view! { <p class="check-step"><strong>{title}</strong>" "{how}</p> }
    });
    view! {
        <div class="check-fix">
            <p>{text::fix(check, fix)}</p>
            {instructions}
            <div class="check-actions">{link}{step}</div>
        </div>
    }
}

/// A value as a person reads it: lists with commas, text without quotation marks.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
