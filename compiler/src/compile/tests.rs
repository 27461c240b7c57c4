//! What `unset` takes where all arguments of a node are its key.

use crate::{
    compile::{Compilation, compile},
    resolve::Request,
    source::EmptyLibrary,
};

const STACK: &str = r#"stack shop edition=1
volume data
secret pw hex=32
service web { image "shop:1.4"; volume data to="/data" }
backup nightly {
    volume data
    schedule daily at="03:30" time-zone="UTC"
    keep days=30
    store local "/var/backups/shop"
    store restic "/srv/one" copy=#true { password (secret)pw }
    store restic "/srv/two" copy=#true { password (secret)pw }
}
"#;

fn compiled(unset: &str) -> Compilation {
    let text = format!("{STACK}environment dev {{ backup nightly {{ {unset} }} }}\n");
    let request = Request {
        path: "stack.kdl".to_owned(),
        text,
        ..Request::default()
    };
    compile(&request, &EmptyLibrary, &[])
}

/// The places of the stores that are left.
fn left(unset: &str) -> Vec<String> {
    let compiled = compiled(unset);
    assert!(
        !compiled.diagnostics.has_errors(),
        "{:?}",
        compiled.diagnostics
    );
    let backups = compiled.stacks.iter().flat_map(|stack| &stack.backups);
    let stores = backups.flat_map(|backup| &backup.stores);
    stores.map(|store| store.place.value.0.clone()).collect()
}

/// What is said of an `unset` that takes nothing.
fn refused(unset: &str) -> Vec<String> {
    let compiled = compiled(unset);
    let items = compiled.diagnostics.items().iter();
    items
        .filter(|item| item.code == "unset-nothing")
        .map(|item| item.message.clone())
        .collect()
}

#[test]
fn arguments_that_belong_together_name_one_thing() {
    assert_eq!(
        left("unset store restic \"/srv/one\""),
        ["/var/backups/shop", "/srv/two"]
    );
    assert_eq!(left("unset store restic"), ["/var/backups/shop"]);
    assert_eq!(
        left("unset store restic \"/srv/one\"; unset store restic \"/srv/two\""),
        ["/var/backups/shop"]
    );
    assert_eq!(left("unset store; store local \"/srv/new\""), ["/srv/new"]);
    assert_eq!(
        left("unset store local restic; store local \"/srv/new\""),
        ["/srv/new"]
    );
}

#[test]
fn what_names_nothing_is_said_whole() {
    assert_eq!(
        refused("unset store restic \"/srv/three\""),
        ["there is no `store restic /srv/three` to unset"]
    );
    assert_eq!(
        refused("unset store s3"),
        ["there is no `store s3` to unset"]
    );
}
