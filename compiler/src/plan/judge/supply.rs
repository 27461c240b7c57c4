//! What code runs: the images before and now.

use super::{
    super::facts::supply as facts,
    Found, Pair,
    assumed::{Assumed, assumed},
    image::{Parts, parts},
};
use crate::{
    atoms::Image,
    effect::{Address, Fact},
    resolve::Stack,
    source::Span,
    template::Value,
};

/// Images that are other ones.
pub(super) fn images(pair: &Pair<'_>, say: &mut dyn FnMut(Found)) {
    let mut compare = |address: Address, old: Option<Known>, new: Option<Known>| {
        if let (Some((was, _)), Some((is, span))) = (old, new)
            && let Some(fact) = fact(&parts(&was.value.0), &parts(&is.value.0))
        {
            let what = format!("{} → {}", was.value.0, is.value.0);
            let found = Found::new(address, fact).what(what);
            say(found.unless(was.unless.union(&is.unless)).at(span));
        }
    };
    for (before, after) in pair.services() {
        let address = Address::new("service", &after.name.value.0);
        compare(
            address,
            known(pair.before, before.image.as_ref()),
            known(pair.after, after.image.as_ref()),
        );
    }
    for after in &pair.after.jobs {
        let mut jobs = pair.before.jobs.iter();
        let before = jobs.find(|before| before.name.value == after.name.value);
        let old = before.and_then(|before| known(pair.before, before.image.as_ref()));
        compare(
            Address::new("job", &after.name.value.0),
            old,
            known(pair.after, after.image.as_ref()),
        );
    }
    let edge = |stack: &Stack| {
        let image = stack.edge.as_ref().and_then(|edge| edge.image.as_ref());
        image.map(|image| (Assumed::sure(image.value.clone()), image.span))
    };
    compare(Address::only("edge"), edge(pair.before), edge(pair.after));
}

/// A reference that the compiler knows, and where it is said.
type Known = (Assumed<Image>, Span);

fn known(stack: &Stack, image: Option<&Value<Image>>) -> Option<Known> {
    let image = image?;
    Some((assumed(stack, image)?, image.span))
}

/// What is known of a change from one reference to another; the worst that holds.
fn fact(was: &Parts<'_>, is: &Parts<'_>) -> Option<&'static Fact> {
    let pinned = |parts: &Parts<'_>| {
        u8::from(!parts.version().is_empty()) + 2 * u8::from(parts.digest.is_some())
    };
    if pinned(is) < pinned(was) {
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
