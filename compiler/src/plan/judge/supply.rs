//! What code runs: the images before and now.

use super::{
    super::facts::supply as facts,
    Found, Pair,
    image::{Parts, parts},
};
use crate::{
    effect::{Address, Fact},
    plan::change::{Place, Version},
};

/// Images that are other ones.
pub(super) fn images(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    for (before, after) in pair.services() {
        let (Some(old), Some(new)) = (&before.image, &after.image) else {
            continue;
        };
        let (Some(was), Some(is)) = (old.get(), new.get()) else {
            continue;
        };
        if let Some(fact) = fact(&parts(&was.0), &parts(&is.0)) {
            let address = Address::new("service", &after.name.value.0);
            say(Found {
                what: format!("{} → {}", was.0, is.0),
                place: Some(Place {
                    version: Version::After,
                    span: new.span,
                }),
                ..Found::new(address, fact)
            });
        }
    }
}

/// What is known of a change from one reference to another; the worst that holds.
fn fact(was: &Parts<'_>, is: &Parts<'_>) -> Option<&'static Fact> {
    let pinned = |parts: &Parts<'_>| (parts.digest.is_some(), !parts.version().is_empty());
    let (was_pinned, is_pinned) = (pinned(was), pinned(is));
    let looser = (was_pinned.0 && !is_pinned.0) || (!is_pinned.0 && was_pinned.1 && !is_pinned.1);
    if looser {
        Some(&facts::UNPINNED)
    } else if was.repository != is.repository {
        Some(&facts::REGISTRY)
    } else if was.digest != is.digest {
        Some(&facts::DIGEST)
    } else if was.tag != is.tag {
        Some(&facts::TAG)
    } else {
        None
    }
}
