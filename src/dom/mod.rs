//! Elements of one type. Leptos gives every combination of tag, attributes and children a type of its own, and compiles
//! its machinery for each: most of the bundle, for a speed that a console does not need. Here an element is data.
//! [`view!`] writes it; `docs/decisions/0004-elements-of-one-type.md` has the figures.

mod attribute;
mod element;
mod value;

pub(crate) use attribute::{attribute, class, on, property, reference, style};
pub(crate) use element::{child, element};
pub(crate) use markup::view;
