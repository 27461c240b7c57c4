//! Which files a build makes, and where they lie.

use std::collections::BTreeSet;

use stackc_compiler::{
    artifact::{Artifact, Artifacts},
    compile::Compilation,
    diag::Diagnostic,
    resolve::{Stack, join, relative},
    source::Span,
    target::{self, Target, select},
};
use stackc_targets::parts::banner;

use super::root::lock_name;
use crate::{args::Source, disk::steps, exit::Failure, stack::Place, world::Registry};

/// What must never be committed beside an output.
const IGNORED: [&str; 3] = [".env", SECRETS, "tls/"];

/// The rules for git, which leave to it what is encrypted for agenix.
pub(in crate::commands) fn rules(encrypted: bool) -> Vec<&'static str> {
    let all = IGNORED.into_iter();
    all.flat_map(|rule| match rule {
        // In a folder that is ignored as a whole git sees no exception.
        SECRETS if encrypted => vec!["secrets/*", "!secrets/*.age"],
        rule => vec![rule],
    })
    .collect()
}

const SECRETS: &str = "secrets/";

/// The rules for git that somebody's own file of rules lacks.
pub(in crate::commands) fn lacking(text: &str) -> Vec<&'static str> {
    let has = |rule: &str| text.lines().any(|line| ignores(line.trim(), rule));
    let all = IGNORED.into_iter();
    all.filter(|rule| !has(rule)).collect()
}

/// Whether a rule of somebody's covers one of ours, by one of the usual spellings.
fn ignores(line: &str, rule: &str) -> bool {
    let name = rule.trim_end_matches('/');
    let line = line.trim_start_matches("**/").trim_start_matches('/');
    match line.strip_prefix(name) {
        Some("") => true,
        Some(rest) if rule.ends_with('/') => matches!(rest, "/" | "/*" | "/**"),
        Some(rest) => rest == "*",
        None => rule == ".env" && line == "*.env",
    }
}

/// What is asked for.
pub(in crate::commands) struct Asked<'a> {
    pub place: &'a Place,
    pub source: &'a Source,
    pub registry: Registry,
    /// The stack's folder, as that of `--out` sees it.
    pub out: Option<&'a str>,
}

/// What one target makes of one environment.
#[derive(Debug)]
pub(in crate::commands) struct Output {
    pub environment: Option<String>,
    pub target: &'static str,
    /// Its folder, relative to the one that everything is written below.
    pub folder: String,
    /// The place in the stack that says so.
    pub at: Span,
    /// Whether it has rules for git.
    pub has_rules: bool,
    /// Whether encrypted secrets lie there, which git keeps.
    pub has_encrypted: bool,
    /// What its files say of themselves in their first lines.
    pub banner: Vec<String>,
    /// Its files, by path relative to that same folder.
    pub files: Vec<(String, Artifact)>,
}

/// A file that is to be written.
#[derive(Debug)]
pub(in crate::commands) struct Item {
    pub path: String,
    pub folder: String,
    pub artifact: Artifact,
    /// Whether it is the rules for git that every folder has.
    pub is_rules: bool,
    pub environment: Option<String>,
    pub target: &'static str,
}

/// The outputs of every environment, and what is wrong with their places.
pub(super) fn outputs(
    compilation: &Compilation,
    asked: &Asked<'_>,
) -> Result<(Vec<Output>, Vec<Diagnostic>), Failure> {
    let Some((file, _)) = compilation.sources.iter().next() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let top = Span {
        file,
        start: 0,
        end: 0,
    };
    let mut places = Vec::new();
    let mut found = Vec::new();
    for stack in &compilation.stacks {
        for target in select(asked.registry, stack, &asked.source.targets) {
            match folder(stack, target.id(), asked.out.is_some()) {
                Ok(folder) => places.push((stack, target, folder)),
                Err(fault) => found.push(*fault),
            }
        }
    }
    if !found.is_empty() {
        return Ok((Vec::new(), found));
    }
    let outputs = places
        .into_iter()
        .map(|(stack, target, folder)| {
            let leads = leads(&compilation.stacks, stack, target.id());
            output(stack, target, folder, (top, leads), asked)
        })
        .collect::<Result<Vec<Output>, Failure>>()?;
    Ok((outputs, found))
}

fn output(
    stack: &Stack,
    target: &'static dyn Target,
    folder: String,
    (top, leads): (Span, bool),
    asked: &Asked<'_>,
) -> Result<Output, Failure> {
    let (place, artifacts) = emit(stack, target, (&folder, leads), asked)?;
    let files = artifacts
        .into_files()
        .map(|(path, artifact)| (join(&folder, &path), artifact))
        .collect();
    let at = stack.target(target.id()).map_or(top, |target| {
        let named = target.name.span;
        target.out.as_ref().map_or(named, |out| out.span)
    });
    Ok(Output {
        environment: stack.environment.clone(),
        target: target.id(),
        folder,
        at,
        banner: banner::lines(stack, &place),
        has_rules: target.has_secrets_beside(),
        has_encrypted: target.has_encrypted_beside(),
        files,
    })
}

/// The files of a target, by path in its folder, and what they know of their place.
pub(in crate::commands) fn emit(
    stack: &Stack,
    target: &'static dyn Target,
    (folder, leads): (&str, bool),
    asked: &Asked<'_>,
) -> Result<(target::Place, Artifacts), Failure> {
    let place = target::Place {
        back: join(&relative(folder, ""), asked.out.unwrap_or("")),
        project: relative(folder, &project(stack, asked.out.is_some())),
        top: join("", &relative(folder, "")),
        folders: folders(stack, asked),
        lock: lock_name(asked.place),
        leads,
        command: command(stack, asked),
    };
    let artifacts = target.emit(stack, &place)?;
    Ok((place, artifacts))
}

/// The folder of a target's files: what the stack says, or `out/<environment>/<target>`; below `--out` always the latter.
pub(in crate::commands) fn folder(
    stack: &Stack,
    target: &str,
    out: bool,
) -> Result<String, Box<Diagnostic>> {
    let environment = stack.environment_folder();
    if out {
        return Ok(join(environment, target));
    }
    let written = stack.target(target).and_then(|target| target.out.as_ref());
    let Some(written) = written else {
        return Ok(join("out", &join(environment, target)));
    };
    match steps(&written.value.0) {
        Some(steps) => Ok(steps.join("/")),
        None => Err(Box::new(
            Diagnostic::error(
                "output-outside",
                written.span,
                format!("`{}` lies outside of the stack's folder", written.value.0),
            )
            .help("a target's files lie below the stack's folder; --out writes elsewhere"),
        )),
    }
}

/// The folders of every target that the stack is built for.
fn folders(stack: &Stack, asked: &Asked<'_>) -> Vec<(&'static str, String)> {
    let all = select(asked.registry, stack, &[]).into_iter();
    all.filter_map(|target| {
        let folder = folder(stack, target.id(), asked.out.is_some()).ok()?;
        Some((target.id(), folder))
    })
    .collect()
}

/// Whether an environment is the first that has a target, the default one before others.
pub(in crate::commands) fn leads(stacks: &[Stack], stack: &Stack, target: &str) -> bool {
    let with: Vec<&Stack> = stacks
        .iter()
        .filter(|stack| stack.target(target).is_some())
        .collect();
    let default = with.iter().find(|stack| stack.is_default);
    let first = default.or(with.first());
    first.is_none_or(|first| first.environment == stack.environment)
}

/// The folder of the Compose project; one that lies outside was found before, if it is built.
fn project(stack: &Stack, out: bool) -> String {
    const PROJECT: &str = "compose";
    folder(stack, PROJECT, out).unwrap_or_else(|_| join(stack.environment_folder(), PROJECT))
}

/// The files of some outputs; each folder has rules for git.
pub(in crate::commands) fn items(outputs: &[Output]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut paths: BTreeSet<String> = BTreeSet::new();
    for output in outputs {
        for (path, artifact) in &output.files {
            paths.insert(path.clone());
            items.push(item(output, path.clone(), artifact.clone()));
        }
    }
    for output in outputs.iter().filter(|output| output.has_rules) {
        let path = join(&output.folder, ".gitignore");
        let mut beside = outputs.iter().filter(|one| one.folder == output.folder);
        let encrypted = beside.any(|one| one.has_encrypted);
        // Where a target's values do not stand in `.env`.
        let env = paths.contains(&join(&output.folder, "env.example"));
        if paths.insert(path.clone()) {
            let text: String = output
                .banner
                .iter()
                .map(|line| format!("# {line}\n"))
                .chain(rules(encrypted).iter().map(|rule| format!("{rule}\n")))
                .chain(env.then(|| "/env\n".to_owned()))
                .collect();
            items.push(Item {
                is_rules: true,
                ..item(output, path, Artifact::text(text))
            });
        }
    }
    items.sort_by(|a, b| a.path.cmp(&b.path));
    items
}

fn item(output: &Output, path: String, artifact: Artifact) -> Item {
    Item {
        path,
        folder: output.folder.clone(),
        artifact,
        is_rules: false,
        environment: output.environment.clone(),
        target: output.target,
    }
}

/// The command that makes an environment's files again, run in the stack's folder.
fn command(stack: &Stack, asked: &Asked<'_>) -> String {
    let mut words = vec!["stackc".to_owned(), "build".to_owned()];
    if asked.place.is_standard_input() {
        words.push("-".to_owned());
    } else if asked.place.name != "stack.kdl" {
        words.push(asked.place.name.clone());
    }
    if let Some(environment) = stack.environment.as_ref().filter(|_| !stack.is_default) {
        words.extend(["--env".to_owned(), environment.clone()]);
    }
    for (name, value) in &asked.source.set {
        words.extend(["--set".to_owned(), format!("{name}={value}")]);
    }
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    quoted.join(" ")
}

/// A word as a shell reads it, on one line.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    let line: String = word
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!("'{}'", line.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::{IGNORED, lacking, quoted, rules};

    /// agenix' files are meant to be committed, and git follows no exception into a folder that is ignored.
    #[test]
    fn encrypted_secrets_are_left_to_git() {
        assert_eq!(rules(false), [".env", "secrets/", "tls/"]);
        let open = rules(true);
        assert_eq!(open, [".env", "secrets/*", "!secrets/*.age", "tls/"]);
        assert!(lacking(&open.join("\n")).is_empty());
        assert!(lacking(&rules(false).join("\n")).is_empty());
        assert_eq!(lacking("secrets/*\n"), [".env", "tls/"]);
        assert!(lacking("*.env\n/secrets\n**/tls/**\n").is_empty());
        assert_eq!(lacking(".env.local\n!tls/\nsecrets/a\n"), IGNORED);
    }

    #[test]
    fn words_are_quoted_for_a_shell() {
        assert_eq!(quoted("a=b.c"), "a=b.c");
        assert_eq!(quoted("a=b c"), "'a=b c'");
        assert_eq!(quoted("it's\n"), r"'it'\''s '");
    }
}
