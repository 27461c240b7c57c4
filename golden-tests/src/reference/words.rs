//! What the vocabulary says as data, in words.

use stackc_compiler::schema::{FieldSchema, Holds, How, Key, Shape, ValueSchema};

/// A text that can stand in a cell of a table.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// A doc comment as text: its lines without the blank before each.
pub fn doc(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.join("\n").trim().to_owned()
}

/// The type of a field and the words that it allows.
pub fn type_of(field: &FieldSchema) -> String {
    let Shape::Value(value) = &field.shape else {
        return "anything".to_owned();
    };
    let choices = (value.choices)();
    if choices.is_empty() {
        return value.ty.to_owned();
    }
    let words: Vec<String> = choices.iter().map(|word| format!("`{word}`")).collect();
    format!("{}: {}", value.ty, words.join(", "))
}

/// What may be in a value beside what the compiler knows.
pub fn holds(field: &FieldSchema) -> &'static str {
    match &field.shape {
        Shape::Value(ValueSchema { holds, .. }) => match holds {
            Holds::Constant => "no",
            Holds::Inputs => "inputs",
            Holds::Secrets => "inputs, secrets",
        },
        _ => "inputs",
    }
}

/// Whether a field must be there.
pub fn needed(field: &FieldSchema) -> &'static str {
    match field.how {
        How::Arg | How::ReqProp => "yes",
        How::Args => "any number",
        _ => "no",
    }
}

/// How a child is written.
pub fn form(field: &FieldSchema) -> String {
    let word = field.word;
    match field.how {
        How::Value | How::Each => format!("{word} VALUE"),
        How::Flag => format!("{word}` or `{word} #false"),
        How::Words => format!("{word} VALUE…"),
        How::Pairs => format!("{word} KEY VALUE"),
        How::Block => format!("{word} {{ KEY VALUE }}"),
        _ => format!("{word} {{ … }}"),
    }
}

/// How often a child may stand there.
pub fn times(field: &FieldSchema) -> &'static str {
    match field.how {
        How::Each | How::Pairs | How::Nodes => "any number",
        _ => "once",
    }
}

/// How an overlay meets a node.
pub fn overlay(kind: &str, key: Key) -> String {
    match key {
        Key::Once => format!("There is one `{kind}`; an overlay's is laid over it. `unset {kind}` takes it away."),
        Key::Sort => format!("There is one `{kind}`. An overlay's with the same first argument is laid over it, with another one it takes its place. `unset {kind}` takes it away."),
        Key::First => format!("An overlay's `{kind}` with the same first argument is laid over it, any other is added. `unset {kind} NAME` takes one away, `unset {kind}` all."),
        Key::FirstFolded => format!("An overlay's `{kind}` with the same first argument, upper and lower case being the same, is laid over it, any other is added. `unset {kind} NAME` takes one away, `unset {kind}` all."),
        Key::All => format!("An overlay's `{kind}` is the same one if all its arguments are; any other is added. `unset {kind} NAME` takes those away whose first argument that is, `unset {kind}` all."),
        Key::EachArg => format!("`{kind} a b` is short for `{kind} a` and `{kind} b`. An overlay's `{kind}` with the same argument is laid over it, any other is added. `unset {kind} NAME` takes one away, `unset {kind}` all."),
        Key::Prop(prop) => format!("An overlay's `{kind}` with the same `{prop}=` is laid over it, any other is added. `unset {kind} NAME` takes the one of that `{prop}=` away, `unset {kind}` all."),
        Key::Mount { prop: "", .. } => "Mounts of all kinds are told apart by their path in the container, here the first argument: an overlay's mount of the same path is laid over it or, if it is of another kind, takes its place.".to_owned(),
        Key::Mount { prop, default_prefix } => {
            let without = match default_prefix {
                "" => String::new(),
                prefix => format!(" (without it `{prefix}NAME`)"),
            };
            format!("Mounts of all kinds are told apart by their path in the container, here `{prop}=`{without}: an overlay's mount of the same path is laid over it or, if it is of another kind, takes its place. `unset {kind} PATH` takes one away.")
        }
    }
}

/// Sets of words that exclude one another.
pub fn slots(slots: &[&[&str]]) -> Vec<String> {
    let one = |slot: &&[&str]| {
        let words: Vec<String> = slot.iter().map(|word| format!("`{word}`")).collect();
        format!(
            "At most one of {}; an overlay that says one takes the others away.",
            words.join(", ")
        )
    };
    slots.iter().map(one).collect()
}
