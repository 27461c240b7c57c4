//! Which values name a thing that is declared elsewhere. A module's names are its own: in the stack they begin with what it is called there.

use crate::{
    schema::{Child, NodeSchema},
    syntax::{Node, Scalar},
};

/// Where in a node a name stands.
enum Part {
    /// The first argument.
    First,
    /// The first argument, up to a colon.
    UpToColon,
    /// The first argument, if it begins with `service:`, behind it.
    OfService,
    /// Every argument.
    Each,
    /// A property.
    Prop(&'static str),
}

/// A place that names a thing: the node that it is in, the node, the part of it, and the kind of what is named.
type Place = (&'static str, &'static str, Part, &'static str);

/// Every such place of what a module may hold; the stack's own kind is empty.
const PLACES: &[Place] = &[
    ("", "network", Part::First, "network"),
    ("", "volume", Part::First, "volume"),
    ("", "secret", Part::First, "secret"),
    ("", "file", Part::First, "file"),
    ("", "service", Part::First, "service"),
    ("", "service", Part::Prop("extends"), "service"),
    ("", "job", Part::First, "job"),
    ("service", "network", Part::Each, "network"),
    ("service", "volume", Part::First, "volume"),
    ("service", "secret", Part::First, "secret"),
    ("service", "file", Part::First, "file"),
    ("service", "depends-on", Part::Each, "service"),
    ("service", "volumes-from", Part::First, "service"),
    ("service", "link", Part::UpToColon, "service"),
    ("service", "network-mode", Part::OfService, "service"),
    ("service", "pid", Part::OfService, "service"),
    ("service", "ipc", Part::OfService, "service"),
    ("service", "credential-spec", Part::Prop("config"), "file"),
    ("build", "secret", Part::First, "secret"),
    ("job", "in", Part::First, "service"),
    ("job", "like", Part::First, "service"),
    ("job", "depends-on", Part::Each, "service"),
    ("job", "before", Part::Each, "service"),
    ("job", "network", Part::Each, "network"),
];

/// The kinds that a module declares.
pub(super) const DECLARED: [&str; 6] = ["network", "volume", "secret", "file", "service", "job"];

/// Gives every name in a node of the stack, and in what is in it, to `change`; `unset` too.
pub(crate) fn each(
    node: &mut Node,
    schema: &'static NodeSchema,
    change: &mut dyn FnMut(&'static str, &mut Scalar, bool),
) {
    let parent = schema.kind;
    let kind = node.kind.value.clone();
    if kind == "unset" {
        unset(node, parent, change);
        return;
    }
    for (_, _, part, of) in PLACES
        .iter()
        .filter(|(inside, word, ..)| *inside == parent && *word == kind)
    {
        match part {
            Part::First => node
                .args
                .iter_mut()
                .take(1)
                .for_each(|arg| change(of, arg, false)),
            Part::Each => node.args.iter_mut().for_each(|arg| change(of, arg, false)),
            Part::UpToColon => node.args.iter_mut().take(1).for_each(|arg| {
                let (name, rest) = cut(&arg.text, ':');
                behind(arg, "", &name, &rest, of, change);
            }),
            Part::OfService => node.args.iter_mut().take(1).for_each(|arg| {
                if let Some(name) = arg.text.strip_prefix("service:").map(str::to_owned) {
                    behind(arg, "service:", &name, "", of, change);
                }
            }),
            Part::Prop(name) => node
                .props
                .iter_mut()
                .filter(|prop| prop.name.value == *name)
                .for_each(|prop| change(of, &mut prop.value, false)),
        }
    }
    if let Some(Child::Node(_, child)) = schema.child_of(node) {
        for node in node.children.iter_mut().flatten() {
            each(node, child, change);
        }
    }
}

/// `unset network x` names what it takes away.
fn unset(node: &mut Node, parent: &str, change: &mut dyn FnMut(&'static str, &mut Scalar, bool)) {
    let kind = node.first().unwrap_or("").to_owned();
    let named = PLACES.iter().find(|(inside, word, part, _)| {
        *inside == parent && *word == kind && matches!(part, Part::First | Part::Each)
    });
    if let Some((_, _, _, of)) = named {
        let keys = node.args.iter_mut().skip(1);
        keys.filter(|key| !key.text.starts_with('/'))
            .for_each(|key| change(of, key, true));
    }
}

/// The text up to the first of a character, and the rest with it.
fn cut(text: &str, at: char) -> (String, String) {
    let end = text.find(at).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (name.to_owned(), rest.to_owned())
}

/// A name with something before or after it.
fn behind(
    arg: &mut Scalar,
    before: &str,
    name: &str,
    after: &str,
    of: &'static str,
    change: &mut dyn FnMut(&'static str, &mut Scalar, bool),
) {
    let mut alone = Scalar {
        text: name.to_owned(),
        ..arg.clone()
    };
    change(of, &mut alone, false);
    if alone.text != name {
        arg.text = format!("{before}{}{after}", alone.text);
        arg.verbatim = None;
    }
}
