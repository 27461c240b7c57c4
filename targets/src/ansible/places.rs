//! Which compiled files go where on the host, as expressions of Jinja over the lock.

use super::plan::{Plan, Runs};
use crate::text::jinja::{pattern, quoted};

/// Where plain units go.
const UNITS: &str = "/etc/systemd/system";
/// Where podman looks for the files of which it makes units.
const QUADLET: &str = "/etc/containers/systemd";

/// Files of one target that go to one folder.
pub(super) struct Group {
    /// The variable with their entries of the lock.
    name: &'static str,
    target: &'static str,
    /// What the paths begin with that is not kept, as a regular expression.
    from: String,
    /// Which paths are meant, as a regular expression behind that.
    which: Which,
    to: String,
}

/// Which files of a folder are meant.
enum Which {
    All,
    Only(String),
    But(String),
}

impl Group {
    /// Two variables: its entries of the lock, and a dictionary from their places on the host to them.
    pub(super) fn variables(&self) -> [(String, String); 2] {
        let target = quoted(self.target);
        let select = match &self.which {
            Which::All => String::new(),
            Which::Only(which) => {
                let start = quoted(&format!("^{}{which}", self.from));
                format!(" | selectattr('key', 'search', {start})")
            }
            Which::But(which) => {
                let start = quoted(&format!("^{}{which}", self.from));
                format!(" | rejectattr('key', 'search', {start})")
            }
        };
        let name = self.name;
        let entries =
            format!("{{{{ locked | selectattr('value.target', 'equalto', {target}){select} }}}}");
        let paths = format!(
            "{{{{ {name} | map(attribute='key') | map('regex_replace', {}, {}) }}}}",
            quoted(&format!("^{}", self.from)),
            quoted(&format!("{}/", self.to)),
        );
        [(name.to_owned(), entries), (format!("{name}_to"), paths)]
    }
}

/// The expression for all files of some groups: where they go on the host, with their entries of the lock.
pub(super) fn files(groups: &[Group]) -> String {
    let one = |group: &Group| format!("dict({name}_to | zip({name}))", name = group.name);
    let all: Vec<String> = groups.iter().map(one).collect();
    match all.split_first() {
        None => "{{ {} }}".to_owned(),
        Some((first, [])) => format!("{{{{ {first} }}}}"),
        Some((first, rest)) => {
            format!("{{{{ {first} | combine({}) }}}}", rest.join(", "))
        }
    }
}

/// The start of all paths of a target, as a regular expression.
fn start(plan: &Plan<'_>, target: &str) -> String {
    match plan.folder(target).unwrap_or("") {
        "" => String::new(),
        folder => format!("{}/", pattern(folder)),
    }
}

fn mirror(plan: &Plan<'_>, name: &'static str, target: &'static str, which: Which) -> Group {
    Group {
        name,
        target,
        from: start(plan, target),
        which,
        to: plan.mirrored(target),
    }
}

/// Files that are looked at by their tools before they take the place of the old ones.
fn checked(plan: &Plan<'_>) -> String {
    let mut names: Vec<String> = plan.compose_files().into_iter().map(pattern).collect();
    names.extend(plan.nginx().map(|_| pattern("nginx.conf")));
    format!("({})$", names.join("|"))
}

/// What is copied as it stands, units apart.
pub(super) fn plain(plan: &Plan<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    let but = || Which::But(checked(plan));
    let flat = |which| Group {
        name: "project_files",
        target: "systemd",
        from: start(plan, "systemd"),
        which,
        to: plan.home(),
    };
    match plan.runs {
        Runs::Compose => groups.push(mirror(plan, "project_files", "compose", but())),
        Runs::Unit => {
            let which = format!(r"({}|[^/]+[.](service|timer)$)", checked(plan));
            groups.push(flat(Which::But(which)));
        }
        Runs::Quadlet => {
            let which = format!(
                r"({}|quadlet/|[^/]+[.](service|timer|target)$)",
                checked(plan)
            );
            groups.push(flat(Which::But(which)));
        }
    }
    if plan.nginx() == Some("nginx") {
        groups.push(mirror(plan, "nginx_files", "nginx", but()));
    }
    if plan.folder("ops").is_some() {
        groups.push(mirror(plan, "ops_files", "ops", Which::All));
    }
    groups
}

/// Units: what systemd reads, and what podman makes units of.
pub(super) fn units(plan: &Plan<'_>) -> Vec<Group> {
    let own = Group {
        name: "systemd_files",
        target: "systemd",
        from: start(plan, "systemd"),
        which: Which::Only(r"[^/]+[.](service|timer|target)$".to_owned()),
        to: UNITS.to_owned(),
    };
    match plan.runs {
        Runs::Compose => Vec::new(),
        Runs::Unit => vec![own],
        Runs::Quadlet => {
            let quadlet = Group {
                name: "podman_files",
                target: "systemd",
                from: format!("{}quadlet/", start(plan, "systemd")),
                which: Which::All,
                to: QUADLET.to_owned(),
            };
            vec![own, quadlet]
        }
    }
}

/// What its tool looks at first: the Compose files, and the configuration of the host's nginx.
pub(super) fn looked_at(plan: &Plan<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    let files = plan.compose_files();
    if !files.is_empty() {
        let names: Vec<String> = files.into_iter().map(pattern).collect();
        let target = composer(plan);
        groups.push(Group {
            name: "compose_entries",
            target,
            from: start(plan, target),
            which: Which::Only(format!("({})$", names.join("|"))),
            to: plan.project(),
        });
    }
    if let Some(target) = plan.nginx() {
        groups.push(Group {
            name: "nginx_entries",
            target,
            from: start(plan, target),
            which: Which::Only(format!("{}$", pattern("nginx.conf"))),
            to: "/etc/nginx".to_owned(),
        });
    }
    groups
}

/// The target that makes the Compose file that runs.
pub(super) fn composer(plan: &Plan<'_>) -> &'static str {
    match plan.runs {
        Runs::Compose => "compose",
        Runs::Unit | Runs::Quadlet => "systemd",
    }
}
