//! Progress and results of the background verification: a progress bar on every page but the list, and a dialog with
//! the connections that do not work.

use super::{Verifications, Verified, is_bad, use_verifications};
use crate::components::{Progress, Sheet, explain};
use crate::language::{localized, text_signal};
use crate::paths::{self, Route};
use crate::router::use_router;
use crate::text::text;
use crate::ui::{Button, Icon};
use leptos::prelude::*;
use markup::view;

/// Shown beside every page.
pub(crate) fn background() -> AnyView {
    let verifications = use_verifications();
    let route = use_router().route();
    let elsewhere = move || verifications.of.get() > 1 && route.with(|route| *route != Route::Connections);
    view! {
        {move || elsewhere().then(|| localized(move || view! {
            <div class="background-work">{progress(verifications)}</div>
        }))}
        {move || verifications.showing.get().then(|| results(verifications))}
    }
}

/// The progress, and a button to stop.
pub(crate) fn progress(verifications: Verifications) -> AnyView {
    view! {
        <Progress
            label=text().connections.list.verifying
            done=verifications.done
            of=verifications.of
            on_stop=Callback::new(move |()| verifications.stop())
        />
    }
}

fn results(verifications: Verifications) -> AnyView {
    let close = Callback::new(move |()| verifications.showing.set(false));
    let again = Callback::new(move |()| {
        verifications.showing.set(false);
        let bad = verifications.results.get_value().into_iter().filter(is_bad);
        verifications.start(bad.map(|one| one.row).collect());
    });
    let content = move || {
        let words = &text().connections.verify;
        let lines = verifications.results.get_value().into_iter().filter(is_bad).map(move |one| line(&one, close));
        view! {
            <ul class="results">{lines.collect::<Vec<_>>()}</ul>
            <div class="sheet-foot sheet-buttons">
                <Button icon=Icon::Refresh on_click=again>{words.again}</Button>
                <Button on_click=close>{text().common.close}</Button>
            </div>
        }
    };
    view! { <Sheet title=text_signal(|text| text.connections.verify.failed_title) on_close=close>{localized(content)}</Sheet> }
}

fn line(verified: &Verified, close: Callback<()>) -> AnyView {
    let why = match &verified.outcome {
        Ok(outcome) => verified.check.clone().unwrap_or_else(|| text().outcome(*outcome).to_owned()),
        Err(error) => explain(error),
    };
    let href = paths::href(&paths::connection(&verified.row.id));
    view! {
        <li>
            <a href=href on:click=move |_| close.run(())>{verified.row.name.clone()}</a>
            <p>{why}</p>
        </li>
    }
    .into_any()
}
