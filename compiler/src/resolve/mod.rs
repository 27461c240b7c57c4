//! From what is written to what is meant: includes, one environment, overlays, `extends`, references.

mod choices;
mod extends;
mod harden;
mod load;
mod modules;
mod names;
mod overlay;
mod param_range;
mod param_values;
mod params;
mod paths;
mod stack;
mod unused;

pub(crate) use choices::check_overlays;
pub(crate) use load::load;
pub use modules::STANDARD_LIBRARY;
pub(crate) use modules::{Modules, places};
pub(crate) use overlay::{Identity, identity, spread};
pub(crate) use params::{check_overlays as check_overlaid_params, check_set, type_fault};
pub use paths::{folder_of, join, relative};
pub(crate) use stack::One;
pub use stack::Stack;
pub(crate) use unused::{check as check_unused, check_module as check_unused_in_module};

use crate::syntax::Node;

/// What is compiled.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The path of the stack, as it is shown; includes are relative to its folder.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Values of params from the command line.
    pub set: Vec<(String, String)>,
    /// Whether they are meant for another stack, so that this one may lack some of the params.
    pub set_elsewhere: bool,
    /// The targets that are asked for; none means those that the stack names, or the default ones.
    pub targets: Vec<String>,
}

/// The nodes of one kind.
pub(crate) fn kind<'n>(nodes: &'n [Node], kind: &'static str) -> impl Iterator<Item = &'n Node> {
    nodes.iter().filter(move |node| node.kind.value == kind)
}
