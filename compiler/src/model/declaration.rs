//! What a stack says of itself, and the values that come from outside: params and inputs.

use crate::{
    atoms::{
        AnyText, Bool, Edition, Identifier, Int, Line, Name, Pattern, StackName, words::ParamType,
    },
    model::StackFile,
    reader::node,
    schema::Key,
    template::{Fixed, Value},
};

node! {
    /// Opens the document.
    ///
    /// The name becomes the Compose project. With `extends` the rest of the file is an overlay on that stack.
    StackHeader "stack" key Key::Once; {
        /// The stack's name: lower-case letters, digits, `-` and `_`.
        arg name: Fixed<StackName>,
        /// The language's edition, which fixes its meaning under newer compilers: 1.
        req_prop edition = "edition": Fixed<Edition>,
        /// The stack that this one changes.
        prop extends = "extends": Fixed<Line>,
    }
}

node! {
    /// One line that says what the stack is for.
    Description "description" key Key::Once; {
        /// The line.
        arg text: Fixed<Line>,
    }
}

node! {
    /// Adds another file's nodes. An include only adds: a name that is declared twice is an error.
    Include "include" key Key::All; {
        /// The file, relative to the one that says it.
        arg path: Fixed<Line>,
    }
}

node! {
    /// A typed constant: known when the stack is compiled.
    ///
    /// An overlay gives it a value with `param NAME VALUE`, the command line with `--set NAME=VALUE`.
    Param "param" key Key::First; slots [["type", "choice"]]; {
        /// Its name, used as `${param.NAME}`.
        arg name: Fixed<Name>,
        /// A value, in an overlay.
        opt_arg value: Fixed<AnyText>,
        /// Its type; text without one.
        prop kind = "type": Fixed<ParamType>,
        /// The value if nothing else gives one.
        prop default = "default": Fixed<AnyText>,
        /// The smallest number, the oldest major of a tag, or the shortest text.
        prop min = "min": Fixed<Int>,
        /// The largest number, the newest major of a tag, or the longest text.
        prop max = "max": Fixed<Int>,
        /// What is said of a value that is beyond them.
        prop message = "message": Fixed<Line>,
        /// One of its choices, if it is a choice.
        nodes choices: Choice,
    }
}

node! {
    /// One of the values of a param that is a choice: the type of such a param is its choices.
    ///
    /// The body of the chosen one is an overlay on the stack, laid over it before the environment's.
    Choice "choice" key Key::First; {
        /// The value.
        arg name: Fixed<Name>,
        /// What it changes.
        overlay body: StackFile,
    }
}

node! {
    /// A plain value that the deployer supplies: in `.env`, in Dokploy's Environment tab, in an EnvironmentFile.
    ///
    /// Without a default, `optional` or a message of its own it is required.
    Input "input" key Key::First; {
        /// Its name, used as `${input.NAME}`; never re-cased.
        arg name: Fixed<Identifier>,
        /// Its type; text without one.
        prop kind = "type": Fixed<ParamType>,
        /// The value if it is unset or empty.
        prop default = "default": Value<AnyText>,
        /// The smallest number, or the shortest text.
        prop min = "min": Fixed<Int>,
        /// The largest number, or the longest text.
        prop max = "max": Fixed<Int>,
        /// The words that are allowed, separated by blanks.
        prop one_of = "one-of": Fixed<Line>,
        /// A regular expression that the whole value matches: one of Perl's, of which `grep -E` is asked where grep has no `-P`.
        prop pattern = "pattern": Fixed<Pattern>,
        /// Whether it may be left out; then it is empty.
        prop optional = "optional": Fixed<Bool>,
        /// What is said when it is missing.
        prop message = "message": Fixed<Line>,
    }
}

node! {
    /// A model that services use, as Compose's `models`.
    Model "model" key Key::First; {
        /// Its name.
        arg name: Fixed<Name>,
        /// The model's image.
        prop model = "model": Value<Line>,
        /// The size of its context in tokens.
        prop context_size = "context-size": Value<Int>,
        /// Flags for the runtime.
        words runtime_flags = "runtime-flag": Value<AnyText>,
    }
}
