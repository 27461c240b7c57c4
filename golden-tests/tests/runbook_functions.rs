//! The functions that runbooks call, alone: what stops them, and what they take for the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is how a test reports trouble"
)]

use std::{fs, process::Command};

const BASE: &str = include_str!("../../targets/src/runbook/sh/base.sh");
const FEWER: &str = include_str!("../../targets/src/runbook/sh/fewer.sh");
const ENDING: &str = include_str!("../../targets/src/runbook/sh/containers_ending.sh");
const STOP: &str = include_str!("../../targets/src/runbook/sh/stop_docker.sh");
const POSTGRES: &str = include_str!("../../targets/src/runbook/sh/postgres.sh");
const FILES: &str = include_str!("../../targets/src/runbook/sh/files.sh");
const NGINX: &str = include_str!("../../targets/src/runbook/sh/nginx.sh");
const PLAY: &str = include_str!("../../targets/src/runbook/sh/play.sh");
const SYSTEMCTL_USER: &str = include_str!("../../targets/src/runbook/sh/systemctl_user.sh");
const SECRETS: &str = include_str!("../../targets/src/runbook/sh/secrets.sh");

/// What a script of these functions prints, and whether it came to its end.
fn run(functions: &[&str], script: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "set -eu\nproject=shop\nwork=.\n{}\n{script}\n",
        functions.join("\n")
    );
    fs::write(folder.path().join("script"), text).unwrap();
    let mut command = Command::new("sh");
    let done = command.arg("script").current_dir(folder.path()).output();
    let done = done.expect("there is a shell");
    let mut said = String::from_utf8(done.stdout).unwrap();
    said.push_str(&String::from_utf8(done.stderr).unwrap());
    (done.status.success(), said)
}

fn fewer(before: &str, now: &str) -> (bool, String) {
    let script =
        format!("cat >before <<'END'\n{before}END\ncat >now <<'END'\n{now}END\nfewer before now");
    run(&[BASE, FEWER], &script)
}

#[test]
fn tables_with_fewer_rows_are_named() {
    assert!(fewer("app/public.a|2\n", "app/public.a|2\n").0);
    assert!(fewer("app/public.a|2\n", "app/public.a|3\napp/public.b|0\n").0);
    assert!(fewer("", "").0);
    let (passed, said) = fewer("app/public.a|120\n", "app/public.a|9\n");
    assert!(
        !passed && said.contains("app/public.a: 9 in place of 120"),
        "{said}"
    );
    let (passed, said) = fewer("app/public.a|1\napp/public.b|1\n", "app/public.a|1\n");
    assert!(
        !passed && said.contains("app/public.b is missing"),
        "{said}"
    );
}

#[test]
fn nothing_is_fewer_than_something() {
    let (passed, said) = fewer("app/public.users|120\n", "");
    assert!(
        !passed && said.contains("app/public.users is missing"),
        "{said}"
    );
}

#[test]
fn a_bar_in_the_name_of_a_table_belongs_to_the_name() {
    let (passed, said) = fewer("app/public.a|b|7\n", "app/public.a|b|0\n");
    assert!(
        !passed && said.contains("app/public.a|b: 0 in place of 7"),
        "{said}"
    );
}

/// A docker that says what runs: an identity and a project in a line.
fn docker(lines: &str) -> String {
    format!("docker() {{ case $1 in ps) printf '{lines}' ;; *) echo \"$*\" >>log ;; esac; }}")
}

#[test]
fn projects_of_another_name_are_not_ours() {
    let docker = docker("a1 shop-staging-p9q1ab\\nb2 shop-x7k2pq\\nc3 shop-front\\n");
    let (passed, said) = run(&[BASE, ENDING, &docker], "containers web");
    assert!(passed, "{said}");
    assert_eq!(said, "b2\n");
}

#[test]
fn two_projects_that_may_be_ours_are_none() {
    let docker = docker("a1 shop-x7k2pq\\nb2 shop-z9z9z9\\n");
    let (passed, said) = run(&[BASE, ENDING, STOP, &docker], "stop_services web");
    assert!(
        !passed && said.contains("both shop-x7k2pq and shop-z9z9z9"),
        "{said}"
    );
}

#[test]
fn what_can_t_be_listed_can_t_be_stopped() {
    let docker = "docker() { echo 'no daemon' >&2; return 1; }";
    let (passed, said) = run(
        &[BASE, ENDING, STOP, docker],
        "stop_services web\necho stopped",
    );
    assert!(!passed && !said.contains("stopped"), "{said}");
}

#[test]
fn what_runs_on_is_not_stopped() {
    let docker = docker("a1 shop\\n");
    let (passed, said) = run(&[BASE, ENDING, STOP, &docker], "stop_services web");
    assert!(!passed && said.contains("web runs again"), "{said}");
}

#[test]
fn a_value_that_is_not_there_stops_everything() {
    let log = "in_postgres() { cat >>log; }\n";
    for call in [
        "postgres_password db new",
        "put_secret new place",
        "set_variable .env NAME new",
        "carry_over new other",
    ] {
        for make in ["", ": >new\n"] {
            let script = format!("{log}{make}{call}\necho went on");
            let (passed, said) = run(&[BASE, POSTGRES, SECRETS], &script);
            assert!(
                !passed && said.contains("new is missing or empty"),
                "{call}: {said}"
            );
            assert!(!said.contains("went on"), "{call}: {said}");
        }
    }
}

#[test]
fn a_folder_that_is_there_keeps_its_mode() {
    let script = "printf x >new\nmkdir own\nchmod 755 own\nput_secret new own/token\nput_secret new made/token\nstat -c %a own made own/token";
    let (passed, said) = run(&[BASE, POSTGRES, SECRETS], script);
    assert!(passed, "{said}");
    assert_eq!(said, "755\n700\n444\n");
}

#[test]
fn half_a_dump_is_no_dump() {
    let script = "printf 'create table a;\\n' >half\nis_whole_dump half && echo half\nis_whole_dump none && echo none\nprintf -- '--\\n-- PostgreSQL database cluster dump complete\\n--\\n' >whole\nis_whole_dump whole && echo whole";
    let (passed, said) = run(&[BASE, POSTGRES], script);
    assert!(passed, "{said}");
    assert_eq!(said, "whole\n");
}

#[test]
fn a_commit_is_checked_out_at_the_top_and_used_where_the_stack_is() {
    let git = "git() { printf '%s|' \"$@\"; }";
    for (before, call, at) in [
        ("before/deploy/a b", "check_out 1234 'deploy/a b'", "before"),
        ("before", "check_out 1234", "before"),
        ("elsewhere", "check_out 1234 'deploy'", "elsewhere"),
    ] {
        let script = format!("before='{before}'\n{call}");
        let (passed, said) = run(&[BASE, FILES, git], &script);
        assert!(passed, "{said}");
        assert_eq!(said, format!("worktree|add|--quiet|--detach|{at}|1234|"));
    }
}

/// A program of this name that says how it was called, and where.
fn program(name: &str) -> String {
    format!(
        "mkdir -p bin\nprintf '#!/bin/sh\\necho {name} \"$*\" in \"${{PWD##*/}}\"\\n' >bin/{name}\nchmod +x bin/{name}\nPATH=$PWD/bin:$PATH\n"
    )
}

#[test]
fn nginx_gets_its_configuration_and_the_files_that_it_serves() {
    let script = format!(
        "{}{}mkdir -p out/files\necho hello >out/files/robots\n: >out/nginx.conf\ncheck_nginx out\nput_nginx out place\ncat place/files/robots",
        program("nginx"),
        program("install")
    );
    let (passed, said) = run(&[BASE, FILES, NGINX], &script);
    assert!(passed, "{said}");
    let lines: Vec<&str> = said.lines().collect();
    assert!(
        lines[0].starts_with("nginx -t -q -c /") && lines[0].contains("/out/nginx.conf in "),
        "{said}"
    );
    assert!(
        lines[1].starts_with("install -m 0644 out/nginx.conf /etc/nginx/nginx.conf in "),
        "{said}"
    );
    assert_eq!(lines[2], "hello");
    let (passed, said) = run(&[BASE, FILES, NGINX], "put_nginx '' place\necho went on");
    assert!(!passed && !said.contains("went on"), "{said}");
}

#[test]
fn a_playbook_is_played_in_its_folder() {
    let script = format!(
        "{}mkdir -p out/ansible\nPLAY='--ask-vault-pass --limit a'\nplay out/ansible --check",
        program("ansible-playbook")
    );
    let (passed, said) = run(&[BASE, FILES, PLAY], &script);
    assert!(passed, "{said}");
    assert_eq!(
        said,
        "ansible-playbook --inventory inventory.yml playbook.yml --check --ask-vault-pass --limit a in ansible\n"
    );
}

#[test]
fn units_of_a_user_are_asked_for_by_the_user() {
    let script = format!("{}systemctl restart shop.target", program("systemctl"));
    let (passed, said) = run(&[BASE, SYSTEMCTL_USER], &script);
    assert!(passed, "{said}");
    assert!(
        said.starts_with("systemctl --user restart shop.target in "),
        "{said}"
    );
}
