//! A service's own port that anyone can reach.

use super::Rule;
use crate::{
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

pub(super) const RULE: Rule = Rule {
    code: "port-public",
    check,
};

/// Ports of databases and caches, which do not belong on a public address.
const DATABASES: [(u16, &str); 11] = [
    (1433, "Microsoft SQL Server"),
    (2375, "the Docker Engine"),
    (3306, "MySQL"),
    (5432, "PostgreSQL"),
    (5984, "CouchDB"),
    (6379, "Redis"),
    (8086, "InfluxDB"),
    (9042, "Cassandra"),
    (9200, "Elasticsearch"),
    (11211, "memcached"),
    (27017, "MongoDB"),
];

fn check(stack: &Stack, diagnostics: &mut Diagnostics) {
    for port in stack.services.iter().flat_map(|service| &service.ports) {
        let Some(publish) = &port.publish else {
            continue;
        };
        if !publish.get().is_some_and(crate::atoms::Publish::is_public) {
            continue;
        }
        let inside = port.target.get().map(|target| target.first);
        let database = DATABASES.iter().find(|(number, _)| Some(*number) == inside);
        let found = match database {
            Some((_, what)) => Diagnostic::warning(
                RULE.code,
                publish.span,
                format!("{what} is open to everyone who can reach this host"),
            )
            .help(
                "publish it on loopback (without `*:`), or say why: allow port-public reason=\"…\"",
            ),
            None => Diagnostic::note(
                RULE.code,
                publish.span,
                "this port is open to everyone who can reach this host",
            ),
        };
        diagnostics.push(found);
    }
}
