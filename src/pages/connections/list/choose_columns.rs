//! The dialog that chooses columns and their widths.

use super::column_layout::{Layout, WIDTHS};
use super::columns::COLUMNS;
use crate::components::Sheet;
use crate::language::{localized, text_signal};
use crate::text::text;
use crate::ui::time::Now;
use crate::ui::{Button, Checkbox};
use leptos::prelude::*;
use markup::{split, view};

/// A line for each column. Widths can be typed, because not everybody can drag (WCAG 2.5.7).
#[split(later)]
pub(crate) fn choose_columns(layout: Layout, on_close: Callback<()>) -> AnyView {
    view! { <ChooseColumns layout=layout on_close=on_close/> }
}

#[component]
fn ChooseColumns(layout: Layout, on_close: Callback<()>) -> impl IntoView {
    let now = use_context::<Now>();
    let choices = move || {
        let words = &text().connections.choose_columns;
        let lines = COLUMNS.iter().enumerate().map(move |(at, column)| line(layout, at, (column.label)(text())));
        view! {
            <p class="sheet-lead">{words.lead}</p>
            <ul class="column-choices">{lines.collect::<Vec<_>>()}</ul>
            {now.map(|now| view! {
                <p class="column-times">
                    <Checkbox
                        label=words.exact_times
                        checked=Signal::derive(move || now.is_exact())
                        on_change=Callback::new(move |on| now.show_exact(on))
                    />
                </p>
            })}
            <div class="sheet-foot sheet-buttons">
                <Button on_click=Callback::new(move |()| layout.reset())>{words.reset}</Button>
                <Button on_click=on_close>{text().common.close}</Button>
            </div>
        }
    };
    let title = text_signal(|text| text.connections.choose_columns.title);
    view! { <Sheet title=title on_close=on_close>{localized(choices)}</Sheet> }
}

fn line(layout: Layout, at: usize, label: &'static str) -> AnyView {
    let words = &text().connections.choose_columns;
    let (narrowest, widest) = WIDTHS.into_inner();
    let resize = move |event| layout.resize(at, event_target_value(&event).parse().ok());
    let shown = move || layout.shown() >> at & 1 == 1;
    view! {
        <li>
            <Checkbox
                label=label
                checked=Signal::derive(shown)
                disabled=at == 0
                on_change=Callback::new(move |on| layout.show(at, on))
            />
            <input
                type="number"
                class="input"
                aria-label=words.width(label)
                placeholder=words.automatic
                min=narrowest
                max=widest
                step=8
                disabled=move || !shown()
                prop:value=move || layout.width(at).map(|width| width.to_string()).unwrap_or_default()
                on:change=resize
            />
        </li>
    }
}
