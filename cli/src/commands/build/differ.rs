//! `build --check`: which files differ from what would be written, why, and what to do about it.

use super::{
    compared::{self, Compared},
    layout::Output,
    plan::{Fate, Plan, Planned, Stale, State},
    root::Root,
    show::{self, File},
};
use crate::{
    exit::{Exit, Failure},
    printable::printable,
    session::Session,
    stack::Compiled,
};

/// How many edited files are shown with their difference.
const MOST_SHOWN: usize = 5;

pub(super) fn report(
    session: &mut Session<'_, '_>,
    compiled: &Compiled,
    (root, outputs): (&Root, &[Output]),
    plan: &Plan,
) -> Result<Exit, Failure> {
    let place = &compiled.place;
    let mut found: Vec<(File, Option<Compared>)> = Vec::new();
    for planned in &plan.files {
        if let Some(file) = one(planned, root.show(place, &planned.item.path)) {
            let compared = compared::compare(compiled, outputs, planned);
            found.push((file, compared));
        }
    }
    let surplus = plan.stale.iter();
    found.extend(surplus.map(|stale| (self::surplus(stale, root.show(place, &stale.path)), None)));
    if plan.lock_differs {
        let about_files = !found.is_empty();
        found.push((lock(plan, root.show(place, &root.lock), about_files), None));
    }
    if !session.is_json() {
        for (file, _) in &found {
            session.print(format!("{file}\n").as_bytes())?;
        }
        tell(session, compiled, &found);
    }
    let exit = if found.is_empty() {
        Exit::Done
    } else {
        Exit::Gate
    };
    let help: Vec<&'static str> = helps(&found);
    let files = found
        .into_iter()
        .map(|(file, compared)| file.compared(compared.map(|one| one.json(compiled))));
    show::json(session, compiled, files.collect())?;
    if exit == Exit::Gate {
        if !plan.other_set.is_empty() {
            session.mention(&printable(&format!(
                "the lock was made with other values of --set: {}",
                plan.other_set.join(", ")
            )));
        }
        session.mention("the files on disk are not those of the stack");
        for help in help {
            session.mention(&format!("  {help}"));
        }
    }
    Ok(exit)
}

/// What differs in files that were edited, and with -v in all others too, with the lines of the stack behind it.
fn tell(session: &mut Session<'_, '_>, compiled: &Compiled, found: &[(File, Option<Compared>)]) {
    let verbose = session.options.verbose;
    let told = found
        .iter()
        .filter(|(file, compared)| compared.is_some() && (verbose || file.is_edited()));
    let most = if verbose { usize::MAX } else { MOST_SHOWN };
    for (file, compared) in told.clone().take(most) {
        for line in compared.iter().flat_map(|one| one.unified(file.path())) {
            session.say(&line);
        }
        if let Some(compared) = compared {
            let text = compared.stack(session, compiled);
            if !text.is_empty() {
                session.say(text.trim_end());
            }
        }
    }
    let more = told.count().saturating_sub(most);
    if more > 0 {
        session.say(&format!("{more} more edited files; -v shows them"));
    }
}

/// What to do, once for each kind of difference.
fn helps(found: &[(File, Option<Compared>)]) -> Vec<&'static str> {
    let mut helps = Vec::new();
    for help in found.iter().filter_map(|(file, _)| file.help()) {
        if !helps.contains(&help) {
            helps.push(help);
        }
    }
    helps
}

const BUILD: &str = "missing and stale files: stackc build writes them";
const EDITED: &str =
    "edited files: say it in the stack and run stackc build --force, which takes the edit away";
const FOREIGN: &str =
    "files that stackc did not make: move them away, or overwrite them with stackc build --force";
const BARRED: &str = "files that can't be written: clear their places";
const SURPLUS: &str = "files that the lock names and the stack no longer makes: stackc build removes those that are as it wrote them";
const LOCK: &str = "the lock: stackc build writes it anew";

fn one(planned: &Planned, path: String) -> Option<File> {
    Some(match &planned.state {
        State::Unchanged => return None,
        State::New => File::new(path, "missing").cause("missing", BUILD),
        State::Changed if planned.is_only_mode => File::new(path, "differs")
            .because("its mode is another".to_owned())
            .cause("mode", BUILD),
        State::Changed => File::new(path, "differs")
            .because("stale: the stack says something else than when it was built".to_owned())
            .cause("stale", BUILD),
        State::Edited => File::new(path, "differs")
            .because(planned.state.held().unwrap_or_default().to_owned())
            .cause("edited", EDITED),
        State::Held(why) => File::new(path, "differs")
            .because((*why).to_owned())
            .cause("foreign", FOREIGN),
        State::Barred(why) => File::new(path, "differs")
            .because(why.clone())
            .cause("barred", BARRED),
    })
}

fn surplus(stale: &Stale, path: String) -> File {
    let why = match &stale.fate {
        Fate::Goes(_) => "the lock names it, and the stack no longer makes it".to_owned(),
        Fate::Stays(why) => {
            format!("the lock names it, the stack no longer makes it, and it {why}")
        }
    };
    File::new(path, "surplus")
        .because(why)
        .cause("surplus", SURPLUS)
}

fn lock(plan: &Plan, path: String, about_files: bool) -> File {
    let why = match &plan.lock_says {
        None => "there is none".to_owned(),
        Some(sources) if sources.is_empty() && about_files => {
            "it names other files than the stack makes".to_owned()
        }
        Some(sources) if sources.is_empty() => {
            "the files are those of the stack, and it says otherwise: it was edited, or merged"
                .to_owned()
        }
        Some(sources) => format!("it was made of another {}", sources.join(", ")),
    };
    File::new(path, "differs").because(why).cause("lock", LOCK)
}
