//! What steps and answers are in words.

use stackc_compiler::history::Role;
use stackc_targets::trace::How;

/// What a step does.
pub(super) fn role(role: &Role) -> String {
    match role {
        Role::Base => "said here".to_owned(),
        Role::Extended => "said by the stack that this one extends".to_owned(),
        Role::Module => "said by the module".to_owned(),
        Role::Used => "the module is used here".to_owned(),
        Role::Use => "changed where the module is used".to_owned(),
        Role::Choice { param, choice } => format!("changed by the choice `{choice}` of `{param}`"),
        Role::Environment(name) => format!("changed in environment `{name}`"),
        Role::Extends => "taken over from there".to_owned(),
        Role::Param(name) => format!("the value of `{name}`"),
    }
}

/// The step's name, in JSON.
pub(super) fn name(role: &Role) -> &'static str {
    match role {
        Role::Base => "base",
        Role::Extended => "extended-stack",
        Role::Module => "module",
        Role::Used => "module-used",
        Role::Use => "use",
        Role::Choice { .. } => "choice",
        Role::Environment(_) => "environment",
        Role::Extends => "extends",
        Role::Param(_) => "param",
    }
}

/// How a line has to do with the place that is shown.
pub(super) fn how(how: How) -> &'static str {
    match how {
        How::Made => "the line is made of this",
        How::Inside => "the line stands in what is made of this",
        How::File => "the whole file is made of this",
        How::Named => "the line names what is declared here",
        How::Own => "the target's own: no line of the stack asks for it",
    }
}
