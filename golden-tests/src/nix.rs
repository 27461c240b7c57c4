//! Lets Nix read what the Nix target writes, and arion's stand-in make a Compose file of it.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
    time::Duration,
};

use serde_json::Value;

use crate::{process, tools};

const DEADLINE: Duration = Duration::from_secs(60);

/// The folder of the stand-ins.
pub fn stand_ins() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("nix")
}

fn run(arguments: &[&str]) -> Result<String, String> {
    // The first process sets the state up: several at once stumble over each other.
    static STATE: OnceLock<Result<String, String>> = OnceLock::new();
    STATE
        .get_or_init(|| asked(&["--eval", "--expr", "1"]))
        .clone()?;
    asked(arguments)
}

fn asked(arguments: &[&str]) -> Result<String, String> {
    let state = std::env::temp_dir().join("stackc-nix-state");
    let done = process::run(
        tools::command("nix-instantiate")
            .args(arguments)
            .env("NIX_STATE_DIR", &state)
            .env("NIX_CONF_DIR", state.join("conf"))
            .env("NIX_PATH", ""),
        DEADLINE,
    );
    if done.succeeded() {
        Ok(done.stdout)
    } else {
        Err(done.stderr)
    }
}

/// Whether Nix can read a file.
///
/// # Errors
/// What Nix says against it.
pub fn parse(file: &Path) -> Result<(), String> {
    let file = file.display().to_string();
    run(&["--parse", &file]).map(|_| ())
}

/// What an expression is, wholly evaluated.
///
/// # Errors
/// What Nix says against it.
pub fn evaluate(expression: &str) -> Result<Value, String> {
    let text = run(&["--eval", "--strict", "--json", "-E", expression])?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// A stand-in, given a file of the output.
///
/// # Errors
/// What Nix says against it: among that, every type that is wrong.
pub fn through(stand_in: &str, file: &Path) -> Result<Value, String> {
    let stand_in = stand_ins().join(stand_in);
    evaluate(&format!(
        "import {} (import {})",
        stand_in.display(),
        file.display()
    ))
}

/// What a host with these modules sets, each option with its type.
///
/// # Errors
/// What Nix says against it: among that, what two modules say in two ways.
pub fn host(modules: &[PathBuf]) -> Result<Value, String> {
    let folder = stand_ins();
    let folder = folder.display();
    let all: String = modules
        .iter()
        .map(|module| format!(" (import {})", module.display()))
        .collect();
    evaluate(&format!(
        "import {folder}/nixos.nix (import {folder}/merged.nix [{all} ])"
    ))
}

/// What the real modules make of a module's secrets, where `STACKC_AGENIX`, `STACKC_ARION` and `STACKC_NIXPKGS` name the folders of
/// their sources: for each its file, path, mode, owner and group. None without them.
///
/// # Errors
/// What Nix says against it.
pub fn real_secrets(module: &Path) -> Option<Result<Value, String>> {
    let agenix = sources("STACKC_AGENIX")?;
    let arion = sources("STACKC_ARION")?;
    let nixpkgs = sources("STACKC_NIXPKGS")?;
    let module = module.display();
    Some(evaluate(&format!(
        "let host = import {nixpkgs}/nixos/lib/eval-config.nix {{ system = \"x86_64-linux\"; modules = [ \
         {agenix}/modules/age.nix {arion}/nixos-module.nix {module} \
         {{ age.identityPaths = [ \"/etc/ssh/ssh_host_ed25519_key\" ]; }} ]; }}; \
         in builtins.mapAttrs (_: secret: {{ inherit (secret) path mode owner group; file = toString secret.file; }}) \
         host.config.age.secrets"
    )))
}

/// The folder that a variable names.
fn sources(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The Compose file that a composition becomes, with its project's name: as arion's stand-in makes it, or arion itself where
/// `STACKC_ARION` and `STACKC_NIXPKGS` name the folders of their sources.
///
/// # Errors
/// What Nix says against it.
pub fn compose_file(composition: &Path) -> Result<Value, String> {
    let (Some(arion), Some(nixpkgs)) = (sources("STACKC_ARION"), sources("STACKC_NIXPKGS")) else {
        return through("arion.nix", composition);
    };
    let file = composition.display();
    evaluate(&format!(
        "let real = import {arion}/src/nix/eval-composition.nix {{ modules = [ {file} ]; pkgs = import {nixpkgs} {{ }}; }}; \
         in builtins.removeAttrs real.config.out.dockerComposeYamlAttrs [ \"x-arion\" ] \
         // {{ name = (import {file}).project.name; }}"
    ))
}
