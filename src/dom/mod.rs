//! Views of one type. Leptos gives every combination of tag, attributes and children a type of its own, and compiles
//! its machinery for each: most of the bundle, for a speed that a console does not need. Here a view is data behind one
//! pointer, and what builds it are calls. [`view!`] writes them; `docs/decisions/0004-views-of-one-type.md` has the
//! figures.

mod attribute;
mod build;
mod element;
mod leptos;
mod list;
mod value;
mod view;

pub(crate) use element::{Shape, element};
pub(crate) use list::each;
pub(crate) use markup::view;
pub(crate) use view::{Child, View, component, fragment, part};
