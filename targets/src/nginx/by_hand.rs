//! What is done by hand on a host with nginx.

use stackc_compiler::operations::{Command, Containers, Deploy, Operations, Word, before};

use crate::parts::host_nginx;

/// The commands of a host on which the configuration in the deploy's folder is installed; none where nginx runs in a container.
pub(super) fn operations(deploy: &Deploy<'_>) -> Option<Operations> {
    let (stack, folder) = (deploy.after, deploy.folder());
    if !host_nginx::is_on_host(stack) || !host_nginx::is_on_host(deploy.before) {
        return None;
    }
    let place = format!("/etc/stackc/{}", stack.project);
    let install = |from: Word, then: &str| {
        vec![
            Command::new(["put_nginx"]).arg(from).arg(&place),
            Command::new(["nginx", "-t", "-q"]),
            Command::new(["systemctl", then, "nginx"]),
        ]
    };
    Some(Operations {
        needs: vec![
            format!(
                "It runs on the host of nginx, as root, in the folder of which nginx's is `{folder}`. The new version is checked out and built there, and not installed."
            ),
            "What its routes lead to runs already: containers are deployed first.".to_owned(),
        ],
        containers: Containers::None,
        folder: ".".into(),
        is_users: false,
        beside: Vec::new(),
        secrets: Vec::new(),
        settled: &[],
        forced_by_hand: false,
        data_first: None,
        keep: vec![Command::new(["has_before", folder])],
        prepare: vec![Command::new(["check_nginx", folder])],
        switch: install(folder.into(), "reload-or-restart"),
        // It may have to open addresses that a reload can't.
        back: install(before(folder), "restart"),
    })
}
