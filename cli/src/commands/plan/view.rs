//! What every rendering for people says of a plan, in words.

use stackc_compiler::{
    difference::Said,
    effect::{Apply, Axes, Data, Sign, Step},
    plan::{Assumed, Change, Detail, Effect, Place, Plan},
};

use super::Planned;

/// The mark of a change.
pub(super) fn mark(sign: &Sign) -> &'static str {
    match sign {
        Sign::Added => "+",
        Sign::Removed => "-",
        Sign::Changed => "~",
        Sign::Renamed(_) => ">",
    }
}

/// What it is about: `service/web`, `volume/files (was data)`.
pub(super) fn title(change: &Change) -> String {
    match &change.sign {
        Sign::Renamed(from) => format!("{} (was {from})", change.address),
        _ => change.address.to_string(),
    }
}

/// An environment's name.
pub(super) fn name(plan: &Plan) -> &str {
    plan.environment.as_deref().unwrap_or("plan")
}

/// What happens how often, in one line.
pub(super) fn headline(plan: &Plan) -> String {
    if plan.is_empty() {
        return "nothing changes".to_owned();
    }
    let counts: Vec<String> = plan.headline().iter().map(ToString::to_string).collect();
    if counts.is_empty() {
        let changes = plan.changes.len().max(1);
        let plural = if changes == 1 { "" } else { "s" };
        return format!("{changes} change{plural}, nothing is interrupted");
    }
    counts.join(" · ")
}

/// The effects that are any, in words: `data lost, recreate`.
pub(super) fn axes(axes: &Axes) -> String {
    let words: Vec<String> = axes
        .said()
        .into_iter()
        .map(|(axis, value)| match axis {
            "disruption" => value.to_owned(),
            "apply" => match value {
                "by-hand" => "by hand".to_owned(),
                value => value.replace('-', " "),
            },
            "secret" => format!("secret: {}", value.replace('-', " ")),
            "reversible" => match value {
                "no" => "can't be undone".to_owned(),
                _ => "undone only with a backup".to_owned(),
            },
            axis => format!("{axis} {}", value.replace('-', " ")),
        })
        .collect();
    words.join(", ")
}

/// What is said otherwise, on one line.
pub(super) fn detail(detail: &Detail) -> Option<String> {
    let way = match detail.path.rsplit_once(" › ") {
        Some((way, _)) => format!("{way} › "),
        None => String::new(),
    };
    match (&detail.before, &detail.after) {
        (None, Some(new)) if unset(new).is_some() => {
            let header = unset(new).unwrap_or_default();
            Some(format!(
                "{way}- header {header}, which every site has by itself"
            ))
        }
        (Some(old), None) if unset(old).is_some() => {
            let header = unset(old).unwrap_or_default();
            Some(format!(
                "{way}+ header {header}, which every site has by itself"
            ))
        }
        (Some(old), Some(new)) if old.text == new.text => {
            Some(format!("{way}{} → another value", old.text))
        }
        (Some(old), Some(new)) => Some(format!("{way}{} → {}", old.text, new.text)),
        (None, Some(new)) => Some(format!("{way}+ {}", new.text)),
        (Some(old), None) => Some(format!("{way}- {}", old.text)),
        (None, None) => None,
    }
}

/// The header that is no longer sent, where that is what is said.
fn unset(said: &Said) -> Option<&str> {
    said.text.strip_prefix("no-header ")
}

/// What a change does, in one sentence: on which target, what of it, unless what, why.
pub(super) fn effect(effect: &Effect) -> String {
    let target = match effect.target {
        Some(target) => format!("{target}: "),
        None => String::new(),
    };
    let unless = match effect.unless.as_slice() {
        [] => None,
        names => Some(format!(
            "unless the environment file sets {}",
            names.join(" or ")
        )),
    };
    let what = Some(effect.what.clone()).filter(|what| !what.is_empty());
    let about: Vec<String> = what.into_iter().chain(unless).collect();
    match about.as_slice() {
        [] => format!("{target}{}", effect.fact.why),
        about => format!("{target}{}: {}", about.join(", "), effect.fact.why),
    }
}

/// A step as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// A command, with the folder that it is run in.
    Command(String),
    /// What hands do.
    ByHand(String),
}

/// The step of an effect.
pub(super) fn step(effect: &Effect, plan: &Plan, planned: &Planned<'_>) -> Option<Shown> {
    Some(match effect.step.as_ref()? {
        Step::ByHand(words) => Shown::ByHand(words.clone()),
        Step::Run(command) => {
            let folder = effect
                .target
                .filter(|_| needs_folder(command))
                .and_then(|target| planned.run_in(plan, target))
                .filter(|folder| *folder != ".");
            Shown::Command(match folder {
                Some(folder) => format!("cd {folder} && {command}"),
                None => command.clone(),
            })
        }
    })
}

/// Whether a command does something else in another folder; those of systemd, nginx and NixOS don't.
fn needs_folder(command: &str) -> bool {
    ["docker compose ", "./"]
        .iter()
        .any(|start| command.starts_with(start))
}

/// The steps of a change, each once, in the order of its effects.
pub(super) fn steps(change: &Change, plan: &Plan, planned: &Planned<'_>) -> Vec<Shown> {
    let mut steps: Vec<Shown> = Vec::new();
    let all = change.effects.iter();
    for step in all.filter_map(|effect| step(effect, plan, planned)) {
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps
}

/// How to get the steps in their order, where hands have to do some of them.
pub(super) fn hint(plan: &Plan, planned: &Planned<'_>) -> Option<&'static str> {
    let mut effects = plan.changes.iter().flat_map(|change| &change.effects);
    let by_hand = effects.any(|effect| {
        let axes = effect.fact.axes;
        matches!(effect.step, Some(Step::ByHand(_)))
            && (axes.apply == Apply::ByHand || axes.data != Data::None)
    });
    let is_known = plan.whole.is_none() && planned.runs(plan);
    (by_hand && is_known).then_some(
        "`stackc plan --runbook` writes the steps in the order in which they are done, and the way back",
    )
}

/// The line that says a change.
pub(super) fn place(place: Place, planned: &Planned<'_>) -> Option<String> {
    let (file, position) = planned.places.of(place)?;
    Some(format!("{file}:{}", position.line))
}

/// What stays: `unchanged: 4 services, 2 volumes`; none if nothing does.
pub(super) fn unchanged(plan: &Plan) -> Option<String> {
    let counts = plan.unchanged.iter().map(|(kind, number)| {
        let plural = match (kind.as_str(), *number) {
            (_, 1) => "",
            ("notify", _) => "",
            _ => "s",
        };
        let kind = if kind == "notify" { "notifies" } else { kind };
        format!("{number} {kind}{plural}")
    });
    let counts: Vec<String> = counts.collect();
    (!counts.is_empty()).then(|| format!("unchanged: {}", counts.join(", ")))
}

/// What nobody looked into, and why, a line each.
pub(super) fn not_compared(plan: &Plan) -> impl Iterator<Item = String> {
    let all = plan.not_compared.iter();
    all.map(|one| format!("not compared: {}: {}", one.path, one.why))
}

/// How sure it is.
pub(super) fn sureness(plan: &Plan) -> String {
    let tools = plan.assumes.iter().map(|one| {
        let Assumed { tool, version, .. } = one;
        match one.known_of {
            Some(known) => format!("{tool} {version} as for {known}"),
            None => format!("{tool} {version}"),
        }
    });
    let known: Vec<String> = tools.collect();
    match known.is_empty() {
        true => {
            "predicted from the stack alone; what runs on the host was not looked at".to_owned()
        }
        false => format!(
            "predicted for {}; what runs on the host was not looked at",
            known.join(", ")
        ),
    }
}

/// What an environment that is new or gone as a whole is.
pub(super) fn whole(plan: &Plan, planned: &Planned<'_>) -> Option<String> {
    let what = match &plan.environment {
        Some(name) => format!("the environment {name}"),
        None => "the stack".to_owned(),
    };
    match plan.whole.as_ref()? {
        Sign::Added => Some(format!(
            "{what} is not in {}: everything is new",
            planned.baseline.from
        )),
        _ => Some(format!(
            "{what} is gone: nothing of it is deployed by this stack any more"
        )),
    }
}
