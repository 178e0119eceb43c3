//! The page of one connection, `/connections/{id}`: status, last report, settings, history.

mod actions;
mod details;
mod history;
mod readable;

use crate::api::{ApiError, Load, connections};
use crate::components::{ChecksList, Crumb, EmptyState, ErrorState, Page, slow_notice};
use crate::language::{self, localized};
use crate::pages::connections::{Panel, PanelHost, panel_title, status_badge};
use crate::paths;
use crate::router::use_router;
use crate::text::text;
use crate::ui::{Button, Icon, Skeleton, Time};
use actions::Verification;
use leptos::prelude::*;
use markup::{split, view};
use model::connection::Connection;

/// The page.
#[split(later)]
pub(crate) fn page(id: String) -> AnyView {
    let router = use_router();
    let path = StoredValue::new(paths::connection(&id));
    let panel = Memo::new({
        let (id, asked) = (id.clone(), router.query("panel"));
        move |_| if asked.with(|asked| asked == "edit") { Panel::Edit(id.clone()) } else { Panel::None }
    });
    let id = StoredValue::new(id);
    let loaded = Load::new(move |cancel| {
        let id = id.get_value();
        async move { connections::get(&id, cancel.as_ref()).await }
    });
    let verification = Verification::of(id, Callback::new(move |()| loaded.reload()));
    let name = Memo::new(move |_| {
        loaded.value.with(|connection| connection.as_ref().map(|connection| connection.name.clone()))
    });
    let title = Signal::derive(move || {
        language::track();
        name.get().unwrap_or_else(|| text().connections.page.untitled.to_owned())
    });
    let crumb = Signal::derive(move || Crumb { label: title.get(), path: None });
    let close = Callback::new(move |()| router.close(&path.get_value()));
    let edit = move || router.go(&[&path.get_value(), "?panel=edit"].concat());
    let saved = Callback::new(move |connection: Connection| {
        loaded.value.set(Some(connection));
        verification.forget();
    });
    let unsure = Callback::new(move |()| loaded.reload());
    let buttons = move || actions::buttons(name, loaded.value, verification, Callback::new(move |()| edit()));
    let shows = Memo::new(move |_| {
        (name.with(Option::is_some), loaded.error.with(|error| error.as_ref().map(ApiError::status)))
    });
    view! {
        <Page title=title over=panel_title(panel) crumb=crumb actions=buttons>
            {localized(move || match shows.get() {
                (true, _) => content(loaded, verification),
                (false, None) => waiting(),
                (false, Some(Some(404))) => gone(),
                (false, Some(_)) => failure(loaded),
            })}
            <PanelHost panel=panel close=close reopen=Callback::new(move |_| edit()) on_saved=saved on_unsure=unsure/>
        </Page>
    }
}

fn content(loaded: Load<Connection>, verification: Verification) -> AnyView {
    let words = &text().connections.page;
    let connection = loaded.value;
    let name = move || connection.with(|connection| connection.as_ref().map(|c| c.name.clone()).unwrap_or_default());
    let report = Memo::new(move |_| connection.with(|connection| connection.as_ref().and_then(|c| c.report.clone())));
    let checks = Signal::derive(move || {
        verification.checks().unwrap_or_else(|| {
            report.with(|report| report.as_ref().map(|report| report.checks.clone()).unwrap_or_default())
        })
    });
    let outcome = Signal::derive(move || {
        if verification.running() { None } else { report.with(|report| report.as_ref().map(|report| report.outcome)) }
    });
    let tested = Memo::new(move |_| verification.running() || report.with(Option::is_some));
    let running = Signal::derive(move || verification.running());
    // Every change and every verification adds to the history.
    let moment = Memo::new(move |_| {
        connection.with(|connection| {
            connection.as_ref().map(|c| {
                (
                    c.id.clone(),
                    c.updated_at.clone(),
                    c.verified_at.clone(),
                    c.report.as_ref().map(|r| r.started_at.clone()),
                )
            })
        })
    });
    view! {
        <div class="connection-page">
            <div class="connection-main">
                {move || connection.get().map(|connection| view! {
                    <p class="connection-status">
                        {status_badge(connection.status)}
                        <span class="is-muted">
                            {text().common.colon(text().connections.columns.verified, "")}
                            <Time at=connection.verified_at.unwrap_or_default()/>
                        </span>
                    </p>
                })}
                {move || if tested.get() {
                    view! { <ChecksList checks=checks running=running outcome=outcome/> }
                } else {
                    untested(verification, Callback::new(move |()| verification.start(untrack(name))))
                }}
            </div>
            <div class="connection-side">
                {move || report.with(|report| report.as_ref().and_then(readable::readable))}
                {move || connection.get().map(|connection| details::details(&connection))}
                <section class="card" aria-labelledby="history-title">
                    <h2 id="history-title">{words.history}</h2>
                    {move || moment.get().map(|(id, ..)| history::history(id))}
                </section>
            </div>
        </div>
    }
}

fn untested(verification: Verification, verify: Callback<()>) -> AnyView {
    let words = &text().connections;
    let button = verification.may().then(|| {
        view! { <Button icon=Icon::Refresh on_click=verify>{words.actions.verify}</Button> }
    });
    view! {
        <div class="connection-untested">
            <EmptyState icon=Icon::Pending title=words.page.never_title text=words.page.never>{button}</EmptyState>
        </div>
    }
}

fn waiting() -> AnyView {
    let bars = [40, 90, 75, 85, 60].map(|width| view! { <Skeleton width=width/> });
    view! {
        <div class="panel-waiting" role="status" aria-label=text().table.loading>{bars.into_iter().collect::<Vec<_>>()}</div>
        {slow_notice()}
    }
}

fn gone() -> AnyView {
    let words = &text().connections.page;
    let router = use_router();
    let back = Callback::new(move |()| router.go(paths::CONNECTIONS));
    view! {
        <EmptyState icon=Icon::Link title=words.gone_title text=words.gone>
            <Button on_click=back>{text().shell.to_list}</Button>
        </EmptyState>
    }
}

fn failure(loaded: Load<Connection>) -> AnyView {
    let retry = Callback::new(move |()| loaded.reload());
    let show = move || loaded.error.get().map(|error| view! { <ErrorState error=error on_retry=retry/> });
    show.into_any()
}
