//! The `nginx.conf` of a stack's sites, and for a host a `README.md`: how it gets it and what that needs.

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    atoms::words::{self, TlsMode},
    model::Site,
    resolve::Stack,
};

use super::{
    certificates,
    nginx::{self, ACME_WEBROOT, certificate_folder, host_file, host_folder, version},
    shipped,
};
use crate::text::shell::Word;

/// The configuration, the script that makes its certificates, and on a host the instructions; nothing without sites.
///
/// # Errors
/// If the stack was not checked before.
pub fn artifacts(stack: &Stack, banner: &[String]) -> Result<Artifacts, Bug> {
    let mut artifacts = Artifacts::default();
    add(stack, banner, &mut artifacts)?;
    if is_on_host(stack) && !artifacts.is_empty() {
        for name in served(stack) {
            shipped::add_one(stack, name, &mut artifacts)?;
        }
        artifacts.add("README.md", Artifact::text(readme(stack, banner)))?;
    }
    Ok(artifacts)
}

/// Adds the configuration and the script that makes its certificates.
///
/// # Errors
/// If the stack was not checked before.
pub fn add(stack: &Stack, banner: &[String], artifacts: &mut Artifacts) -> Result<(), Bug> {
    let Some(edge) = stack.edge.as_ref().filter(|_| !stack.sites.is_empty()) else {
        return Ok(());
    };
    let text = nginx::render(&nginx::conf(stack, banner)?)?;
    let conf = Artifact {
        origin: Some(edge.span),
        ..Artifact::text(text)
    };
    artifacts.add("nginx.conf", conf)?;
    if let Some(script) = certificates::script(stack, banner) {
        artifacts.add(certificates::SCRIPT, Artifact::script(script))?;
    }
    Ok(())
}

/// Whether the sites are served by an nginx of the host.
#[must_use]
pub fn is_on_host(stack: &Stack) -> bool {
    let place = stack.edge.as_ref().and_then(|edge| edge.place.as_ref());
    place.is_some_and(|place| place.value == words::Place::Host)
}

/// The instructions, for Debian and its descendants.
fn readme(stack: &Stack, banner: &[String]) -> String {
    let version = version(stack);
    let sections = [Some(format!(
        "# The nginx of {}\n\n{}\n\n`nginx.conf` is for nginx {}.{} on the host. It is whole: it takes the place of `/etc/nginx/nginx.conf`, and nothing in `sites-enabled` or `conf.d` is read any more.",
        stack.project,
        banner.join("\n"),
        version.major,
        version.minor,
    ))];
    let sections: Vec<String> = sections
        .into_iter()
        .flatten()
        .chain(steps(stack, None))
        .collect();
    format!("{}\n", sections.join("\n\n"))
}

/// What is done on the host, one section each. A timer of the stack's renews certificates, if there is one.
#[must_use]
pub fn steps(stack: &Stack, timer: Option<&str>) -> Vec<String> {
    let sections = [
        self_made(stack, timer),
        lets_encrypt(stack),
        passwords(stack),
        files(stack),
        Some(INSTALL.to_owned()),
        renewal(stack, timer),
    ];
    sections.into_iter().flatten().collect()
}

/// The sites whose certificates are Let's Encrypt's.
#[must_use]
pub fn encrypted(stack: &Stack) -> Vec<&Site> {
    sites(stack, TlsMode::LetsEncrypt)
}

/// The sites whose certificates sign themselves.
#[must_use]
pub fn self_signed(stack: &Stack) -> Vec<&Site> {
    sites(stack, TlsMode::SelfSigned)
}

const INSTALL: &str = "## Installing it

```sh
sudo nginx -t -c \"$PWD/nginx.conf\"
sudo install -m 0644 nginx.conf /etc/nginx/nginx.conf
sudo systemctl reload-or-restart nginx
```";

fn sites(stack: &Stack, mode: TlsMode) -> Vec<&Site> {
    let has = |site: &&Site| site.tls.as_ref().is_some_and(|tls| tls.mode.value == mode);
    stack.sites.iter().filter(has).collect()
}

fn self_made(stack: &Stack, timer: Option<&str>) -> Option<String> {
    if self_signed(stack).is_empty() {
        return None;
    }
    let again = match timer {
        Some(timer) => format!("Run again, it renews what expires soon; `{timer}` does so twice a day, and reloads nginx."),
        None => "Run again, it renews what expires soon; nginx then has to be reloaded. Nothing does so by itself: let cron, or a timer of the host, do it each day.".to_owned(),
    };
    Some(format!(
        "## Self-signed certificates\n\n```sh\nsudo sh {} {}\n```\n\n{again}",
        certificates::SCRIPT,
        Word::new(&format!("{}/tls", host_folder(stack))),
    ))
}

fn lets_encrypt(stack: &Stack) -> Option<String> {
    let sites = sites(stack, TlsMode::LetsEncrypt);
    if sites.is_empty() {
        return None;
    }
    let mut lines = vec![
        "## Let's Encrypt".to_owned(),
        String::new(),
        "nginx does not start before its certificates are there. The first ones are asked for while it is stopped, by certbot 2.3 or later:".to_owned(),
        String::new(),
        "```sh".to_owned(),
        format!("sudo mkdir -p {ACME_WEBROOT}"),
        "sudo systemctl stop nginx".to_owned(),
    ];
    for site in sites {
        let name = Word::new(&certificate_folder(&site.host.value.0));
        lines.push(first_certificate(site, &name));
    }
    lines.push("```".to_owned());
    Some(lines.join("\n"))
}

/// What certbot tries at once, so it comes when nginx runs.
fn renewal(stack: &Stack, timer: Option<&str>) -> Option<String> {
    let sites = sites(stack, TlsMode::LetsEncrypt);
    if sites.is_empty() {
        return None;
    }
    let mut lines = vec![
        "## Renewing the certificates".to_owned(),
        String::new(),
        "Once nginx runs with this `nginx.conf`, they are renewed through it, and not by a server of certbot's own. certbot tries it before it keeps it:".to_owned(),
        String::new(),
        "```sh".to_owned(),
    ];
    for site in sites {
        let name = Word::new(&certificate_folder(&site.host.value.0));
        lines.push(format!(
            "sudo certbot reconfigure --cert-name {name} --webroot -w {ACME_WEBROOT} --deploy-hook 'systemctl reload nginx'"
        ));
    }
    lines.push("```".to_owned());
    lines.push(String::new());
    lines.push(match timer {
        Some(timer) => format!("`{timer}` looks twice a day whether one is due."),
        None => "A timer of certbot's package looks twice a day whether one is due: `sudo systemctl enable --now certbot.timer`.".to_owned(),
    });
    Some(lines.join("\n"))
}

fn first_certificate(site: &Site, name: &Word) -> String {
    let tls = site.tls.as_ref();
    let email = tls.and_then(|tls| tls.email.as_ref());
    let email = email.map_or("", |email| email.value.0.as_str());
    let hosts = std::iter::once(&site.host).chain(&site.more_hosts);
    let domains: String = hosts
        .map(|host| format!(" -d {}", Word::new(&host.value.0)))
        .collect();
    format!(
        "sudo certbot certonly --standalone --agree-tos --cert-name {name} --email {}{domains}",
        Word::new(email)
    )
}

fn passwords(stack: &Stack) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for auth in stack
        .sites
        .iter()
        .filter_map(|site| site.basic_auth.as_ref())
    {
        if !names.contains(&auth.file.name.as_str()) {
            names.push(&auth.file.name);
        }
    }
    if names.is_empty() {
        return None;
    }
    let folder = format!("{}/secrets", host_folder(stack));
    let mut lines = vec![
        "## Password files".to_owned(),
        String::new(),
        "Each has a line for each user, as `htpasswd` of the package apache2-utils writes it; nginx reads it and nobody else. Once, and the last command for each user:".to_owned(),
        String::new(),
        "```sh".to_owned(),
        format!(
            "sudo install -d -o root -g www-data -m 0750 {}",
            Word::new(&folder)
        ),
    ];
    for name in names {
        let to = Word::new(&format!("{folder}/{name}"));
        lines.push(format!(
            "sudo install -o root -g www-data -m 0640 /dev/null {to}    # it is empty then"
        ));
        lines.push(format!("sudo htpasswd -B {to} NAME"));
    }
    lines.push("```".to_owned());
    Some(lines.join("\n"))
}

/// The files and folders of the stack that routes serve, each once.
#[must_use]
pub fn served(stack: &Stack) -> Vec<&str> {
    let routes = stack.sites.iter().flat_map(|site| &site.routes);
    let mut names: Vec<&str> = Vec::new();
    for name in routes.filter_map(|route| route.root.as_ref()) {
        if !names.contains(&name.value.0.as_str()) {
            names.push(&name.value.0);
        }
    }
    names
}

fn files(stack: &Stack) -> Option<String> {
    let names = served(stack);
    let folder = format!("{}/files", host_folder(stack));
    let mut lines = vec![
        "## Served files".to_owned(),
        String::new(),
        "Again whenever they change:".to_owned(),
        String::new(),
        "```sh".to_owned(),
        format!("sudo install -d -m 0755 {}", Word::new(&folder)),
    ];
    for name in &names {
        let to = Word::new(&host_file(stack, name));
        let from = Word::new(&format!("files/{name}"));
        lines.push(format!("sudo rm -rf {to}"));
        lines.push(format!("sudo cp -R {from} {to}"));
    }
    lines.push(format!("sudo chmod -R a+rX {}", Word::new(&folder)));
    lines.push("```".to_owned());
    (!names.is_empty()).then(|| lines.join("\n"))
}
