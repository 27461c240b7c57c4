//! Paths of the host: Dokploy has none of the stack's folder, but a folder of its own that it keeps, `../files`.

use stackc_compiler::{
    answers,
    atoms::Line,
    model::{Bind, Mount, Service},
    resolve::{Stack, join, relative},
    source::Span,
    target::Report,
    template::{Expr, Part, Value},
};

use super::delivery::{self, FILES};
use crate::parts::{
    compose::{is_relative, seccomp_profile},
    defaults,
};

/// The file that Dokploy writes from the Environment tab, beside the Compose file.
const TAB: &str = ".env";

answers! {
    KEPT: ["service bind" "source", "service env-file" "path", "service" "label-file", "service" "security-opt", "secret" "file", "file" "path"] "where it is relative" => Partial("is ../files/… in Dokploy, which takes nothing along of what lies in the stack's folder; put it there, or say it as a file with a source");
    BESIDE: ["service bind" "source", "service env-file" "path", "service" "label-file", "service" "security-opt", "secret" "file", "file" "path"] "where it leads out of the stack's folder" => Partial("is beside Dokploy's folder for files, and nothing puts anything there; put it there yourself, or say it as a file with a source");
    OUTSIDE: ["service bind" "source", "service env-file" "path", "service" "label-file", "service" "security-opt", "secret" "file", "file" "path"] "where it leads two folders up" => Refused("leads out of the folder that the service has in Dokploy, where other services are; say an absolute path");
    TAKEN: ["service bind" "source", "service env-file" "path", "service" "label-file", "service" "security-opt", "secret" "file", "file" "path"] "where a shipped file lies there" => Refused("would lie where another file of the stack lies in Dokploy; give one of them another name, or say an absolute path");
    ENVIRONMENT: ["service bind" "source", "service env-file" "path", "service" "label-file", "service" "security-opt", "secret" "file", "file" "path"] "where it is `.env`" => Partial("is what the Environment tab holds, and Dokploy's own APP_NAME, COMPOSE_PROJECT_NAME and DOCKER_CONFIG with it; set its variables there");
    REPOSITORY: ["service bind" "source", "service env-file" "path", "service" "label-file", "service" "security-opt", "secret" "file", "file" "path"] "where it is relative and Dokploy clones a repository" => Lowered("is read from the repository that Dokploy clones, anew at each deploy; keep no data there");
    WRITTEN: ["service bind" "source", "service env-file" "path", "service" "label-file", "service" "security-opt", "secret" "file", "file" "path"] "where it is relative, written to, and Dokploy clones a repository" => Partial("is ../files/… in Dokploy, which clones the repository anew at each deploy; say read-only=#true for what the repository holds");
}

/// Where a path lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lies {
    /// Where it says: it is absolute, in a home, an input, or below `../files` already.
    AsSaid,
    /// Below the folder that Dokploy keeps.
    Kept,
    /// Beside that folder, in the one of the service.
    Beside,
    /// It is the file of the Environment tab.
    Tab,
    /// In the folders of other services.
    Outside,
}

/// The start of a path, if it is relative; of one that starts with an input, the input's default.
fn start(path: &Value<Line>, stack: &Stack) -> Option<String> {
    let start = match &path.expr {
        Expr::Known(path) => path.0.clone(),
        Expr::Deferred(template) => match template.parts.first()? {
            Part::Text(text) => text.clone(),
            // Whoever gives the input knows Dokploy's folders.
            Part::Input(_) => defaults::of_start(path, stack)?,
            Part::Secret(_) => return None,
        },
    };
    is_relative(&start).then_some(start)
}

fn lies(path: &Value<Line>, stack: &Stack) -> Lies {
    let Some(start) = start(path, stack) else {
        return Lies::AsSaid;
    };
    let resolved = stack.resolve_path(&start, path.span);
    let below = |folder: &str| {
        let rest = resolved.strip_prefix(folder);
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    match resolved.as_str() {
        _ if below(FILES) => Lies::AsSaid,
        TAB if path.get().is_some() => Lies::Tab,
        ".." => Lies::Outside,
        _ if below("../..") || resolved == "../.." => Lies::Outside,
        _ if below("..") => Lies::Beside,
        _ => Lies::Kept,
    }
}

/// A path, changed so that it lies below the folder that Dokploy keeps.
fn kept(path: &Value<Line>, stack: &Stack) -> Value<Line> {
    let expr = match &path.expr {
        Expr::Known(line) => Expr::Known(Line(moved(&line.0, path.span, stack))),
        Expr::Deferred(template) => {
            if let Some(default) = defaults::of_start(path, stack) {
                return defaults::with_start(path, &moved(&default, path.span, stack));
            }
            let mut template = template.clone();
            if let Some(Part::Text(first)) = template.parts.first_mut() {
                // What stands before an input may be the start of a name.
                let (folder, rest) = first.rsplit_once('/').unwrap_or(("", first));
                *first = format!("{}/{rest}", moved(folder, path.span, stack));
            }
            Expr::Deferred(template)
        }
    };
    Value {
        expr,
        span: path.span,
    }
}

/// The path below Dokploy's folder, as the file that says it sees it.
fn moved(path: &str, span: Span, stack: &Stack) -> String {
    let resolved = stack.resolve_path(path, span);
    relative(&stack.resolve_path("", span), &join(FILES, &resolved))
}

fn adapt_one(path: &mut Value<Line>, stack: &Stack) {
    if lies(path, stack) == Lies::Kept {
        *path = kept(path, stack);
    }
}

/// A service whose paths lie where Dokploy keeps them.
pub(super) fn adapt_service(service: &mut Service, stack: &Stack) {
    let is_git = super::is_git(stack);
    for mount in &mut service.mounts {
        if let Mount::Bind(bind) = mount
            && !(is_git && reads(bind))
        {
            adapt_one(&mut bind.source, stack);
        }
    }
    if is_git {
        return;
    }
    for file in &mut service.env_files {
        adapt_one(&mut file.path, stack);
    }
    for path in &mut service.label_files {
        adapt_one(path, stack);
    }
    let options = service.security_opt.iter_mut();
    for option in options.flat_map(|words| &mut words.items) {
        if let Some(mut path) = profile(option) {
            adapt_one(&mut path, stack);
            if let Some(path) = path.get() {
                *option = Value::known(Line(format!("seccomp={}", path.0)), option.span);
            }
        }
    }
}

/// Declarations whose paths lie where Dokploy keeps them.
pub(super) fn adapt_declarations(adapted: &mut Stack, stack: &Stack) {
    if super::is_git(stack) {
        return;
    }
    let secrets = adapted.secrets.iter_mut();
    let secrets = secrets.filter_map(|secret| secret.file.as_mut());
    let files = adapted.files.iter_mut();
    let files = files.filter_map(|file| file.path.as_mut());
    secrets.chain(files).for_each(|path| adapt_one(path, stack));
}

/// Whether the default of an input leads elsewhere, since a path starts with it.
pub(super) fn is_moved(input: &str, stack: &Stack) -> bool {
    let starts = |path: &Value<Line>| match &path.expr {
        Expr::Deferred(template) => {
            let first = template.parts.first();
            matches!(first, Some(Part::Input(used)) if used.name.value == input)
                && lies(path, stack) == Lies::Kept
        }
        Expr::Known(_) => false,
    };
    stack.services.iter().any(|service| {
        let mut binds = service.mounts.iter();
        let mut files = service.env_files.iter();
        binds.any(|mount| matches!(mount, Mount::Bind(bind) if starts(&bind.source)))
            || files.any(|file| starts(&file.path))
            || service.label_files.iter().any(starts)
    })
}

/// The profile of a security option that is a path.
fn profile(option: &Value<Line>) -> Option<Value<Line>> {
    let (_, path) = seccomp_profile(&option.get()?.0)?;
    Some(Value::known(Line(path.to_owned()), option.span))
}

fn reads(bind: &Bind) -> bool {
    let read_only = bind.read_only.as_ref();
    read_only.is_some_and(|flag| flag.get().is_some_and(|flag| flag.0))
}

/// Reports every path that lies elsewhere than it says.
pub(super) fn check(stack: &Stack, report: &mut Report<'_>) {
    let is_git = super::is_git(stack);
    let read = if is_git {
        Source::Repository
    } else {
        Source::Nothing
    };
    for service in &stack.services {
        for mount in &service.mounts {
            if let Mount::Bind(bind) = mount {
                let source = match read {
                    Source::Repository if !reads(bind) => Source::Written,
                    read => read,
                };
                report_one("bind", &bind.source, source, stack, report);
            }
        }
        for file in &service.env_files {
            report_one("env-file", &file.path, read, stack, report);
        }
        for path in &service.label_files {
            report_one("label-file", path, read, stack, report);
        }
        let options = service.security_opt.iter().flat_map(|words| &words.items);
        for path in options.filter_map(profile) {
            report_one("security-opt", &path, read, stack, report);
        }
    }
    for path in stack.secrets.iter().filter_map(|one| one.file.as_ref()) {
        report_one("file", path, read, stack, report);
    }
    for path in stack.files.iter().filter_map(|one| one.path.as_ref()) {
        report_one("path", path, read, stack, report);
    }
}

/// What there is at a relative path.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// What somebody puts there.
    Nothing,
    /// What the repository holds.
    Repository,
    /// What a container writes, in a folder that the repository may hold too.
    Written,
}

fn report_one(
    word: &str,
    path: &Value<Line>,
    source: Source,
    stack: &Stack,
    report: &mut Report<'_>,
) {
    let answer = match (lies(path, stack), source) {
        (Lies::AsSaid, _) => return,
        (Lies::Tab, _) => ENVIRONMENT,
        (_, Source::Repository) => REPOSITORY,
        (Lies::Kept, _) if is_taken(path, stack) => TAKEN,
        (Lies::Kept, Source::Nothing) => KEPT,
        (Lies::Kept, Source::Written) => WRITTEN,
        (Lies::Beside, _) => BESIDE,
        (Lies::Outside, _) => OUTSIDE,
    };
    report.answer(word, answer, path.span);
}

/// Whether something else lies below Dokploy's folder under the same name.
fn is_taken(path: &Value<Line>, stack: &Stack) -> bool {
    let Some(line) = path.get() else {
        return false;
    };
    let resolved = stack.resolve_path(&line.0, path.span);
    let shipped = stack.files.iter().any(|file| {
        let name = &file.name.value.0;
        let is_mount = matches!(delivery::of(file, stack), delivery::Delivery::Mounts(_));
        is_mount && (resolved == *name || resolved.starts_with(&format!("{name}/")))
    });
    let native = join(FILES, &resolved);
    let binds = stack.services.iter().flat_map(|service| &service.mounts);
    let same = binds.filter_map(|mount| match mount {
        Mount::Bind(bind) => bind.source.get().map(|line| (line, bind.source.span)),
        _ => None,
    });
    let mut same = same.map(|(line, span)| stack.resolve_path(&line.0, span));
    shipped || same.any(|other| other == native)
}
