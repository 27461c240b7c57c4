//! The whole way: files → project → nodes → text → compiled.

use std::collections::{BTreeMap, BTreeSet};

use stackc_compiler::{
    diag::{Diagnostics, Severity},
    secret_like,
    source::{Library, Sources, Span},
    target::Target,
};

use crate::{
    Given,
    compose::{self, Project},
    convert::{self, Convert},
    declare::{Declarations, OwnSecrets},
    dokploy::{self, Dokploy, Parts},
    kdl::{self, Printed},
    name, own_output,
    refold::refold,
    still::{in_command_lines, still_there},
    verify::{self, Credential, Verdict},
};

/// What is imported, and how.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The Compose files in the order in which they are laid over one another; the first one's folder is the project's.
    pub files: Vec<Given>,
    /// The `.env` beside them.
    pub environment_file: Option<Given>,
    /// Dokploy's `template.toml` beside them.
    pub template: Option<Given>,
    /// The name of the project's folder: the project's name, where nothing says another.
    pub folder: String,
    /// The way from the stack's folder to the project's, with `/`; empty if they are one.
    pub way: String,
    /// Whether literal credentials become secrets.
    pub extract_secrets: bool,
    /// Whether `x-…` that nothing refers to is kept in `compose { … }`.
    pub keep_extensions: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Import {
    /// Every file that was read.
    pub sources: Sources,
    /// What was found: errors, what was not carried over exactly, and what is worth a look.
    pub diagnostics: Diagnostics,
    /// The stack; none if there are errors.
    pub text: Option<String>,
    /// How many nodes it has.
    pub nodes: usize,
    /// How many of them lie inside of `compose { … }`.
    pub raw_nodes: usize,
    /// How many nodes of each kind stand at its top: `service`, `secret`, `input` and so on.
    pub kinds: BTreeMap<String, usize>,
}

impl Import {
    /// Whether everything was carried over exactly.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.text.is_some() && self.gaps() == 0
    }

    /// How many things were not carried over exactly.
    #[must_use]
    pub fn gaps(&self) -> usize {
        let items = self.diagnostics.items().iter();
        items.filter(|item| GAPS.contains(&item.code)).count()
    }
}

/// The codes of what was not carried over exactly.
const GAPS: [&str; 2] = ["not-imported", "secret-extracted"];

/// Makes a stack of Compose files.
///
/// `files` finds what the Compose files include and extend, `library` what the stack names.
pub fn import(
    request: &Request,
    files: &dyn Library,
    library: &dyn Library,
    targets: &[&'static dyn Target],
) -> Import {
    let mut import = Import::default();
    let variables = match &request.environment_file {
        Some(file) => name::pairs(&file.text),
        None => Vec::new(),
    };
    let project = compose::load(
        &request.files,
        &variables,
        files,
        &mut import.sources,
        &mut import.diagnostics,
    );
    if let Some(project) = &project
        && !import.diagnostics.has_errors()
    {
        translate(request, project, &variables, library, targets, &mut import);
    }
    import.diagnostics.sort();
    secret_like::hide(&import.sources, &mut import.diagnostics);
    import
}

fn translate(
    request: &Request,
    project: &Project,
    variables: &[(String, String)],
    library: &dyn Library,
    targets: &[&'static dyn Target],
    import: &mut Import,
) {
    let own = OwnSecrets::of(&project.root, request.extract_secrets);
    let template = request.template.as_ref();
    let dokploy = template
        .and_then(|given| Dokploy::read(given, &mut import.sources, &mut import.diagnostics));
    let mut made = dokploy.as_ref().map(Dokploy::made).unwrap_or_default();
    let mut declarations = declared(project, &own, &made, dokploy.as_ref());
    let mut parts = Parts::ALL;
    let mut dropped = Vec::new();
    let mut of_target = Vec::new();
    let name = name::of(project, variables, &request.folder, &mut import.diagnostics);
    let comments = own_output::without(&project.comments);
    let values = verify::values(project, &import.sources);
    let mut extracted: Vec<(Credential, String)> = Vec::new();
    let mut versions: Vec<(&'static str, &'static str)> = Vec::new();
    let about = import
        .sources
        .iter()
        .map(|(_, file)| file.text.len())
        .sum::<usize>()
        / 8
        * 9;
    loop {
        let mut found = Diagnostics::default();
        let places: Vec<(Span, String)> = extracted
            .iter()
            .map(|(value, name)| (value.node, name.clone()))
            .collect();
        let mut convert = Convert {
            declarations: &declarations,
            sources: &import.sources,
            diagnostics: &mut found,
            way: &request.way,
            extracted: &places,
            versions: &versions,
            keep_extensions: request.keep_extensions,
        };
        let mut nodes = convert::stack(&mut convert, &name, &project.root);
        let overlay = dokploy
            .as_ref()
            .map(|dokploy| dokploy.overlay(&convert, &name, &nodes, parts))
            .unwrap_or_default();
        // What template.toml lays over a service is meant for that one alone.
        if dokploy.is_none() {
            refold(&mut nodes, &project.extended);
        }
        let comments = verify::without_values(&comments, &extracted);
        let tail = kdl::place(&mut nodes, &comments, &import.sources);
        nodes.splice(1..1, overlay.params.iter().cloned());
        nodes.extend(overlay.environments.iter().cloned());
        let mut printed = kdl::print(&nodes, &tail, about);
        let verdict = if found.has_errors() {
            Verdict::default()
        } else {
            let for_compose = dokploy.is_some() && parts.target;
            verify::verify(&printed, &values, library, targets, for_compose)
        };
        if verdict.is_too_old && verify::raise(&mut versions, &verdict) {
            continue;
        }
        if request.extract_secrets && extracted.is_empty() {
            extracted = verify::extractable(&verdict, &values, &own.names);
            if !extracted.is_empty() {
                continue;
            }
        }
        if let Some(start) = dokploy.as_ref().and_then(Dokploy::start)
            && verdict.diagnostics.has_errors()
        {
            if parts.target {
                // They may be the target's alone.
                of_target = dokploy::without_target(start, &verdict.diagnostics);
                parts = parts.for_compose();
                continue;
            }
            if parts.has_any() {
                of_target.clear();
                let left = overlay.without(parts, &verdict.diagnostics);
                dropped.extend(dokploy::dropped(start, &verdict.diagnostics, parts, left));
                parts = if left.has_any() {
                    left.for_dokploy()
                } else {
                    Parts::NONE
                };
                continue;
            }
            if !made.is_empty() {
                made.clear();
                declarations = declared(project, &own, &made, None);
                continue;
            }
            // They are the Compose file's own.
            dropped.clear();
        }
        import.diagnostics.extend(found.into_items());
        import.diagnostics.extend(overlay.findings.into_items());
        import.diagnostics.extend(dropped);
        import.diagnostics.extend(of_target);
        let lost = declarations.iter().filter(|declared| declared.lost_default);
        for declared in lost {
            let secret = declared.secret.as_deref().unwrap_or_default();
            import.diagnostics.push(verify::default_extracted(
                declared.span,
                &declared.variable,
                secret,
            ));
        }
        import
            .diagnostics
            .extend(still_there(&project.root, &extracted));
        if request.extract_secrets {
            let mut found = in_command_lines(&project.root);
            let known = import.diagnostics.items();
            found.retain(|one| {
                known
                    .iter()
                    .all(|item| item.primary.span != one.primary.span)
            });
            import.diagnostics.extend(found);
        }
        report(&extracted, &verdict, dokploy.as_ref(), import);
        let mut verdict = verdict;
        if !verdict.allowances.is_empty() && !import.diagnostics.has_errors() {
            verify::allow(&mut nodes, &verdict);
            printed = kdl::print(&nodes, &tail, about);
            verdict = verify::verify(&printed, &values, library, targets, false);
            let errors = verdict.diagnostics.items().iter();
            let errors = errors.filter(|item| item.severity == Severity::Error);
            import.diagnostics.extend(errors.cloned());
        }
        finish(&nodes, &printed, &verdict, import);
        return;
    }
}

fn declared(
    project: &Project,
    own: &OwnSecrets,
    made: &BTreeSet<String>,
    dokploy: Option<&Dokploy>,
) -> Declarations {
    let mut declarations = Declarations::of(&project.root, own, made);
    if let Some(dokploy) = dokploy {
        dokploy.hint(&mut declarations);
    }
    declarations
}

fn report(
    extracted: &[(Credential, String)],
    verdict: &Verdict,
    dokploy: Option<&Dokploy>,
    import: &mut Import,
) {
    for (value, secret) in extracted {
        import.diagnostics.push(verify::extracted(value, secret));
    }
    let template = dokploy.and_then(Dokploy::start).map(|start| start.file);
    for item in verdict.diagnostics.items() {
        let mut item = item.clone();
        if item.code == "credential-kept" && template == Some(item.primary.span.file) {
            item.help = Some("a secret of the stack in its place keeps it out of git".to_owned());
        }
        import.diagnostics.push(item);
    }
}

fn finish(nodes: &[kdl::Node], printed: &Printed, verdict: &Verdict, import: &mut Import) {
    if import.diagnostics.has_errors() {
        return;
    }
    import.nodes = nodes.iter().map(kdl::Node::count).sum();
    import.raw_nodes = nodes.iter().map(raw).sum();
    for node in nodes {
        *import.kinds.entry(node.kind.clone()).or_default() += 1;
    }
    import.text = Some(verify::marked(printed, verdict));
}

/// How many nodes lie inside of `compose { … }`.
fn raw(node: &kdl::Node) -> usize {
    if node.kind == "compose" {
        return node.count() - 1;
    }
    node.children.iter().map(raw).sum()
}
