//! Nix for files that people read: a value tree with one printer.
//!
//! A file is a [`File`] of [`Nix`] values; [`print()`] turns it into text. Whatever stands in a [`Nix`] text is read back as that
//! text: no caller ever thinks about `${`, quotes or which names need them.

mod print;
mod string;
#[cfg(test)]
mod tests;
mod value;

pub use print::{File, print};
pub use value::{Attrs, Binding, Nix, Segment};
