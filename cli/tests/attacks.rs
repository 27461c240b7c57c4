//! Stacks, locks, links and files that mean harm.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;

use support::{Folder, STACK, ran};

const HASH_OF_X: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

fn out(folder: &str) -> String {
    format!("{STACK}target plain {{\n    out \"{folder}\"\n}}\n")
}

/// A lock that lists these files, each with the text `x`.
fn lock(paths: &[&str]) -> String {
    let lines: Vec<String> = paths
        .iter()
        .map(|path| {
            format!("\"{path}\": {{\"sha256\": \"{HASH_OF_X}\", \"mode\": \"0644\", \"target\": \"plain\"}}")
        })
        .collect();
    format!(
        "{{\"format_version\": 1, \"stackc\": \"0.1.0\", \"sources\": {{}}, \"artifacts\": {{{}}}}}",
        lines.join(", ")
    )
}

#[test]
fn a_lock_alone_deletes_nothing() {
    for stack in [STACK.to_owned(), out(".")] {
        let folder = Folder::new(&stack);
        let paths = [
            "precious.txt",
            "src/precious.rs",
            "out/precious",
            "./a/../b",
        ];
        for path in paths {
            folder.write(path.rsplit("../").next().unwrap(), "x");
        }
        folder.write("stack.lock", lock(&paths));
        let ran = folder.run(&["build"]).ends(0);
        for path in ["precious.txt", "src/precious.rs", "out/precious", "b"] {
            assert!(folder.has(path), "{path}");
            assert!(ran.err.contains(&format!("kept {path}")), "{}", ran.err);
        }
        assert!(ran.err.contains("nothing but the lock says"), "{}", ran.err);
        folder.run(&["build", "--check"]).ends(0);
    }
}

#[test]
fn files_of_an_output_that_is_gone_go() {
    let folder = Folder::new(&out("deploy/old"));
    folder.run(&["build"]).ends(0);
    assert!(folder.has("deploy/old/services/web"));
    folder.write("stack.kdl", out("deploy/new"));
    folder.run(&["build"]).ends(0);
    assert!(!folder.has("deploy/old"));
    let edited = Folder::new(&out("."));
    edited.run(&["build"]).ends(0);
    edited.write("stack.kdl", out("deploy"));
    let ran = edited.run(&["build"]).ends(0);
    assert!(!edited.has(".gitignore"), "it carries our mark");
    assert!(ran.err.contains("kept plain.txt"), "{}", ran.err);
}

#[test]
fn a_name_that_is_too_long_leaves_nothing_behind() {
    let folder = Folder::new("");
    let ship = |length: usize| {
        let name = "n".repeat(length);
        format!(
            "stack app edition=1\nfile conf {{\n    source \"./{name}\"\n}}\nservice web {{\n    image \"nginx:1.28.0\"\n    file conf to=\"/conf\"\n}}\n"
        )
    };
    folder.write("stack.kdl", ship(250));
    folder.write(&"n".repeat(250), "x");
    let ran = ran(folder.binary(&["build"]).output().unwrap());
    assert!(ran.code == 0 || !folder.has("out"), "{}", ran.err);
    assert!(!ran.err.contains("File name too long"), "{}", ran.err);
    let long = Folder::new(&out(&format!("a/{}/b", "n".repeat(256))));
    let ran = long.run(&["build"]).ends(1);
    assert!(ran.err.contains("longer than 255 bytes"), "{}", ran.err);
    let deep = Folder::new(&out(&vec!["n".repeat(200); 30].join("/")));
    deep.run(&["build"]).ends(1);
    for folder in [long, deep] {
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn targets_never_see_a_stack_with_errors() {
    let faults = [
        format!("{STACK}description panic\nnonsense\n"),
        format!("{}description panic\n", out("../up")),
    ];
    for stack in faults {
        let folder = Folder::new(&stack);
        for arguments in [&["check"][..], &["build"], &["build", "--stdout"]] {
            folder.run(arguments).ends(1);
        }
    }
}

#[test]
fn a_stack_that_is_too_large_is_told_how_to_be_smaller() {
    let folder = Folder::new(&"größer ".repeat(1 << 17));
    for command in ["check", "build", "fmt"] {
        let json = folder.run(&[command, "--format", "json"]).ends(1).json();
        assert_eq!(json["diagnostics"][0]["code"], "file-too-large");
        assert!(
            json["diagnostics"][0]["help"]
                .to_string()
                .contains("include")
        );
        let ran = folder.run(&[command]).ends(1);
        assert!(ran.err.len() < 4096, "{}", ran.err.len());
    }
}

#[test]
fn one_of_several_artifacts_is_printed() {
    let folder = Folder::new(STACK);
    for path in ["plain.txt", "out/plain/plain.txt", "plain/plain.txt"] {
        let ran = folder.run(&["build", &format!("--stdout={path}")]).ends(0);
        assert_eq!(ran.out, "app ../.. stackc build\n");
    }
    let ran = folder.run(&["build", "--stdout"]).ends(64);
    for said in [
        "out/plain/bin/run.sh",
        "--stdout=out/plain/",
        "--format json",
    ] {
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    let ran = folder.run(&["build", "--stdout=lain.txt"]).ends(64);
    assert!(ran.err.contains("there is no artifact"), "{}", ran.err);
    let arguments = ["build", "--stdout=plain.txt", "--format", "json"];
    let json = folder.run(&arguments).ends(0).json();
    assert_eq!(json["artifacts"].as_object().unwrap().len(), 1);
    folder
        .run(&["build", "--stdout", "stack.kdl", "--target", "other"])
        .ends(0);
    assert_eq!(folder.files(), ["stack.kdl"]);
}

#[test]
fn check_says_that_other_values_were_set_and_shows_what_differs() {
    let folder = Folder::new(&format!(
        "{STACK}param tag default=a\ndescription \"${{param.tag}}\"\n"
    ));
    folder.run(&["build", "--set", "tag=b"]).ends(0);
    let ran = folder.run(&["build", "--check"]).ends(3);
    assert!(
        ran.out.contains("differs out/plain/plain.txt"),
        "{}",
        ran.out
    );
    assert!(
        ran.err.contains("other values of --set: tag\n"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("@@"), "{}", ran.err);
    let ran = folder.run(&["build", "--check", "-v"]).ends(3);
    assert!(
        ran.err
            .contains("-app ../.. stackc build --set tag=b\n+app ../.. stackc build\n"),
        "{}",
        ran.err
    );
    folder.write("out/plain/plain.txt", "DB_PASSWORD=hunter2-very-plain\n");
    let ran = folder.run(&["build", "--check", "-v"]).ends(3);
    assert!(ran.err.contains("DB_PASSWORD=[hidden]"), "{}", ran.err);
    folder.write("out/plain/plain.txt", "line\n".repeat(100));
    let ran = folder.run(&["build", "--check", "-v"]).ends(3);
    assert!(ran.err.contains("more lines\n"), "{}", ran.err);
    let ran = folder
        .run(&["build", "--check", "-v", "--set", "tag=b"])
        .ends(3);
    assert!(!ran.err.contains("--set:"), "{}", ran.err);
}

#[cfg(unix)]
mod unix {
    use std::{
        fs::File,
        os::unix::fs::{PermissionsExt as _, symlink},
        process::{Command, Stdio},
        time::Instant,
    };

    use super::*;

    #[test]
    fn nothing_is_written_into_git() {
        for (to, link, output) in [
            ("../.git", "deploy/files", "deploy/files"),
            (".git", "deploy", "deploy/hooks"),
            (".git/hooks", "deploy", "deploy"),
            ("../.GIT", "deploy/files", "deploy/files"),
        ] {
            let folder = Folder::new(&out(output));
            let git = to.trim_start_matches("../");
            folder.write(&format!("{git}/HEAD"), "");
            fs::create_dir_all(folder.at(link).parent().unwrap()).unwrap();
            symlink(to, folder.at(link)).unwrap();
            let before = folder.files();
            for arguments in [&["build"][..], &["build", "--force"]] {
                let ran = folder.run(arguments).ends(1);
                assert!(ran.err.contains("a link into a .git folder"), "{}", ran.err);
            }
            assert_eq!(folder.files(), before);
        }
        let folder = Folder::new(STACK);
        folder.write(".git/stack.kdl", STACK);
        symlink(".git", folder.at("link")).unwrap();
        let before = folder.files();
        for arguments in [
            &["build", "--out", ".git"][..],
            &["build", "--out", ".GIT/x"],
            &["build", "--out", "link/new"],
            &["build", ".git/stack.kdl"],
            &["-C", ".git", "build"],
        ] {
            let ran = folder.run(arguments).ends(1);
            assert!(ran.err.contains(".git folder"), "{}", ran.err);
        }
        assert_eq!(folder.files(), before);
    }

    #[test]
    fn a_lock_deletes_nothing_through_a_link() {
        let folder = Folder::new(STACK);
        folder.write("src/main.rs", "x");
        fs::create_dir_all(folder.at("out/plain")).unwrap();
        symlink("../../src", folder.at("out/plain/link")).unwrap();
        folder.write("stack.lock", lock(&["out/plain/link/main.rs"]));
        folder.run(&["build"]).ends(0);
        assert!(folder.has("src/main.rs"));
    }

    #[test]
    fn huge_files_are_not_read() {
        let folder = Folder::new(STACK);
        let huge = [
            "out/plain/.gitignore",
            "out/plain/plain.txt",
            "out/plain/old",
        ];
        for path in huge {
            folder.write(path, "");
            File::options()
                .write(true)
                .open(folder.at(path))
                .unwrap()
                .set_len(3 << 30)
                .unwrap();
        }
        folder.write("stack.lock", lock(&huge));
        let start = Instant::now();
        let ran = folder.run(&["build"]).ends(1);
        folder.run(&["build", "--check", "-v"]).ends(3);
        assert!(start.elapsed().as_secs() < 2, "it was read");
        assert!(ran.err.contains("larger than anything"), "{}", ran.err);
        folder.run(&["build", "--force"]).ends(0);
        assert!(folder.has("out/plain/old"));
    }

    #[test]
    fn folders_that_were_made_for_nothing_go() {
        let folder = Folder::new(STACK);
        fs::create_dir(folder.at("out")).unwrap();
        let writable = fs::metadata(folder.path()).unwrap().permissions();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
        if File::create(folder.at("probe")).is_ok() {
            return; // root may write everywhere
        }
        let ran = folder.run(&["build"]).ends(1);
        fs::set_permissions(folder.path(), writable).unwrap();
        assert!(ran.err.contains("can't be written"), "{}", ran.err);
        assert_eq!(fs::read_dir(folder.at("out")).unwrap().count(), 0);
    }

    #[test]
    fn fmt_stays_in_the_work_tree_and_keeps_the_mode() {
        const MESSY: &str = "stack   app edition=1\n";
        let outer = Folder::empty();
        outer.write("secret.kdl", MESSY);
        outer.write("elsewhere/stack.kdl", MESSY);
        outer.write("tree/.git/x.kdl", MESSY);
        outer.write("tree/real/stack.kdl", MESSY);
        fs::create_dir(outer.at("plain")).unwrap();
        symlink("../secret.kdl", outer.at("tree/file.kdl")).unwrap();
        symlink("../secret.kdl", outer.at("plain/file.kdl")).unwrap();
        symlink("../elsewhere", outer.at("tree/folder")).unwrap();
        symlink(".git/x.kdl", outer.at("tree/git.kdl")).unwrap();
        symlink("real/stack.kdl", outer.at("tree/fine.kdl")).unwrap();
        for (folder, path) in [
            ("tree", "file.kdl"),
            ("plain", "file.kdl"),
            ("tree", "folder/stack.kdl"),
            ("tree", "git.kdl"),
            (".", "tree/../tree/file.kdl"),
        ] {
            let ran = outer.run(&["-C", folder, "fmt", path]).ends(1);
            assert!(ran.err.contains("is a link that leaves"), "{}", ran.err);
            outer.run(&["-C", folder, "fmt", "--check", path]).ends(3);
        }
        for path in ["secret.kdl", "elsewhere/stack.kdl", "tree/.git/x.kdl"] {
            assert_eq!(outer.read(path), MESSY);
        }
        let real = outer.at("tree/real/stack.kdl");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
        outer.run(&["-C", "tree", "fmt", "fine.kdl"]).ends(0);
        assert_ne!(outer.read("tree/real/stack.kdl"), MESSY);
        assert_eq!(
            fs::metadata(&real).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(
            fs::symlink_metadata(outer.at("tree/fine.kdl"))
                .unwrap()
                .is_symlink()
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_standard_output_that_takes_nothing_is_a_fault() {
        let folder = Folder::new("stack   app edition=1\n");
        let stackc = env!("CARGO_BIN_EXE_stackc");
        for (redirect, code) in [(">/dev/null", 0), ("1<>/dev/null", 0), (">/dev/full", 1)] {
            let output = Command::new("sh")
                .args(["-c", &format!("\"$0\" fmt - <stack.kdl {redirect}"), stackc])
                .current_dir(folder.path())
                .stderr(Stdio::piped())
                .output()
                .unwrap();
            let ran = ran(output).ends(code);
            assert_eq!(
                ran.err.contains("standard output can't be written"),
                code == 1,
                "{}",
                ran.err
            );
        }
    }
}

/// What is nested or refers on and on, within what the language allows and beyond it.
fn nested() -> Vec<String> {
    let chain = |line: fn(usize) -> String| (0..2000).map(line).collect::<String>();
    let service = "service web { image \"a:1\" }\n";
    let blocks = format!("{}y 1\n{}", "x-k {\n".repeat(60), "}\n".repeat(60));
    let defaults = format!("{}x{}", "${input.A:-".repeat(20_000), "}".repeat(20_000));
    vec![
        format!("{service}compose {{\n{blocks}}}\n"),
        format!("input A default=x\nservice web {{ image \"a:1\"; env {{ K \"{defaults}\" }} }}\n"),
        chain(|n| format!("param p{n} default=\"${{param.p{}}}\"\n", n + 1)) + service,
        chain(|n| format!("input P{n} default=\"${{input.P{}}}\"\n", n + 1)) + service,
        chain(|n| format!("service s{n} extends=s{}\n", n + 1)) + service,
        chain(|n| format!("service s{n} {{ image \"a:1\"; depends-on s{} }}\n", n + 1)) + service,
        "a{".repeat(300_000),
        "{".repeat(500_000),
    ]
}

#[cfg(unix)]
#[test]
fn half_of_the_stack_that_unix_gives_is_enough() {
    for body in nested() {
        let folder = Folder::new(&format!("stack app edition=1\n{body}"));
        let output = std::process::Command::new("sh")
            .args(["-c", "ulimit -s 4096 && exec \"$0\" check -q"])
            .arg(env!("CARGO_BIN_EXE_stackc"))
            .current_dir(folder.path())
            .output()
            .unwrap();
        let start: String = body.chars().take(40).collect();
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{start}: {output:?}"
        );
    }
}
