//! The language of the page: chosen in a menu, or else the first of the browser's that there is. `public/early.js`
//! decides that before the first paint, and has the language's file on its way before this code is there.
//!
//! A change of the language makes what [`localized`] shows anew, and nothing else: what was typed, loaded or begun stays.

use crate::api::language_file;
use crate::storage;
use crate::text;
use js_sys::{Promise, Reflect};
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// Also in `public/early.js`.
const REMEMBERED_AS: &str = "language";
/// What `public/early.js` has asked for.
const EARLY: &str = "spoken";
const ENGLISH: &str = "en";

/// A language to choose.
#[derive(Clone)]
pub(crate) struct Offered {
    /// Its code (BCP 47, the language alone), for example `de`.
    pub(crate) code: String,
    /// Its name in itself.
    pub(crate) name: String,
    /// Where its file is, and how the file is checked. English has none.
    file: Option<(String, String)>,
}

thread_local! {
    static CHANGED: ArcTrigger = ArcTrigger::new();
    static CODE: RefCell<String> = RefCell::new(ENGLISH.to_owned());
    static LOCALE: RefCell<String> = RefCell::new(ENGLISH.to_owned());
}

/// A part of the page that is made anew in another language. `view` must not make anything that is to outlive that.
pub(crate) fn localized<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    (move || {
        track();
        view().into_any()
    })
    .into_any()
}

/// Has whatever reads this run again in another language.
pub(crate) fn track() {
    CHANGED.with(Track::track);
}

/// Text that follows the language.
pub(crate) fn text_signal(phrase: fn(&text::Text) -> &'static str) -> Signal<String> {
    Signal::derive(move || {
        track();
        phrase(text::text()).to_owned()
    })
}

/// The code of the language in use.
pub(crate) fn code() -> String {
    CODE.with_borrow(Clone::clone)
}

/// The language in use as `Intl` takes it: with the region that the browser says, for example `de-AT`.
pub(crate) fn locale() -> String {
    LOCALE.with_borrow(Clone::clone)
}

/// Every language, English first.
pub(crate) fn offered() -> Vec<Offered> {
    let english = Offered { code: ENGLISH.to_owned(), name: "English".to_owned(), file: None };
    let mut offered = vec![english];
    if let Ok(found) = document().query_selector_all("meta[name=language]") {
        let metas = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<Element>().ok());
        offered.extend(metas.map(|meta| {
            let attribute = |name| meta.get_attribute(name).unwrap_or_default();
            let file = Some((attribute("content"), attribute("data-integrity")));
            Offered { code: attribute("lang"), name: attribute("data-name"), file }
        }));
    }
    offered
}

/// Speaks the language that the page began in, as soon as its file is there.
pub(crate) async fn begin() {
    let root = document().document_element();
    let code = root.and_then(|root| root.get_attribute("lang")).filter(|code| code != ENGLISH);
    let Some(code) = code else { return apply(ENGLISH) };
    let early = Reflect::get(&window(), &EARLY.into()).ok().and_then(|early| early.dyn_into::<Promise>().ok());
    let file = match early {
        Some(early) => JsFuture::from(early).await.ok().and_then(|file| file.as_string()),
        None => None,
    };
    let understood = file.is_some_and(|file| text::load_language(&file));
    apply(if understood { &code } else { ENGLISH });
}

/// Speaks the language of this code from now on, and remembers it; whether its file could be loaded.
pub(crate) async fn choose(code: &str) -> bool {
    let spoken = switch_to(code).await;
    if spoken {
        storage::remember(REMEMBERED_AS, code);
    }
    spoken
}

/// Speaks what was chosen on another page of the console.
pub(crate) async fn follow() {
    if let Some(code) = storage::recall(REMEMBERED_AS).filter(|code| *code != self::code()) {
        switch_to(&code).await;
    }
}

async fn switch_to(code: &str) -> bool {
    let Some(language) = offered().into_iter().find(|language| language.code == code) else { return false };
    match language.file {
        None => text::use_english(),
        Some((address, integrity)) => match language_file(&address, &integrity).await {
            Some(file) if text::load_language(&file) => {}
            _ => return false,
        },
    }
    apply(code);
    true
}

fn apply(code: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", code);
    }
    let preferred = window().navigator().languages().into_iter().filter_map(|tag| tag.as_string());
    let locale = preferred.into_iter().find(|tag| tag.split('-').next() == Some(code));
    LOCALE.set(locale.unwrap_or_else(|| code.to_owned()));
    if CODE.replace(code.to_owned()) != code {
        CHANGED.with(Notify::notify);
    }
}
