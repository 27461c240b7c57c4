//! The sites as virtual hosts of the host's nginx, with certificates from NixOS.

use std::net::IpAddr;

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    atoms::words::{TlsMode, TlsVersion},
    model::{self, Site},
    resolve::Stack,
};

use super::plan::Plan;
use crate::{
    parts::{
        certificates, host_nginx,
        nginx::{self, Conf, VirtualHost, certificate_folder},
    },
    text::{
        nginx::{FilePath, Name, Written as _},
        nix::{Attrs, Nix, Segment},
    },
};

/// Whether a site has a certificate that the host makes itself.
pub(super) fn self_signed(stack: &Stack) -> bool {
    has(stack, TlsMode::SelfSigned)
}

fn has(stack: &Stack, mode: TlsMode) -> bool {
    stack.sites.iter().any(|site| is(site, mode))
}

fn is(site: &Site, mode: TlsMode) -> bool {
    site.tls.as_ref().is_some_and(|tls| tls.mode.value == mode)
}

/// The script that makes self-signed certificates, if there are any.
pub(super) fn scripts(
    stack: &Stack,
    banner: &[String],
    artifacts: &mut Artifacts,
) -> Result<(), Bug> {
    match certificates::script(stack, banner) {
        Some(script) => artifacts.add(certificates::SCRIPT, Artifact::script(script)),
        None => Ok(()),
    }
}

/// Adds what the sites ask of the host.
///
/// # Errors
/// Only a fault of our own.
pub(super) fn add(plan: &Plan<'_>, body: &mut Attrs) -> Result<(), Bug> {
    let stack = plan.stack;
    if stack.edge.is_none() || stack.sites.is_empty() {
        return Ok(());
    }
    let conf = conf(plan)?;
    let format = format!("no_secrets_{}", stack.project);
    let parts = nginx::virtual_hosts(&conf, &Name::new(&format)?)?;
    let mut nginx = Attrs::new();
    nginx.set("enable", true);
    for option in ["Gzip", "Optimisation", "Tls"] {
        let usual = Nix::call(["lib", "mkDefault"], true);
        nginx.set(format!("recommended{option}Settings"), usual);
    }
    nginx.set("commonHttpConfig", parts.shared);
    for (name, endpoint) in &parts.upstreams {
        let mut upstream = Attrs::new();
        upstream.put(["servers", endpoint.as_str()], Attrs::new());
        upstream.set("extraConfig", "keepalive 16;");
        nginx.section(["upstreams", name.as_str()], upstream);
    }
    nginx.section(["virtualHosts", "_"], unknown(&conf));
    nginx.comment(["Names that no site has are refused."]);
    for ((site, typed), host) in stack.sites.iter().zip(&conf.sites).zip(&parts.hosts) {
        let set = virtual_host(site, typed, host, &conf);
        nginx
            .section(["virtualHosts", site.host.value.0.as_str()], set)
            .come_from(site.span, &[]);
    }
    body.section(["services", "nginx"], nginx);
    files(stack, body);
    acme(stack, body);
    if self_signed(stack) {
        let name = format!("{}-certificates", plan.unit());
        body.section(["systemd", "services", name.as_str()], maker(plan));
    }
    let open: Vec<Nix> = public(&conf).into_iter().map(Nix::from).collect();
    if !open.is_empty() {
        body.section(["networking", "firewall", "allowedTCPPorts"], open);
    }
    Ok(())
}

/// The folder of the certificates that the host makes itself: nginx's user has it.
fn made(plan: &Plan<'_>) -> String {
    format!("{}-certificates", plan.unit())
}

/// The document, with certificates and passwords where NixOS has them.
fn conf(plan: &Plan<'_>) -> Result<Conf, Bug> {
    let mut conf = nginx::conf(plan.stack, &[])?;
    for (site, typed) in plan.stack.sites.iter().zip(&mut conf.sites) {
        if let Some(tls) = typed.tls.as_mut().filter(|_| is(site, TlsMode::SelfSigned)) {
            let host = certificate_folder(&site.host.value.0);
            let folder = format!("/var/lib/{}/{host}", made(plan));
            tls.certificate = FilePath::new(&format!("{folder}/fullchain.pem"))?;
            tls.key = FilePath::new(&format!("{folder}/privkey.pem"))?;
        }
        let path = site
            .basic_auth
            .as_ref()
            .and_then(|auth| plan.secret_path(&auth.file.name));
        if let (Some(auth), Some(path)) = (typed.basic_auth.as_mut(), path) {
            auth.file = FilePath::new(&path)?;
        }
    }
    Ok(conf)
}

fn unknown(conf: &Conf) -> Attrs {
    let mut set = Attrs::new();
    set.set("default", true);
    if conf.sites.iter().any(|site| site.tls.is_some()) {
        set.set("rejectSSL", true);
    }
    listen(conf, true, &mut set);
    set.put(["locations", "/", "return"], "444");
    set
}

fn virtual_host(site: &Site, typed: &nginx::Site, host: &VirtualHost, conf: &Conf) -> Attrs {
    let mut set = Attrs::new();
    let others = site.more_hosts.iter();
    let others: Vec<Nix> = others
        .map(|host| Nix::from(host.value.0.as_str()))
        .collect();
    if !others.is_empty() {
        set.set("serverAliases", others);
    }
    let mut lines = String::new();
    if let Some(tls) = &typed.tls {
        if conf.edge.http.is_empty() {
            set.set("onlySSL", true);
        } else if let Some(port) = redirected(site, conf) {
            set.set("addSSL", true);
            lines = redirect(port, is(site, TlsMode::LetsEncrypt));
        } else {
            set.set("forceSSL", true);
            set.set("redirectCode", 308);
        }
        if is(site, TlsMode::LetsEncrypt) {
            set.set("enableACME", true);
        } else {
            set.set("sslCertificate", file(tls.certificate.as_str()));
            set.set("sslCertificateKey", file(tls.key.as_str()));
        }
    }
    listen(conf, typed.tls.is_some(), &mut set);
    set.set("extraConfig", format!("{lines}{}", host.lines));
    for (at, lines) in &host.locations {
        set.put(["locations", at.as_str(), "extraConfig"], lines.as_str());
    }
    set
}

/// The port that plain HTTP is led to where NixOS's own redirect, which knows 443 alone, does not lead there.
fn redirected(site: &Site, conf: &Conf) -> Option<u16> {
    let (_, port) = conf.edge.https.first().copied()?;
    (port != 443 && !answers_none(site)).then_some(port)
}

/// Whether a site turns away what has no TLS 1.3, and with it, over plain HTTP, the challenges of its certificate.
pub(super) fn answers_none(site: &Site) -> bool {
    let min = site.tls.as_ref().and_then(|tls| tls.min.as_ref());
    is(site, TlsMode::LetsEncrypt) && min.is_some_and(|min| min.value == TlsVersion::V1_3)
}

/// The lines that lead plain HTTP to a port, save for the challenges of a certificate.
fn redirect(port: u16, acme: bool) -> String {
    let challenges = if acme {
        "if ($request_uri ~ ^/\\.well-known/acme-challenge/) {\n    set $plain \"\";\n}\n"
    } else {
        ""
    };
    format!(
        "# Plain HTTP leads to the port that has TLS.\nset $plain $scheme;\n{challenges}\
         if ($plain = http) {{\n    return 308 https://$host:{port}$request_uri;\n}}\n\n"
    )
}

/// A path that nginx's writer made, without its quotes.
fn file(written: &str) -> String {
    written.trim_matches('"').to_owned()
}

/// Where a site listens, if it isn't every address on the usual ports.
fn listen(conf: &Conf, tls: bool, set: &mut Attrs) {
    let https: &[(Option<IpAddr>, u16)] = if tls { &conf.edge.https } else { &[] };
    let usual = |ports: &[(Option<IpAddr>, u16)], number: u16| {
        ports
            .iter()
            .all(|(address, port)| address.is_none() && *port == number)
    };
    let complete = !tls || !conf.edge.https.is_empty();
    if usual(&conf.edge.http, 80) && usual(https, 443) && !conf.edge.http.is_empty() && complete {
        return;
    }
    let plain = conf.edge.http.iter().map(|listen| (listen, false));
    let all = plain.chain(https.iter().map(|listen| (listen, true)));
    let entries = all.map(|((address, port), ssl)| {
        let address = match address {
            None => "0.0.0.0".to_owned(),
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => format!("[{address}]"),
        };
        let mut entry = Attrs::new();
        entry.set("addr", address);
        entry.set("port", i64::from(*port));
        entry.set("ssl", ssl);
        Nix::from(entry)
    });
    set.set("listen", entries.collect::<Nix>());
}

/// The ports that are open to everyone.
fn public(conf: &Conf) -> Vec<i64> {
    let tls = conf.sites.iter().any(|site| site.tls.is_some());
    let https = conf.edge.https.iter().filter(|_| tls);
    let all = conf.edge.http.iter().chain(https);
    all.filter(|(address, _)| address.is_none_or(|address| !address.is_loopback()))
        .map(|(_, port)| i64::from(*port))
        .collect()
}

fn acme(stack: &Stack, body: &mut Attrs) {
    let encrypted: Vec<&Site> = stack
        .sites
        .iter()
        .filter(|site| is(site, TlsMode::LetsEncrypt))
        .collect();
    if encrypted.is_empty() {
        return;
    }
    let mut acme = Attrs::new();
    acme.set("acceptTerms", true);
    for site in encrypted {
        let email = |tls: &model::Tls| tls.email.as_ref().map(|email| email.value.0.clone());
        if let Some(email) = site.tls.as_ref().and_then(email) {
            acme.put(["certs", site.host.value.0.as_str(), "email"], email);
        }
    }
    body.section(["security", "acme"], acme);
}

/// The files that routes serve: the store has them, and a link leads there from where nginx looks.
fn files(stack: &Stack, body: &mut Attrs) {
    for name in host_nginx::served(stack) {
        let path = nginx::host_file(stack, name);
        let below = path.trim_start_matches("/etc/");
        let source = Nix::Path(format!("./files/{name}"));
        body.put(["environment", "etc", below, "source"], source);
    }
}

/// The unit that makes self-signed certificates before nginx starts.
fn maker(plan: &Plan<'_>) -> Attrs {
    let mut service = Attrs::new();
    service.set("Type", "oneshot");
    service.set("User", "nginx");
    service.set("Group", "nginx");
    service.set("StateDirectory", made(plan));
    service.set("StateDirectoryMode", "0750");
    let script = Nix::Path(format!("./{}", certificates::SCRIPT));
    service.set(
        "ExecStart",
        Nix::Text(vec![
            Segment::Value(Nix::reference(["pkgs", "runtimeShell"])),
            Segment::Literal(" ".to_owned()),
            Segment::Value(script),
            Segment::Literal(format!(" /var/lib/{}", made(plan))),
        ]),
    );
    // It waits for nothing: nginx's own start may be what waits for this unit. And `+` is root.
    service.set(
        "ExecStartPost",
        Nix::Text(vec![
            Segment::Literal("+".to_owned()),
            Segment::Value(Nix::reference(["pkgs", "systemd"])),
            Segment::Literal(
                "/bin/systemctl --no-block try-reload-or-restart nginx.service".to_owned(),
            ),
        ]),
    );
    let mut unit = Attrs::new();
    unit.set(
        "description",
        format!("Self-signed certificates of {}", plan.project()),
    );
    unit.set("path", vec![Nix::reference(["pkgs", "openssl"])]);
    unit.set("before", vec![Nix::from("nginx.service")]);
    unit.set("requiredBy", vec![Nix::from("nginx.service")]);
    unit.set("startAt", "daily");
    unit.set("serviceConfig", service);
    unit
}
