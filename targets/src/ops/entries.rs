//! The scripts that are called by hand, by timers and by make.

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    atoms::words::TlsMode,
    model::Job,
    resolve::Stack,
};

use super::{
    notify,
    plan::Plan,
    script::{Piece, Script, compose},
};
use crate::parts::{certificates, host_nginx};

const OPTIONS: &str = include_str!("sh/entry_options.sh");
const RUN: &str = include_str!("sh/entry_run.sh");
const TELL: &str = include_str!("sh/entry_tell.sh");

/// Adds all of them.
pub(super) fn add(plan: &Plan<'_>, artifacts: &mut Artifacts) -> Result<(), Bug> {
    artifacts.add("compose.sh", Artifact::script(call(plan)))?;
    let backups = backups(plan.stack);
    if !backups.is_empty() {
        let backup = Kind {
            word: "backup",
            file: "backup/run-$name.sh",
            says: "Makes a copy for a backup of",
        };
        artifacts.add("backup.sh", Artifact::script(run(plan, &backup, &backups)))?;
        artifacts.add("restore.sh", Artifact::script(restore(plan, &backups)))?;
    }
    let jobs = jobs(plan.stack);
    if !jobs.is_empty() {
        let job = Kind {
            word: "job",
            file: "jobs/$name.sh",
            says: "Runs a job of",
        };
        artifacts.add("job.sh", Artifact::script(run(plan, &job, &jobs)))?;
    }
    if let Some(text) = renewal(plan) {
        artifacts.add("certificates.sh", Artifact::script(text))?;
    }
    Ok(())
}

/// What is run by its name.
struct Kind {
    word: &'static str,
    /// The script of the project, with `$name`.
    file: &'static str,
    says: &'static str,
}

/// The names of all backups.
pub(super) fn backups(stack: &Stack) -> Vec<&str> {
    let all = stack.backups.iter();
    all.map(|backup| backup.name.value.0.as_str()).collect()
}

/// The names of the jobs that no start runs.
pub(super) fn jobs(stack: &Stack) -> Vec<&str> {
    let by_hand = |job: &&Job| job.before.is_empty();
    let all = stack.jobs.iter().filter(by_hand);
    all.map(|job| job.name.value.0.as_str()).collect()
}

/// `compose.sh`.
fn call(plan: &Plan<'_>) -> String {
    let says = vec![
        format!("docker compose, in the folder of {}.", plan.stack.project),
        "usage: compose.sh ARGUMENT…".to_owned(),
    ];
    let mut script = Script::new(plan, says, compose(plan));
    script.add("compose \"$@\"\n");
    script.finish()
}

/// `backup.sh` and `job.sh`.
fn run(plan: &Plan<'_>, kind: &Kind, names: &[&str]) -> String {
    let word = kind.word;
    let tells = notify::is_anybody(plan);
    let says = [
        format!("{} {}.\n", kind.says, plan.stack.project),
        format!("usage: {word}.sh [--notify] {}\n", names.join("|")),
        "  --notify  tells whoever the stack names, if it fails\n".to_owned(),
    ];
    let says = notify::option(plan, &says.concat());
    let says = says.lines().map(str::to_owned).collect();
    let options = notify::option(plan, OPTIONS)
        .replace("KIND", word)
        .replace("NAMES", &names.join("|"));
    let mut script = Script::new(plan, says, options);
    if tells {
        script.needs(&[Piece::PRIVATE]);
        notify::add(plan, &mut script);
    }
    script.add(&RUN.replace("FILE", kind.file));
    if tells {
        let text = TELL.replace("KIND", word);
        script.add(&text.replace("PROJECT", &plan.stack.project));
    }
    script.add("exit \"$status\"\n");
    script.finish()
}

/// `restore.sh`.
fn restore(plan: &Plan<'_>, names: &[&str]) -> String {
    let all = names.join("|");
    let says = vec![
        format!("Puts a copy of a backup of {} back.", plan.stack.project),
        format!("usage: restore.sh {all} [--store N] [--yes] [--list | COPY | latest]"),
    ];
    let mut script = Script::new(plan, says, String::new());
    script.add(&format!(
        "case ${{1:-}} in
    {all}) ;;
    *)
        echo \"usage: restore.sh {all} [--store N] [--yes] [--list | COPY | latest]\" >&2
        exit 2
        ;;
esac
name=$1
shift
exec \"backup/restore-$name.sh\" \"$@\"
"
    ));
    script.finish()
}

/// Whether a site of the edge's container has a certificate of this kind.
pub(super) fn has(stack: &Stack, mode: TlsMode) -> bool {
    let mut modes = stack.sites.iter().filter_map(|site| site.tls.as_ref());
    stack.edge.is_some()
        && !host_nginx::is_on_host(stack)
        && modes.any(|tls| tls.mode.value == mode)
}

/// What `certificates.sh` does, where there is one.
pub(super) fn renews(stack: &Stack) -> Option<&'static str> {
    let signs = has(stack, TlsMode::SelfSigned);
    match (signs, has(stack, TlsMode::LetsEncrypt)) {
        (true, false) => {
            Some("makes certificates that expire soon again; `--force` makes all of them")
        }
        (true, true) => Some(
            "makes certificates that expire soon again, `--force` all of them, and lets certbot ask for its own at once",
        ),
        (false, true) => Some(
            "lets certbot ask at once for what is missing or expires soon, which it does twice a day by itself",
        ),
        (false, false) => None,
    }
}

/// `certificates.sh`, where the project renews certificates itself.
fn renewal(plan: &Plan<'_>) -> Option<String> {
    let signs = has(plan.stack, TlsMode::SelfSigned);
    let asks = has(plan.stack, TlsMode::LetsEncrypt);
    if !signs && !asks {
        return None;
    }
    let mut says = vec![format!(
        "Renews the certificates of {}, those that expire soon.",
        plan.stack.project
    )];
    let mut text = String::new();
    if signs {
        says.push("usage: certificates.sh [--force]".to_owned());
        text.push_str(&format!("sh {} \"$@\"\n", certificates::SCRIPT));
        text.push_str("# nginx reads what is new; it isn't there before the first start.\n");
        text.push_str("if [ -n \"$(compose ps --quiet nginx)\" ]; then\n    compose exec -T nginx nginx -s reload\nfi\n");
    }
    if asks {
        text.push_str("# certbot asks at once when it starts.\ncompose restart certbot\n");
    }
    let mut script = Script::new(plan, says, compose(plan));
    script.add(&text);
    Some(script.finish())
}
