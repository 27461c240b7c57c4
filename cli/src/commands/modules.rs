//! `stackc modules`: what the standard library holds.

use std::fmt::Write as _;

use serde::Serialize;
use stackc_compiler::{
    describe::{Description, Param, Part, describe},
    diag::nearest,
};
use stackc_stacks::MODULES;

use crate::{
    args,
    ask::suggestion,
    commands::FORMAT,
    exit::{Exit, Failure},
    session::Session,
};

#[derive(Serialize)]
struct Modules {
    format_version: u32,
    modules: Vec<Module>,
}

#[derive(Serialize)]
struct Module {
    name: String,
    summary: String,
    params: Vec<ParamOut>,
    secrets: Vec<PartOut>,
    exports: Vec<PartOut>,
    ports: Vec<Port>,
    volumes: Vec<String>,
    services: Vec<String>,
}

#[derive(Serialize)]
struct ParamOut {
    #[serde(flatten)]
    part: PartOut,
    /// Its type; none if it is a choice.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<PartOut>,
    /// The choice that brings it.
    #[serde(skip_serializing_if = "Option::is_none")]
    only_with: Option<OnlyWith>,
}

#[derive(Serialize)]
struct OnlyWith {
    param: String,
    choice: String,
}

#[derive(Serialize)]
struct PartOut {
    name: String,
    text: String,
}

#[derive(Serialize)]
struct Port {
    name: String,
    number: String,
}

pub(super) fn run(args: &args::Modules, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let all = MODULES.iter().map(|module| describe(module.text));
    let described: Vec<Description> = match &args.name {
        None => all.collect(),
        Some(name) => {
            let one = all
                .filter(|module| module.name == *name)
                .collect::<Vec<_>>();
            if one.is_empty() {
                return Err(unknown(name));
            }
            one
        }
    };
    if session.is_json() {
        session.print_json(&Modules {
            format_version: FORMAT,
            modules: described.into_iter().map(Module::from).collect(),
        })?;
        return Ok(Exit::Done);
    }
    let text = match (&args.name, described.first()) {
        (Some(_), Some(one)) => tell(one),
        _ => list(&described),
    };
    session.print(text.as_bytes())?;
    Ok(Exit::Done)
}

fn unknown(name: &str) -> Failure {
    let known: Vec<&str> = MODULES.iter().map(|module| module.name).collect();
    let hint = match nearest(name, known.iter().copied()) {
        Some(_) => suggestion(name, &known),
        None => "`stackc modules` lists them".to_owned(),
    };
    Failure::Usage(format!("there is no module `{name}`; {hint}"))
}

/// One line for each module.
fn list(modules: &[Description]) -> String {
    let width = modules.iter().map(|module| module.name.len()).max();
    let width = width.unwrap_or(0);
    modules
        .iter()
        .map(|module| format!("{:width$}  {}\n", module.name, module.summary))
        .collect()
}

/// Everything that a module says of itself.
fn tell(module: &Description) -> String {
    let mut text = format!("{}: {}\n", module.name, module.summary);
    let params: Vec<(String, &str)> = module.params.iter().flat_map(param_lines).collect();
    section(&mut text, "params", &params);
    let parts = |parts: &[Part]| -> Vec<(String, String)> {
        let lines = parts.iter();
        lines
            .map(|part| (part.name.clone(), part.text.clone()))
            .collect()
    };
    for (title, lines) in [
        ("secrets", parts(&module.secrets)),
        ("exports", parts(&module.exports)),
    ] {
        let lines: Vec<(String, &str)> = lines
            .iter()
            .map(|(name, text)| (name.clone(), text.as_str()))
            .collect();
        section(&mut text, title, &lines);
    }
    let ports: Vec<(String, &str)> = module
        .ports
        .iter()
        .map(|(name, number)| (name.clone(), number.as_str()))
        .collect();
    section(&mut text, "ports", &ports);
    let services = module.services.iter();
    let services: Vec<(String, &str)> = services.map(|name| (name.clone(), "")).collect();
    section(&mut text, "services beside its own", &services);
    text
}

/// A param, and below it its choices.
fn param_lines(param: &Param) -> Vec<(String, &str)> {
    let kind = param.kind.unwrap_or("choice");
    let default = match &param.default {
        Some(default) => format!("={default}"),
        None => ", required".to_owned(),
    };
    let only = match &param.only_with {
        Some((of, choice)) => format!(" with {of} {choice}"),
        None => String::new(),
    };
    let head = format!("{} ({kind}{default}{only})", param.part.name);
    let choices = param
        .choices
        .iter()
        .map(|choice| (format!("  {}", choice.name), choice.text.as_str()));
    std::iter::once((head, param.part.text.as_str()))
        .chain(choices)
        .collect()
}

fn section(text: &mut String, title: &str, lines: &[(String, &str)]) {
    if lines.is_empty() {
        return;
    }
    let width = lines.iter().map(|(name, _)| name.chars().count()).max();
    let width = width.unwrap_or(0);
    let _ = write!(text, "\n{title}\n");
    for (name, said) in lines {
        let line = format!("  {name:width$}  {said}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

impl From<Description> for Module {
    fn from(module: Description) -> Self {
        let parts = |parts: Vec<Part>| parts.into_iter().map(PartOut::from).collect();
        let Description {
            name,
            summary,
            params,
            secrets,
            exports,
            ports,
            volumes,
            services,
        } = module;
        Self {
            name,
            summary,
            params: params.into_iter().map(ParamOut::from).collect(),
            secrets: parts(secrets),
            exports: parts(exports),
            ports: ports
                .into_iter()
                .map(|(name, number)| Port { name, number })
                .collect(),
            volumes,
            services,
        }
    }
}

impl From<Param> for ParamOut {
    fn from(param: Param) -> Self {
        Self {
            part: param.part.into(),
            kind: param.kind,
            required: param.default.is_none(),
            default: param.default,
            choices: param.choices.into_iter().map(PartOut::from).collect(),
            only_with: param
                .only_with
                .map(|(param, choice)| OnlyWith { param, choice }),
        }
    }
}

impl From<Part> for PartOut {
    fn from(part: Part) -> Self {
        Self {
            name: part.name,
            text: part.text,
        }
    }
}
