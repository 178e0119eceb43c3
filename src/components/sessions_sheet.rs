//! The dialog that lists the user's sessions.

use crate::api::{Load, sessions};
use crate::components::{Sheet, explain, use_toasts};
use crate::language::{localized, text_signal};
use crate::text::text;
use crate::ui::{Badge, Button, Callout, Icon, Skeleton, Time, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use markup::{split, view};
use model::api::SessionEntry;

/// A line for each session, this one first.
#[split(later)]
pub(crate) fn sessions_sheet(on_close: Callback<()>) -> AnyView {
    view! { <SessionsSheet on_close=on_close/> }
}

#[component]
fn SessionsSheet(on_close: Callback<()>) -> impl IntoView {
    let sessions = Load::new(|cancel| async move {
        let mut items = sessions::list(cancel.as_ref()).await?;
        items.sort_by_key(|session| !session.current);
        Ok(items)
    });
    let (list, failure) = (sessions.value, sessions.error);
    let load = Callback::new(move |()| sessions.reload());
    let end_others = ending(None, load);
    let content = move || {
        let words = &text().sessions;
        view! {
            <p class="sheet-lead">{words.lead}</p>
            {move || failure.get().map(|error| view! {
                <div class="sessions-failure">
                    <Callout tone=Tone::Bad live=true title=text().failure.title>
                        <p>{explain(&error)}</p>
                        <Button small=true on_click=load>{text().common.retry}</Button>
                    </Callout>
                </div>
            })}
            <ul class="sessions">{move || match list.get() {
                Some(items) => items.into_iter().map(|session| line(session, load)).collect::<Vec<_>>().into_any(),
                None if failure.with(Option::is_some) => ().into_any(),
                None => view! { <li class="session"><Skeleton/></li> },
            }}</ul>
            {move || list.with(|list| list.as_ref().is_some_and(|list| list.len() > 1)).then(|| view! {
                <div class="sheet-foot sheet-buttons">
                    <Button busy=end_others.1 on_click=end_others.0>{words.end_others}</Button>
                </div>
            })}
        }
    };
    view! { <Sheet title=text_signal(|text| text.sessions.title) on_close=on_close>{localized(content)}</Sheet> }
}

fn line(session: SessionEntry, load: Callback<()>) -> AnyView {
    let words = &text().sessions;
    let device = match (session.browser, session.system) {
        (Some(browser), Some(system)) => [browser, system].join(" · "),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => words.unknown_device.to_owned(),
    };
    let label = words.end_label(&device);
    let last = if session.current {
        view! { <Badge icon=Icon::Passed tone=Tone::Good text=words.current/> }
    } else {
        let (end, busy) = ending(Some(session.id), load);
        view! { <Button small=true busy=busy description=label on_click=end>{text().shell.sign_out}</Button> }
    };
    view! {
        <li class="session">
            <div class="session-what">
                <span class="session-device">{device}</span>
                <span class="session-where">
                    {session.address.map(|address| view! { <span class="session-address">{address}</span>" · " })}
                    {words.used}" "<Time at=session.last_used_at/>
                </span>
            </div>
            {last}
        </li>
    }
}

/// Ends a session, or all but this one, and loads the list again.
fn ending(id: Option<String>, load: Callback<()>) -> (Callback<()>, Signal<bool>) {
    let (busy, toasts, id) = (RwSignal::new(false), use_toasts(), StoredValue::new(id));
    let end = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let ended = sessions::end(id.get_value().as_deref()).await;
            busy.try_set(false);
            match ended {
                // A session that has ended meanwhile is a success, too.
                Err(error) if error.status() != Some(404) => toasts.push(Tone::Bad, explain(&error), None),
                _ => load.run(()),
            }
        });
    });
    (end, busy.into())
}
