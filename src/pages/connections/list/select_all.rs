//! Select all matches: the offer to select more than is loaded.

use super::rows::Rows;
use crate::components::Progress;
use crate::text::text;
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;
use markup::view;

/// Shown above the rows while there is something to offer.
pub(crate) fn offer(rows: Rows) -> AnyView {
    let words = &text().connections.selection;
    let all = Memo::new(move |_| rows.has_more() && rows.count() > 0 && rows.selected_here() == rows.count());
    let load_all = Callback::new(move |()| rows.load_all());
    let stop = Callback::new(move |()| rows.stop_loading_all());
    let total = move || rows.total().unwrap_or_default();
    (move || {
        if rows.loading_all.get() {
            let done = Signal::derive(move || rows.count());
            let of = Signal::derive(move || usize::try_from(total()).unwrap_or_default());
            view! { <Progress label=words.loading done=done of=of on_stop=stop/> }
        } else if all.get() {
            view! {
                <div class="offer">
                    <p>{move || words.loaded(rows.count())}</p>
                    <Button kind=ButtonKind::Ghost small=true on_click=load_all>{move || words.all(total())}</Button>
                </div>
            }
        } else {
            ().into_any()
        }
    })
    .into_any()
}
