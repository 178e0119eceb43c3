//! Filters: by statuses, by who made the last change, and by its age.

use super::list_state::{DAYS, Filters, ListState, NEEDS_ATTENTION, check_search};
use super::search::search_message;
use crate::text::text;
use crate::ui::{Button, ButtonKind, Checkbox, Icon, Popover, Select};
use leptos::prelude::*;
use markup::view;
use model::connection::Status;

/// The button that opens the filters, and the most common filter beside it. `go` changes the list's state in the
/// address.
pub(crate) fn filters(state: Memo<ListState>, go: Callback<ListState>) -> AnyView {
    let words = &text().connections.filters;
    let now = Memo::new(move |_| state.with(|state| state.filters.clone()));
    let set = Callback::new(move |filters: Filters| {
        go.run(state.with_untracked(|state| ListState { filters, ..state.clone() }));
    });
    let attention = Memo::new(move |_| now.with(|now| now.statuses == NEEDS_ATTENTION));
    let turn = Callback::new(move |()| {
        let statuses = if attention.get_untracked() { Vec::new() } else { NEEDS_ATTENTION.to_vec() };
        set.run(Filters { statuses, ..now.get_untracked() });
    });
    let label = move || match now.with(Filters::count) {
        0 => words.title.to_owned(),
        count => words.some(count),
    };
    view! {
        <Button pressed=attention on_click=turn>{words.needs_attention}</Button>
        <Popover id="filters" label=words.title icon=Icon::Filter text=Signal::derive(label)>
            {statuses(now, set)}
            {who(now, set)}
            {when(now, set)}
            {move || (now.with(Filters::count) > 0).then(|| {
                let clear = Callback::new(move |()| set.run(Filters::default()));
                view! { <Button kind=ButtonKind::Ghost small=true on_click=clear>{words.clear}</Button> }
            })}
        </Popover>
    }
}

fn statuses(now: Memo<Filters>, set: Callback<Filters>) -> AnyView {
    let boxes = Status::ALL.into_iter().map(move |status| {
        let turn = Callback::new(move |on| set.run(now.with_untracked(|now| now.with_status(status, on))));
        let is_on = Signal::derive(move || now.with(|now| now.statuses.contains(&status)));
        view! { <Checkbox label=text().status(status).to_owned() checked=is_on on_change=turn/> }
    });
    view! {
        <fieldset class="filter-group">
            <legend>{text().connections.columns.status}</legend>
            {boxes.collect::<Vec<_>>()}
        </fieldset>
    }
}

fn who(now: Memo<Filters>, set: Callback<Filters>) -> AnyView {
    let words = &text().connections.filters;
    let refused = RwSignal::new(None);
    let changed = move |event| {
        let by = event_target_value(&event).trim().to_owned();
        match check_search(&by) {
            Ok(()) => {
                refused.set(None);
                set.run(Filters { by, ..now.get_untracked() });
            }
            Err(why) => refused.set(Some(search_message(why))),
        }
    };
    view! {
        <label class="filter-group">
            <span>{text().connections.columns.updated_by}</span>
            <input
                class="input"
                placeholder=words.anyone
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || refused.with(Option::is_some).then_some("true")
                prop:value=move || now.with(|now| now.by.clone())
                on:change=changed
            />
            {move || refused.get().map(|why| view! { <p class="field-error" role="alert">{why}</p> })}
        </label>
    }
}

fn when(now: Memo<Filters>, set: Callback<Filters>) -> AnyView {
    let words = &text().connections.filters;
    let choices = std::iter::once(("", words.any_time)).chain(["1", "7", "30"].into_iter().zip(words.days));
    let choose = Callback::new(move |value: String| {
        let days = value.parse().ok().filter(|days| DAYS.contains(days));
        set.run(Filters { days, ..now.get_untracked() });
    });
    let value = move || now.with(|now| now.days.map(|days| days.to_string()).unwrap_or_default());
    view! {
        <label class="filter-group" for="modified">
            <span>{text().connections.columns.updated}</span>
            <Select
                id="modified"
                label=text().connections.columns.updated
                bare=true
                value=Signal::derive(value)
                options=choices.collect()
                on_change=choose
            />
        </label>
    }
}
