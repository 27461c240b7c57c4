//! What becomes of a secret's way.

use super::facts;
use crate::effect::{Apply, Axes, Fact, SecretUse, Step};

facts! {
    /// One more service.
    CONSUMER = Fact {
        name: "secret-consumer",
        change: "a service that gets a secret which it did not get",
        axes: Axes::NONE.secret(SecretUse::ConsumerAdded),
        why: "one more container holds it",
        step: None,
        known: "what the stack says",
    };
    /// A secret that was not there.
    NEW = Fact {
        name: "secret-new",
        change: "a secret that is new, and may not be left out",
        axes: Axes::NONE.apply(Apply::ByHand),
        why: "it has no value yet, and what needs it does not start without one",
        step: Some(Step::ByHand("before the deploy put a value of {name} where .env.example, SECRETS.md or README.md beside the target's files say")),
        known: "what the stack says",
    };
    /// Another source.
    SOURCE = Fact {
        name: "secret-source",
        change: "where a secret comes from: its variable, its file, its driver",
        axes: Axes::NONE.secret(SecretUse::SourceChanged).apply(Apply::ByHand),
        why: "its value has to be where the stack looks for it now",
        step: Some(Step::ByHand("put the value of {name} where it comes from now, before the deploy")),
        known: "what the stack says",
    };
    /// A literal that becomes a secret, or one secret in place of another.
    REPLACED = Fact {
        name: "secret-replaced",
        change: "a literal that becomes a secret, or another secret in the same place",
        axes: Axes::NONE.secret(SecretUse::SourceChanged),
        why: "the value comes from elsewhere; if it is another one, both ends have to know it",
        step: None,
        known: "what the stack says",
    };
    /// From a variable to a file.
    STRONGER = Fact {
        name: "secret-to-file",
        change: "a secret that comes as a file in place of a variable",
        axes: Axes::NONE.secret(SecretUse::SourceChanged),
        why: "it no longer stands in the container's environment",
        step: None,
        known: "Docker: `inspect` and every process of the container show its environment",
    };
    /// From a file to a variable.
    WEAKER = Fact {
        name: "secret-to-variable",
        change: "a secret that comes as a variable in place of a file",
        axes: Axes::NONE.secret(SecretUse::MovedToAWeakerPlace),
        why: "it stands in the container's environment, where `inspect` and every process of the container see it",
        step: None,
        known: "Docker: `inspect` and every process of the container show its environment",
    };
    /// From a secret to a literal.
    LITERAL = Fact {
        name: "secret-to-literal",
        change: "a literal in place of a secret",
        axes: Axes::NONE.secret(SecretUse::MovedToAWeakerPlace),
        why: "whoever reads the stack reads it",
        step: None,
        known: "what the stack says",
    };
    /// Another scheme of delivery.
    SCHEME = Fact {
        name: "secret-delivery",
        change: "how secrets reach the host, such as agenix",
        axes: Axes::NONE.secret(SecretUse::SourceChanged).apply(Apply::ByHand),
        why: "each secret has to be delivered the new way before the deploy",
        step: Some(Step::ByHand("encrypt each secret for the host, commit the files, then deploy")),
        known: "what the stack says",
    };
}
