//! Fills in `.env` and `secrets/` as `.env.example` and `SECRETS.md` tell their reader.

use std::{collections::BTreeMap, fs};

use super::daemon::Engine;

/// The name and the value of each secret.
pub(super) type Secrets = BTreeMap<String, String>;

/// What stands before the command that makes a secret.
const RECIPE: &str = "make one with: ";

/// Makes everything, unless there is a `.env` already; `inputs` are the values of variables that are no secrets, or of which the stack says more than how they are made.
pub(super) fn fill_in(engine: &Engine, folder: &str, inputs: &[(&str, &str)]) -> Secrets {
    let mut secrets = Secrets::new();
    if engine.path(&format!("{folder}/.env")).exists() {
        read_files(engine, folder, &mut secrets);
        return secrets;
    }
    let example = engine.path(&format!("{folder}/.env.example"));
    let mut env = String::new();
    let mut comment = String::new();
    for line in fs::read_to_string(example).unwrap_or_default().lines() {
        if let Some(text) = line.strip_prefix("# ") {
            text.clone_into(&mut comment);
        }
        let name = line.strip_suffix('=').unwrap_or_default();
        let given = inputs.iter().find(|(input, _)| *input == name);
        let is_secret = comment.starts_with("secret ");
        let value = match given {
            Some((_, value)) => (*value).to_owned(),
            None if !name.is_empty() && is_secret => made(engine, &comment),
            None => String::new(),
        };
        if !value.is_empty() {
            assert!(!value.contains('\''), "{name} can't stand in quotes");
            env.push_str(&format!("{name}='{value}'\n"));
            if is_secret {
                secrets.insert(name.to_owned(), value);
            }
        } else {
            env.push_str(&format!("{line}\n"));
        }
    }
    for (name, value) in inputs {
        if !env.contains(&format!("{name}='")) {
            env.push_str(&format!("{name}='{value}'\n"));
        }
    }
    let done = engine.sh(folder, "umask 077; touch .env");
    assert!(done.succeeded(), "{}", done.output());
    fs::write(engine.path(&format!("{folder}/.env")), env).expect(".env can be written");
    make_files(engine, folder, &mut secrets);
    secrets
}

/// A secret as its comment says, or, where it comes from elsewhere, one of ours.
fn made(engine: &Engine, comment: &str) -> String {
    let recipe = comment
        .split_once(RECIPE)
        .map_or("openssl rand -hex 24", |(_, recipe)| recipe);
    let done = engine.sh("/", recipe);
    assert!(done.succeeded(), "{recipe}: {}", done.output());
    done.stdout.trim().to_owned()
}

/// Runs what `SECRETS.md` says.
fn make_files(engine: &Engine, folder: &str, secrets: &mut Secrets) {
    let text = fs::read_to_string(engine.path(&format!("{folder}/SECRETS.md"))).unwrap_or_default();
    for block in text.split("```sh\n").skip(1) {
        let script = block.split("```").next().unwrap_or_default();
        let done = engine.sh(folder, script);
        assert!(done.succeeded(), "SECRETS.md: {}", done.output());
    }
    read_files(engine, folder, secrets);
}

/// What lies in `secrets/`.
fn read_files(engine: &Engine, folder: &str, secrets: &mut Secrets) {
    let files = fs::read_dir(engine.path(&format!("{folder}/secrets")));
    for file in files.into_iter().flatten().flatten() {
        let value = fs::read_to_string(file.path()).expect("a secret can be read");
        secrets.insert(file.file_name().to_string_lossy().into_owned(), value);
    }
}
