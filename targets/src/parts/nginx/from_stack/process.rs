//! The nginx itself: its version, how it runs, where it logs, whom it asks for names.

use std::net::{IpAddr, Ipv4Addr};

use stackc_compiler::{
    atoms,
    diag::{Diagnostic, Diagnostics},
    resolve::Stack,
};

use super::{
    super::{Logs, Process, Version},
    Scene,
};
use crate::text::nginx::{FilePath, Name, Reason};

/// The nginx of a container, if the stack names none.
const DEFAULT: Version = Version::new(1, 28, 0);
/// The first one that can refuse a TLS connection for a host that no site has.
const OLDEST: Version = Version::new(1, 19, 4);

/// The nginx that the document is for.
#[must_use]
pub fn version(stack: &Stack) -> Version {
    let named = stack
        .target("nginx")
        .and_then(|target| target.version.as_ref());
    named.map_or(DEFAULT, |version| {
        let atoms::Version {
            major,
            minor,
            patch,
        } = version.value;
        let number = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        Version::new(number(major), number(minor), number(patch))
    })
}

/// The same; a version that is missing or too old is reported.
pub(super) fn checked_version(scene: &Scene<'_>, found: &mut Diagnostics) -> Version {
    let version = version(scene.stack);
    let target = scene.stack.target("nginx");
    match target.and_then(|target| target.version.as_ref()) {
        Some(named) if version < OLDEST => found.push(
            Diagnostic::error(
                "nginx-too-old",
                named.span,
                format!("nginx {version} can't refuse unknown hosts over TLS"),
            )
            .help(format!(
                "target nginx {{ version \"{DEFAULT}\" }}: {OLDEST} and later can"
            )),
        ),
        Some(_) => {}
        None => missing_version(scene, found),
    }
    version
}

fn missing_version(scene: &Scene<'_>, found: &mut Diagnostics) {
    let place = scene.edge.and_then(|edge| edge.place.as_ref());
    if let Some(place) = place
        && scene.on_host()
        && !scene.stack.sites.is_empty()
    {
        found.push(
            Diagnostic::error(
                "missing-nginx-version",
                place.span,
                "the version of the host's nginx is not known",
            )
            .help("target nginx { version \"1.26\" }, as `nginx -v` on the host says it"),
        );
    }
}

pub(super) fn process(scene: &Scene<'_>) -> Result<Process, Reason> {
    if !scene.on_host() {
        return Ok(Process::default());
    }
    Ok(Process {
        user: Some(Name::new("www-data")?),
        pid: Some(FilePath::new("/run/nginx.pid")?),
        temporary_files: None,
    })
}

pub(super) fn logs(scene: &Scene<'_>) -> Result<Logs, Reason> {
    if !scene.on_host() {
        return Ok(Logs {
            access: FilePath::new("/dev/stdout")?,
            error: None,
        });
    }
    Ok(Logs {
        access: FilePath::new("/var/log/nginx/access.log")?,
        error: Some(FilePath::new("/var/log/nginx/error.log")?),
    })
}

/// Docker's name server knows the services; on a host they are addresses.
pub(super) fn resolver(scene: &Scene<'_>) -> Option<IpAddr> {
    (!scene.on_host()).then_some(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 11)))
}
