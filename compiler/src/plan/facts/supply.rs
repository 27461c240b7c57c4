//! What code runs.

use super::facts;
use crate::effect::{Axes, Fact, Supply};

facts! {
    /// Another tag.
    TAG = Fact {
        name: "image-tag",
        change: "the tag of an image",
        axes: Axes::NONE.supply(Supply::Tag),
        why: "another release of the same image runs",
        step: None,
        known: "the reference of an image",
    };
    /// Another digest.
    DIGEST = Fact {
        name: "image-digest",
        change: "the digest of an image",
        axes: Axes::NONE.supply(Supply::Digest),
        why: "other bytes run, whatever the tag says",
        step: None,
        known: "the reference of an image",
    };
    /// Another repository.
    REGISTRY = Fact {
        name: "image-registry",
        change: "the registry or repository of an image",
        axes: Axes::NONE.supply(Supply::Registry),
        why: "the code comes from someone else",
        step: None,
        known: "the reference of an image",
    };
    /// No digest or version any more.
    UNPINNED = Fact {
        name: "image-unpinned",
        change: "an image that is no longer fixed by a digest or a version",
        axes: Axes::NONE.supply(Supply::Unpinned),
        why: "what runs is decided when it is pulled, not by the stack",
        step: None,
        known: "the reference of an image",
    };
}
