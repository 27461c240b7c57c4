//! Two words for one thing: docker compose refuses them unless they say the same.

use super::Rule;
use crate::{
    atoms::{Count, Decimal, Size},
    diag::{Diagnostic, Diagnostics},
    model::Service,
    resolve::Stack,
    template::Value,
};

pub(super) const RULE: Rule = Rule {
    code: "conflict",
    check,
};

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for service in &stack.services {
        let Service {
            scale,
            replicas,
            cpus,
            mem_limit,
            mem_reservation,
            pids_limit,
            resources,
            ..
        } = service;
        let limits = resources.as_ref();
        let reserve = limits.and_then(|limits| limits.reserve.as_ref());
        compare(
            ("scale", scale.as_ref()),
            ("replicas", replicas.as_ref()),
            diagnostics,
        );
        compare(
            ("cpus", cpus.as_ref()),
            (
                "resources cpus",
                limits.and_then(|limits| limits.cpus.as_ref()),
            ),
            diagnostics,
        );
        compare(
            ("mem-limit", mem_limit.as_ref()),
            (
                "resources memory",
                limits.and_then(|limits| limits.memory.as_ref()),
            ),
            diagnostics,
        );
        compare(
            ("mem-reservation", mem_reservation.as_ref()),
            (
                "reserve memory",
                reserve.and_then(|reserve| reserve.memory.as_ref()),
            ),
            diagnostics,
        );
        compare_pids(
            pids_limit.as_ref(),
            limits.and_then(|limits| limits.pids.as_ref()),
            diagnostics,
        );
    }
}

type Word<'a, T> = (&'a str, Option<&'a Value<T>>);

/// What two words may both say.
trait Amount: PartialEq {
    /// Whether both are the same, however they are spelled.
    fn is(&self, other: &Self) -> bool;

    /// Whether it says no more than its absence.
    fn is_nothing(&self) -> bool;
}

impl Amount for Size {
    fn is(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }

    fn is_nothing(&self) -> bool {
        self.bytes == 0
    }
}

impl Amount for Decimal {
    fn is(&self, other: &Self) -> bool {
        self.number().total_cmp(&other.number()).is_eq()
    }

    fn is_nothing(&self) -> bool {
        self.number().abs() < f64::EPSILON
    }
}

/// How many containers: none is a number like another.
impl Amount for Count {
    fn is(&self, other: &Self) -> bool {
        self == other
    }

    fn is_nothing(&self) -> bool {
        false
    }
}

/// The first word against the second, which is the one to keep. A first one of nothing is none to docker compose.
fn compare<T: Amount>(first: Word<'_, T>, second: Word<'_, T>, diagnostics: &mut Diagnostics) {
    let (Some(one), Some(other)) = (first.1, second.1) else {
        return;
    };
    let agree = match (one.get(), other.get()) {
        (Some(one), Some(other)) => one.is_nothing() || one.is(other),
        (Some(one), None) if one.is_nothing() => true,
        _ => one.expr == other.expr,
    };
    if !agree {
        report((first.0, one), (second.0, other), diagnostics);
    }
}

/// The two have types of their own: -1 is no limit.
fn compare_pids(
    limit: Option<&Value<crate::atoms::Int>>,
    pids: Option<&Value<Count>>,
    diagnostics: &mut Diagnostics,
) {
    if let (Some(limit), Some(pids)) = (limit, pids) {
        let same = match (limit.get(), pids.get()) {
            (Some(limit), Some(pids)) => limit.0 == 0 || i128::from(limit.0) == i128::from(pids.0),
            (Some(limit), None) => limit.0 == 0,
            _ => false,
        };
        if !same {
            report(("pids-limit", limit), ("resources pids", pids), diagnostics);
        }
    }
}

fn report<A, B>(
    first: (&str, &Value<A>),
    second: (&str, &Value<B>),
    diagnostics: &mut Diagnostics,
) {
    let ((word, one), (kept, other)) = (first, second);
    let message = format!("`{word}` and `{kept}` set the same thing, and differ");
    let found = match (one.get(), other.get()) {
        (Some(_), Some(_)) => Diagnostic::error(RULE.code, one.span, message),
        _ => Diagnostic::warning(RULE.code, one.span, message)
            .label("refused when it is deployed, unless the inputs make both the same"),
    };
    diagnostics.push(
        found
            .other(other.span, format!("`{kept}` is given here"))
            .help(format!("keep `{kept}`, and take `{word}` away")),
    );
}
