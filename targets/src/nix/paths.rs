//! Paths of the host: the Compose file is in the store, where nothing is beside it, so that relative ones have a folder of their own.

use stackc_compiler::{
    answers,
    atoms::{Line, words::StoreKind},
    model::{Mount, Service},
    resolve::{Stack, join},
    target::Report,
    template::{Expr, Part, Value},
};

use crate::parts::{
    backup,
    compose::{is_relative, is_remote, seccomp_profile},
    defaults,
};

answers! {
    BASE: ["service bind" "source", "service env-file" "path", "service" "label-file", "service" "security-opt", "secret" "file", "file" "path", "backup store" "place"] "where it is relative" => Lowered("is below /var/lib/<project> on the host, since the Compose file is in the store");
    ABOVE: ["service bind" "source", "service env-file" "path", "service" "label-file", "service" "security-opt", "secret" "file", "file" "path", "backup store" "place"] "where it leads out of the stack's folder" => Lowered("is below /var/lib/<project> on the host, where the stack's folder is one further down, /var/lib/<project>/stack, since this path leads out of it");
    HOME: ["service bind" "source", "service env-file" "path", "service" "label-file", "service" "security-opt", "secret" "file", "file" "path", "backup store" "place"] "where it starts with `~`" => Partial("is in root's home, /root, for a unit of the system runs it; write an absolute path for another one");
}

/// The home of whom the unit runs as.
const ROOT: &str = "/root";

/// The folder of the host that relative paths of a stack are in: as far down as the highest of them needs.
pub(super) fn base(stack: &Stack) -> String {
    let resolved = resolved(stack);
    let levels = resolved.iter().map(|path| ups(path)).max().unwrap_or(0);
    let mut base = format!("/var/lib/{}", stack.project);
    let folder = free(&resolved);
    for _ in 0..levels {
        base.push('/');
        base.push_str(&folder);
    }
    base
}

/// How many folders up a path leads.
fn ups(path: &str) -> usize {
    path.split('/').take_while(|part| *part == "..").count()
}

/// A name for the stack's folder that no path leads to from above.
fn free(resolved: &[String]) -> String {
    let taken = |name: &str| {
        let above = resolved.iter().filter(|path| ups(path) > 0);
        above
            .into_iter()
            .any(|path| path.split('/').any(|part| part == name))
    };
    let numbered = (2..).map(|number| format!("stack-{number}"));
    std::iter::once("stack".to_owned())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or_default()
}

/// The start of a path that is known; of one that starts with an input, the input's default: whoever gives it gives an absolute one.
fn start(path: &Value<Line>, stack: &Stack) -> Option<String> {
    match &path.expr {
        Expr::Known(line) => Some(line.0.clone()),
        Expr::Deferred(template) => match template.parts.first()? {
            Part::Text(text) => Some(text.clone()),
            Part::Input(_) => defaults::of_start(path, stack),
            Part::Secret(_) => None,
        },
    }
}

/// Every relative path, as the stack's folder sees it.
fn resolved(stack: &Stack) -> Vec<String> {
    let mut all = Vec::new();
    let mut add = |path: &Value<Line>| {
        let start = start(path, stack);
        if let Some(text) = start.filter(|text| is_relative(text) && !is_remote(text)) {
            all.push(stack.resolve_path(&text, path.span));
        }
    };
    declared(stack).for_each(|(_, path)| add(path));
    for service in &stack.services {
        of_service(service).for_each(|(_, path)| add(path));
        profiles(service).for_each(|(_, path)| add(&path));
        let contexts = service.build.iter().filter_map(|one| one.context.as_ref());
        contexts.for_each(&mut add);
    }
    stores(stack).for_each(|place| add(&place));
    all
}

/// Paths that a service says, with their words.
fn of_service(service: &Service) -> impl Iterator<Item = (&'static str, &Value<Line>)> {
    let binds = service.mounts.iter().filter_map(|mount| match mount {
        Mount::Bind(bind) => Some(("bind", &bind.source)),
        Mount::Volume(_) | Mount::Tmpfs(_) | Mount::Other(_) => None,
    });
    let files = service.env_files.iter();
    let files = files.map(|file| ("env-file", &file.path));
    let labels = service.label_files.iter();
    binds
        .chain(files)
        .chain(labels.map(|path| ("label-file", path)))
}

/// Profiles of the security modules, which are paths in a longer word.
fn profiles(service: &Service) -> impl Iterator<Item = (&'static str, Value<Line>)> {
    let options = service.security_opt.iter().flat_map(|words| &words.items);
    options.filter_map(|option| {
        let (_, path) = seccomp_profile(&option.get()?.0)?;
        let path = Value::known(Line(path.to_owned()), option.span);
        Some(("security-opt", path))
    })
}

/// Paths that secrets and files say.
fn declared(stack: &Stack) -> impl Iterator<Item = (&'static str, &Value<Line>)> {
    let secrets = stack.secrets.iter().filter_map(|one| one.file.as_ref());
    let files = stack.files.iter().filter_map(|one| one.path.as_ref());
    let secrets = secrets.map(|path| ("file", path));
    secrets.chain(files.map(|path| ("path", path)))
}

/// Folders and repositories of the host that backups go to.
fn stores(stack: &Stack) -> impl Iterator<Item = Value<Line>> {
    let plans = backup::plans(stack).into_iter();
    plans.flat_map(|plan| plan.stores).filter_map(|store| {
        let folder = store.folder()?.to_owned();
        Some(Value::known(Line(folder), store.store.place.span))
    })
}

/// The stack with paths in a home in root's, and defaults of inputs that are relative where the host has them.
pub(super) fn adapt(host: &mut Stack, stack: &Stack) {
    let base = base(stack);
    let change = |path: &mut Value<Line>| match defaults::of_start(path, stack) {
        Some(default) if is_relative(&default) => {
            let resolved = stack.resolve_path(&default, path.span);
            *path = defaults::with_start(path, &join(&base, &resolved));
        }
        Some(_) => {}
        None => home(path),
    };
    for service in &mut host.services {
        for mount in &mut service.mounts {
            if let Mount::Bind(bind) = mount {
                change(&mut bind.source);
            }
        }
        for file in &mut service.env_files {
            change(&mut file.path);
        }
        service.label_files.iter_mut().for_each(change);
    }
    for store in host.backups.iter_mut().flat_map(|one| &mut one.stores) {
        if store.kind.value != StoreKind::S3
            && let Some(rest) = store.place.value.0.strip_prefix('~')
        {
            store.place.value.0 = format!("{ROOT}{rest}");
        }
    }
    let secrets = host.secrets.iter_mut();
    secrets.filter_map(|one| one.file.as_mut()).for_each(change);
    let files = host.files.iter_mut();
    files.filter_map(|one| one.path.as_mut()).for_each(change);
}

fn home(path: &mut Value<Line>) {
    let start = match &mut path.expr {
        Expr::Known(line) => Some(&mut line.0),
        Expr::Deferred(template) => match template.parts.first_mut() {
            Some(Part::Text(text)) => Some(text),
            _ => None,
        },
    };
    if let Some(start) = start
        && let Some(rest) = start.strip_prefix('~')
        && (rest.is_empty() || rest.starts_with('/'))
    {
        *start = format!("{ROOT}{rest}");
    }
}

/// Reports paths that lie elsewhere than they say.
pub(super) fn check(stack: &Stack, report: &mut Report<'_>) {
    for service in &stack.services {
        for (word, path) in of_service(service) {
            report_one(stack, word, path, report);
        }
        for (word, path) in profiles(service) {
            report_one(stack, word, &path, report);
        }
    }
    for (word, path) in declared(stack) {
        report_one(stack, word, path, report);
    }
    stores(stack).for_each(|place| report_one(stack, "store", &place, report));
}

fn report_one(stack: &Stack, word: &str, path: &Value<Line>, report: &mut Report<'_>) {
    let Some(start) = start(path, stack) else {
        return;
    };
    let answer = if start.starts_with('~') {
        HOME
    } else if !is_relative(&start) {
        return;
    } else if ups(&stack.resolve_path(&start, path.span)) > 0 {
        ABOVE
    } else {
        BASE
    };
    report.answer(word, answer, path.span);
}
