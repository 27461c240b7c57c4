//! No output shows a literal that may be a secret, wherever it stands and however broken the stack is.

#![allow(clippy::unwrap_used, reason = "a panic is how a test reports trouble")]

use std::fs;

use stackc_compiler::secret_like::redactions;
use stackc_compiler::{
    compile::{Compilation, compile},
    resolve::Request,
    source::EmptyLibrary,
};
use stackc_golden_tests::stackc;
use stackc_targets::REGISTRY;

/// What no output may hold; each place has its number behind it.
const CANARY: &str = "hunter2canary";

/// Places under the name of a secret, in a stack that is otherwise sound; `@` is the canary.
const SOUND: &[&str] = &[
    "service web { image \"shop:1.4\"; env { DB_PASSWORD \"@\" } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD @ } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD #\"@\"# } }",
    "service web { image \"shop:1.4\"; env { API_TOKEN \"\"\"\n    @\n    \"\"\"\n} }",
    "service web { image \"shop:1.4\"; env { \"DB_PASSWORD\" \"@\" } }",
    "service web { image \"shop:1.4\"; env { DATABASE_URL \"postgres://shop:@@db/shop\" } }",
    "service web { image \"shop:1.4\"; env { DATABASE_URL \"postgres://shop:@@${service.nope.host}/shop\" } }",
    "input ADMIN_PASSWORD default=\"@\"",
    "input ADMIN_PASSWORD default=\"@\" type=int",
    "param admin-password default=\"@\"",
    "param admin-password default=\"@\" type=int",
    "param db-password default=\"@\"\nservice web { image \"shop:1.4\"; env { DB_PASSWORD \"${param.db-password}\" } }",
    "param db-password default=\"@\"\nservice web { image \"${param.db-password} x\" }",
    "service web { build \".\" { arg API_TOKEN \"@\" } }",
    "service web { image \"shop:1.4\"; label api-key \"@\" }",
    "service web { image \"shop:1.4\"; logging loki { option api-token \"@\" } }",
    "volume data driver=local { driver-opt password \"@\" }",
    "service web { image \"shop:1.4\"; command serve \"--api-key=@\" }",
    "service web { image \"shop:1.4\"; command serve --api-key=\"@\" }",
    "service web { image \"shop:1.4\"; command shell=\"API_KEY=@ serve ${HOME}\" }",
    "service web { image \"shop:1.4\"; healthcheck shell=\"TOKEN=@ curl ${X}\" }",
    "file conf { content \"password=@ ${HOME}\" }",
    "file conf { content \"\"\"\n    password: @\n    ${HOME}\n    \"\"\" }",
    "service web { image \"shop:1.4\"; compose { x-thing { DB_PASSWORD \"@\" } } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD \"@\" \"@\" } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD \"${param.nope}@\" } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD value=\"@\" } }",
    "service web { image \"shop:1.4\"; db-password \"@\" }",
    "service web { image \"shop:1.4\" db-password=\"@\" }",
    "secret db-password \"@\"",
    "secret db-password default=\"@\"",
    "secret db-password value=\"@\" hex=\"@\"",
    "secret db-password hex=@",
    "service web { image \"https://user:@@registry.example/shop:1.4\" }",
    "site \"shop.example\" { basic-auth shop password=\"@\" }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD \"${DB_PASSWORD:-@}\" } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD \"${@}\" } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD \"${input.X:-@}\" } }",
    "input X\nservice web { image \"shop:1.4\"; env { DB_PASSWORD \"${input.X:-@}\" } }",
    "input X\nservice web { image \"shop:1.4\"; env { DB_PASSWORD \"${input.X:-a${input.Y:-@}}\" } }",
    "service web { image \"shop:1.4\"; env { \"DB_PASSWORD=@\" } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD (@)\"x\" } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD (sekred-x)\"@\" } }",
    "include \"https://u:@@github.com/x\"",
    "include \"https:/u:@@github.com/x\"",
    "service web { extends \"https://u:@@github.com/x\" }",
    "service web extends=\"https://u:@@github.com/x\" { image \"shop:1.4\" }",
    "file conf source=\"https://u:@@github.com/x\"",
    "file conf { source \"https://u:@@github.com/x\" }",
    "environment dev { param api-key \"@\" }",
    "param api-key type=int\nenvironment dev { param api-key \"@\" }",
    "environment dev { input api-key \"@\"; secret api-key \"@\" }",
    "param api-key type=int default=\"@\"",
    "param api-key { default \"@\" }",
    "param api-key { value \"@\" }",
    "secret db-password { value \"@\" }",
    "secret db-password {\n    value {\n        x \"@\"\n    }\n}",
    "service web { image \"shop:1.4\"; env DB_PASSWORD \"@\" }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD foo @ } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD { value \"@\" } } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD { \"@\" } } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD { @ } } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD \\\n    \"@\" \"@\" } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD \\ // why\n    \"@\" \"@\" } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD /* c */ \"@\" \"@\" } }",
    "service web { image \"shop:1.4\"; env { DB_PASSWORD \"a\\\n    @\" x=1 } }",
    "service web { image \"shop:1.4\"; label DB_PASSWORD \"@\" extra }",
    "service web { image \"shop:1.4\"; label apiKey \"@\" bad }",
    "service web { image \"shop:1.4\"; env { dbPassword \"@\" bad } }",
    "service web { image \"shop:1.4\"; env { AUTHORIZATION \"Bearer @\" bad } }",
    "service web { image \"shop:1.4\"; env { AUTHORIZATION \"Bearer @${param.nope}\" } }",
    "service web { image \"shop:1.4\"; command serve --password @ \"--password=${param.nope}\" }",
    "service web { image \"shop:1.4\"; command serve \"--token\" \"@${HOME}\" }",
    "service web { image \"shop:1.4\"; command shell=\"serve --secret @ ${HOME}\" }",
    "input API_KEY pattern=\"@\"",
    "input API_KEY pattern=\"(@\"",
    "input API_KEY pattern=\"@\" default=\"x1\"",
    "file conf { content \"DB_PASSWORD=@${zzz}\" }",
    "file conf { content \"DB_PASSWORD=${zzz:-@}\" }",
    "file conf { content \"dbPassword: @ ${zzz}\" }",
    "param db-password default=(plain)\"@\"\nservice web { image \"x ${param.db-password}\" }",
    "param db-password default=(plain)\"@\"\nservice web { image \"shop:1.4\"; expose \"${param.db-password}\"; port \"${param.db-password}:80\" }",
    "param db-password default=(plain)\"a\\\"@\"\nservice web { image \"x ${param.db-password}\" }",
    "param db-password default=(plain)\"\\u{61}@\"\nservice web { image \"x ${param.db-password}\" }",
];

/// Places under the name of a secret in text that can't be read.
const BROKEN: &[&str] = &[
    "service web { env { DB_PASSWORD \"@ } }",
    "service web { env { DB_PASSWORD '@' } }",
    "service web { env { DB_PASSWORD = \"@\" } }",
    "service web { env { DB_PASSWORD: \"@\" } }",
    "service web { env { DB_PASSWORD: @ } }",
    "service web { env { DB_PASSWORD=@ } }",
    "service web { env { DB_PASSWORD 1@ } }",
    "service web { env { DB_PASSWORD ./@ } }",
    "service web { env { DB_PASSWORD $@ } }",
    "service web { env { DB_PASSWORD [\"@\"] } }",
    "service web { env { DB_PASSWORD \"\\d@\" } }",
    "service web { env { DB_PASSWORD \"@\"x } }",
    "service web { env { DB_PASSWORD \"a\"@ } }",
    "service web { env { DB_PASSWORD ,@ } }",
    "service web { env { DB_PASSWORD \"\u{202e}@\" } }",
    "service web { env { DB_PASSWORD #@ } }",
    "service web { env { DB_PASSWORD \"\"\"@\"\"\" } }",
    "service web { env { DB_PASSWORD \"\"\"\n  @\n    \"\"\" } }",
    "service web { env [\n  - DB_PASSWORD=@\n] }",
    "services:\n  web:\n    environment:\n      DB_PASSWORD: @\n      - API_KEY=@\n",
    "# DB_PASSWORD=@\n",
    "service web { env { DATABASE_URL postgres://shop:@@db/shop } }",
    "/* DB_PASSWORD \"@\"",
    "{\"db_password\": \"@\"}",
    "export DB_PASSWORD=@\n",
    "DB_PASSWORD=@\n",
    "service web { env { DB_PASSWORD (secret\"@\" } }",
    "service web { env { DB_PASSWORD (se cret)\"@\" } }",
    "service web { env { DB_PASSWORD \"a\\\"@\\q\" } }",
    "service web { env { DB_PASSWORD \"@\\q\" } }",
    "service web { env { DB_PASSWORD /*c*/ \"@\\q\" } }",
    "service web { env { DB_PASSWORD/*c*/ \"@\\q\" } }",
    "service web { env { DB_PASSWORD /* it\"s */ \"@\\q\" } }",
    "/* DB_PASSWORD \"@\" */ service {{",
    "service web { env { DB_PASSWORD \\\n    \"@\\q\" } }",
    "service web { env { DB_PASSWORD \\\n    @\\q } }",
    "service web { env { DB_PASSWORD \"\"\"\n @\n   \"\"\" } }",
    "service web { env { DB_PASSWORD \"\"\"\n     a\n @ b\n   \"\"\" } }",
    "service web { env { DB_PASSWORD \"${DB_PASSWORD:-@}\\q\" } }",
    "service web { env { DB_PASSWORD ${DB_PASSWORD:-@} } }",
    "service web { env { DB_PASSWORD foo @\\q } }",
    "service web { env { DB_PASSWORD { value \"@\\q\" } } }",
    "service web { env { DB_PASSWORD (@)\"x\\q\" } }",
    "service web { env { dbPassword \"@\\q\" } }",
    "service web { env { AUTHORIZATION \"Bearer @\\q\" } }",
    "service web { command serve --password \"@\\q\" }",
    "service web { command [\"serve\", \"--password\", \"@\"] }",
    "{\"apiKey\": \"@\"}",
    "authorization: Bearer @\n",
    "DB_PASSWORD: {value: @}\n",
    "secret db-password { value \"@\\q\" }",
    "include \"https://u:@@github.com/x\\q\"",
];

const RUNS: &[&[&str]] = &[
    &["check", "--verbose", "--color", "never"],
    &["check", "--verbose", "--color", "always"],
    &["check", "--format", "json"],
    &["build", "--env", "all", "--out", "made", "--color", "never"],
    &["build", "--env", "all", "--out", "made", "--format", "json"],
    &["fmt", "--check"],
];

/// A stack with the canary in a place.
fn stack(place: &str) -> String {
    let doubled = CANARY.repeat(2);
    let place = place
        .replace('@', CANARY)
        .replace(&doubled, &format!("{CANARY}@"));
    format!("stack shop edition=1\n\n{place}\n")
}

/// The places for which something is found.
fn leaks(places: &[&str], find: impl Fn(&str) -> Option<String>) {
    let found: Vec<String> = places
        .iter()
        .filter_map(|place| Some(format!("{place:?}\n    {}", find(&stack(place))?)))
        .collect();
    assert!(
        found.is_empty(),
        "{} leaks\n{}",
        found.len(),
        found.join("\n")
    );
}

/// The first output of all runs that holds the canary.
fn shown(text: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("stack.kdl"), text).unwrap();
    RUNS.iter().find_map(|run| {
        let ran = stackc::run(folder.path(), run);
        assert!(
            ran.code.is_some_and(|code| code < 64),
            "{run:?} of {text}: {}",
            ran.output()
        );
        let lines = ran.stdout.lines().chain(ran.stderr.lines());
        let line = lines.into_iter().find(|line| line.contains(CANARY))?;
        Some(format!("{}: {line}", run.join(" ")))
    })
}

fn compiled(text: &str) -> Compilation {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: text.to_owned(),
        ..Request::default()
    };
    compile(&request, &EmptyLibrary, REGISTRY)
}

/// The first text of a finding that holds the canary.
fn said(text: &str) -> Option<String> {
    let compilation = compiled(text);
    compilation.diagnostics.items().iter().find_map(|item| {
        let labels = item.others.iter().map(|label| label.text.as_str());
        let fix = item.fix.iter().map(|fix| fix.replacement.as_str());
        let texts = [item.message.as_str(), item.primary.text.as_str()];
        let said = texts
            .into_iter()
            .chain(item.help.as_deref())
            .chain(labels)
            .chain(fix);
        said.into_iter()
            .find(|said| said.contains(CANARY))
            .map(|said| format!("{}: {said}", item.code))
    })
}

/// A line with a canary that no redaction covers.
fn uncovered(text: &str) -> Option<String> {
    let compilation = compiled(text);
    let hidden = |at: usize| {
        let end = at + CANARY.len();
        let own = compilation
            .diagnostics
            .items()
            .iter()
            .flat_map(|item| &item.redact)
            .map(|span| (span.start as usize, span.end as usize));
        own.chain(redactions(text))
            .any(|(start, stop)| start <= at && end <= stop)
    };
    let (at, _) = text.match_indices(CANARY).find(|(at, _)| !hidden(*at))?;
    text.get(..at)
        .map(|before| format!("in line {}", before.lines().count()))
}

#[test]
fn no_report_on_a_sound_text_shows_a_secret() {
    leaks(SOUND, shown);
}

#[test]
fn no_report_on_a_broken_text_shows_a_secret() {
    leaks(BROKEN, shown);
}

#[test]
fn no_finding_on_a_sound_text_repeats_a_secret() {
    leaks(SOUND, said);
}

#[test]
fn no_finding_on_a_broken_text_repeats_a_secret() {
    leaks(BROKEN, said);
}

#[test]
fn every_place_of_a_secret_is_known_in_a_sound_text() {
    leaks(SOUND, uncovered);
}

#[test]
fn every_place_of_a_secret_is_known_in_a_broken_text() {
    leaks(BROKEN, uncovered);
}

#[test]
fn no_report_shows_a_number_under_the_name_of_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    for number in ["007123456", "7_123_456", "7123456", "-7123456", "7123456.5"] {
        let place =
            format!("service web {{ image \"shop:1.4\"; env {{ DB_PASSWORD {number}; }} }}");
        fs::write(folder.path().join("stack.kdl"), stack(&place)).unwrap();
        for run in RUNS {
            let output = stackc::run(folder.path(), run).output();
            let is_shown = output.contains("7123456") || output.contains("7_123_456");
            assert!(!is_shown, "{run:?} of {number}: {output}");
        }
    }
}
