//! A plan for programs.

use std::collections::BTreeMap;

use serde::Serialize;
use stackc_compiler::{
    difference::Said,
    effect::{Axes, Sign, Step},
    plan::{Change, Detail, Effect, FileChange, Place, Plan, Version},
};

use super::{Planned, artifacts};
use crate::{baseline::From, commands::FORMAT};

/// The plan of a run.
#[derive(Debug, Serialize)]
pub(super) struct PlanOut<'p> {
    format_version: u32,
    against: AgainstOut<'p>,
    environments: Vec<EnvironmentOut<'p>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
enum AgainstOut<'p> {
    Folder { path: &'p str },
    Revision { name: &'p str, commit: &'p str },
}

#[derive(Debug, Serialize)]
struct EnvironmentOut<'p> {
    environment: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    whole: Option<&'static str>,
    headline: BTreeMap<String, usize>,
    axes: Axes,
    changes: Vec<ChangeOut<'p>>,
    files: Vec<FileOut<'p>>,
    unchanged: &'p BTreeMap<String, usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_compared: Vec<NotComparedOut<'p>>,
    assumes: Vec<AssumedOut<'p>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    artifacts: BTreeMap<String, String>,
}

#[derive(Debug, Serialize)]
struct ChangeOut<'p> {
    address: String,
    sign: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    renamed_from: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceOut>,
    axes: Axes,
    details: Vec<DetailOut<'p>>,
    effects: Vec<EffectOut<'p>>,
}

#[derive(Debug, Serialize)]
struct DetailOut<'p> {
    path: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<SaidOut<'p>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<SaidOut<'p>>,
}

#[derive(Debug, Serialize)]
struct SaidOut<'p> {
    text: &'p str,
    #[serde(flatten)]
    place: PlaceOut,
}

#[derive(Debug, Serialize)]
struct EffectOut<'p> {
    fact: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    what: &'p str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    unless: &'p [String],
    why: &'static str,
    axes: BTreeMap<&'static str, &'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<StepOut<'p>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceOut>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
enum StepOut<'p> {
    Run(&'p str),
    ByHand(&'p str),
}

/// Lines and columns from 1, columns in characters.
#[derive(Debug, Serialize)]
struct PlaceOut {
    file: String,
    line: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
struct FileOut<'p> {
    target: &'static str,
    path: &'p str,
    sign: &'static str,
    explained_by: Vec<String>,
}

/// A path that is not compared, and why.
#[derive(Debug, Serialize)]
struct NotComparedOut<'p> {
    path: &'p str,
    why: &'p str,
}

#[derive(Debug, Serialize)]
struct AssumedOut<'p> {
    tool: &'static str,
    version: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_of: Option<&'static str>,
}

/// A plan as data.
pub(super) fn plan<'p>(planned: &'p Planned<'_>) -> PlanOut<'p> {
    let environments = planned.environments.iter();
    PlanOut {
        format_version: FORMAT,
        against: match &planned.baseline.from {
            From::Folder(path) => AgainstOut::Folder { path },
            From::Revision { name, commit, .. } => AgainstOut::Revision { name, commit },
        },
        environments: environments
            .map(|plan| environment(plan, planned))
            .collect(),
    }
}

fn environment<'p>(plan: &'p Plan, planned: &Planned<'_>) -> EnvironmentOut<'p> {
    EnvironmentOut {
        environment: plan.environment.as_deref(),
        whole: plan.whole.as_ref().map(Sign::name),
        headline: plan
            .headline()
            .into_iter()
            .map(|count| (count.what.replace(' ', "-"), count.number))
            .collect(),
        axes: plan.axes(),
        changes: plan
            .changes
            .iter()
            .map(|one| change(one, planned))
            .collect(),
        files: plan.files.iter().map(file).collect(),
        unchanged: &plan.unchanged,
        not_compared: plan
            .not_compared
            .iter()
            .map(|one| NotComparedOut {
                path: &one.path,
                why: &one.why,
            })
            .collect(),
        assumes: plan
            .assumes
            .iter()
            .map(|one| AssumedOut {
                tool: one.tool,
                version: &one.version,
                known_of: one.known_of,
            })
            .collect(),
        artifacts: artifacts::differences(plan, planned)
            .into_iter()
            .map(|one| (one.path, one.text))
            .collect(),
    }
}

fn change<'p>(change: &'p Change, planned: &Planned<'_>) -> ChangeOut<'p> {
    ChangeOut {
        address: change.address.to_string(),
        sign: change.sign.name(),
        renamed_from: match &change.sign {
            Sign::Renamed(from) => Some(from),
            _ => None,
        },
        place: change.place.and_then(|at| place(at, planned)),
        axes: change.axes(),
        details: change
            .details
            .iter()
            .map(|one| detail(one, planned))
            .collect(),
        effects: change
            .effects
            .iter()
            .map(|one| effect(one, planned))
            .collect(),
    }
}

fn detail<'p>(detail: &'p Detail, planned: &Planned<'_>) -> DetailOut<'p> {
    let said = |said: &'p Option<Said>, version: Version| -> Option<SaidOut<'p>> {
        let said = said.as_ref()?;
        let at = Place {
            version,
            span: said.span,
        };
        Some(SaidOut {
            text: &said.text,
            place: place(at, planned)?,
        })
    };
    DetailOut {
        path: &detail.path,
        before: said(&detail.before, Version::Before),
        after: said(&detail.after, Version::After),
    }
}

fn effect<'p>(effect: &'p Effect, planned: &Planned<'_>) -> EffectOut<'p> {
    EffectOut {
        fact: effect.fact.name,
        target: effect.target,
        what: &effect.what,
        unless: &effect.unless,
        why: effect.fact.why,
        axes: effect.fact.axes.said().into_iter().collect(),
        step: effect.step.as_ref().map(|step| match step {
            Step::Run(text) => StepOut::Run(text),
            Step::ByHand(text) => StepOut::ByHand(text),
        }),
        place: effect.place.and_then(|at| place(at, planned)),
    }
}

fn file(file: &FileChange) -> FileOut<'_> {
    FileOut {
        target: file.target,
        path: &file.path,
        sign: file.sign.name(),
        explained_by: file.explained_by.iter().map(ToString::to_string).collect(),
    }
}

fn place(place: Place, planned: &Planned<'_>) -> Option<PlaceOut> {
    let (file, position) = planned.places.of(place)?;
    Some(PlaceOut {
        file,
        line: position.line,
        column: position.column,
    })
}
