use stackc_compiler::{compile::compile, resolve::Request, source::EmptyLibrary};

use crate::nix::NixOs;

const BASE: &str = "input KEY\nsecret pw\nvolume data\nservice web { image \"a:1\"; volume data to=\"/data\" }\ntarget nix { host newton }\nhost newton { age-key \"ssh-ed25519 AAAA\" }";

/// What the target says of a stack with these lines.
fn found(lines: &str) -> Vec<(&'static str, String)> {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: format!("stack shop edition=1\n{BASE}\n{lines}\n"),
        targets: vec!["nix".to_owned()],
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, &[&NixOs]);
    let items = compilation.diagnostics.items().iter();
    items
        .map(|item| (item.code, item.message.clone()))
        .collect()
}

fn of_store(store: &str) -> Vec<(&'static str, String)> {
    found(&format!(
        "backup nightly {{ volume data; schedule daily at=\"05:30\" time-zone=UTC; {store} }}"
    ))
}

fn says(items: &[(&'static str, String)], code: &str, text: &str) -> bool {
    items
        .iter()
        .any(|(found, message)| *found == code && message.contains(text))
}

#[test]
fn what_restic_on_the_host_cannot_have_is_said() {
    let plain = of_store("store restic \"sftp:a@b:/c\" { password (secret)pw }");
    assert!(!says(&plain, "target-partial", "`backup`"), "{plain:?}");
    assert!(!says(&plain, "target-refuses", ""), "{plain:?}");
    for (lines, code, message) in [
        (
            "password (secret)pw; image \"restic/restic:0.18.0\"",
            "target-lowers",
            "`image` is not used",
        ),
        (
            "password (secret)pw; env { A \"${input.KEY}\" }",
            "target-refuses",
            "`env` holds an input",
        ),
    ] {
        let items = of_store(&format!("store restic \"sftp:a@b:/c\" {{ {lines} }}"));
        assert!(says(&items, code, message), "{lines}: {items:?}");
    }
    let percent = of_store("store restic \"rest:https://b/%20\" { password (secret)pw }");
    assert!(
        says(&percent, "target-refuses", "holds a `%`"),
        "{percent:?}"
    );
    let folder = of_store("store local \"./copies\"");
    assert!(
        says(&folder, "target-lowers", "`store` is below /var/lib"),
        "{folder:?}"
    );
}

#[test]
fn what_a_unit_cannot_do_is_said() {
    for (job, code, message) in [
        (
            "job a { in web; command \"${input.KEY}\" }",
            "target-refuses",
            "can't hold an input",
        ),
        (
            "job a { in web; command x; schedule login }",
            "target-partial",
            "`schedule` at a login is left out",
        ),
        (
            "job a { in web; command x; schedule daily at=\"03:30\" login=#true }",
            "target-partial",
            "`schedule` at a login is left out",
        ),
        (
            "job web { like web; command x }",
            "name-taken",
            "there is one",
        ),
    ] {
        let items = found(job);
        assert!(says(&items, code, message), "{job}: {items:?}");
    }
}
