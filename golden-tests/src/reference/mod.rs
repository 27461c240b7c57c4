//! The language reference: pages made from the vocabulary, from examples, and from what becomes of them.
//!
//! - [`tree`] walks the vocabulary: every node by its place,
//! - [`examples`] reads the examples and compiles them,
//! - [`coverage`] says which words of the vocabulary no example uses,
//! - [`excerpt`] cuts the part that matters out of a generated file,
//! - [`words`] says in words what the vocabulary says as data,
//! - [`section`] writes a node down, [`pages`] the pages, [`index`] the first of them,
//! - [`compose_words`] is Compose's vocabulary in the stack's words.

pub mod compose_words;
pub mod coverage;
pub mod examples;
pub mod excerpt;
pub mod index;
pub mod modules;
pub mod pages;
pub mod section;
pub mod tree;
pub mod words;
