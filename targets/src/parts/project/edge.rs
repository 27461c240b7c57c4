//! The edge as services of the Compose file: nginx, and certbot where a site has Let's Encrypt.

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug},
    atoms::words::{Place, TlsMode},
    model::{Edge, Service, Site},
    resolve::Stack,
    source::Span,
};

use crate::{
    parts::{
        certificates,
        compose::{Context, FILES_LABEL},
        nginx::{
            self, ACME_WEBROOT, CONTAINER_CERTIFICATES, CONTAINER_CONFIGURATION, CONTAINER_TLS,
            certificate_folder,
        },
    },
    text::yaml::{Map, Yaml},
};

/// The image of certbot.
const CERTBOT: &str = "certbot/certbot:v4.0.0";
/// The service that puts a certificate where there is none yet, and ends.
pub(super) const PLACEHOLDERS: &str = "certificates";
/// Scripts of the certbot image's two services.
const SCRIPTS: &str = "/scripts";

/// Adds the edge's services, volumes and files, if the stack has an edge in a container.
pub(super) fn add(
    document: &mut Map,
    context: Context<'_>,
    banner: &[String],
    artifacts: &mut Artifacts,
) -> Result<(), Bug> {
    let stack = context.stack;
    let Some(edge) = stack
        .edge
        .as_ref()
        .filter(|edge| is_container(edge) && !stack.sites.is_empty())
    else {
        return Ok(());
    };
    let conf = nginx::conf(stack, banner)?;
    artifacts.add(
        "nginx/nginx.conf",
        Artifact {
            origin: Some(edge.span),
            ..Artifact::text(nginx::render(&conf)?)
        },
    )?;
    let plan = Plan {
        stack,
        edge,
        context,
    };
    let mut services = section(document, "services", true);
    if plan.has(TlsMode::LetsEncrypt) {
        artifacts.add(
            "nginx/start.sh",
            Artifact::script(super::scripts::start(banner)),
        )?;
        artifacts.add(
            "certbot/placeholder.sh",
            Artifact::script(super::scripts::placeholder(stack, banner)),
        )?;
        artifacts.add(
            "certbot/renew.sh",
            Artifact::script(super::scripts::renew(stack, banner)),
        )?;
        let scripts = artifacts_hash(artifacts, "certbot/");
        let asked = plan.certified();
        services.set_from(PLACEHOLDERS, labelled(plan.certificates(), &scripts), asked);
        services.set_from("certbot", labelled(plan.certbot(), &scripts), asked);
        let mut volumes = section(document, "volumes", false);
        volumes.set_from("certificates", Map::new(), asked);
        volumes.set_from("acme", Map::new(), asked);
        document.set("volumes", volumes);
    }
    let hash = artifacts_hash(artifacts, "nginx/");
    services.set_from("nginx", plan.nginx(&hash), edge.span);
    document.set("services", services);
    if let Some(script) = certificates::script(stack, banner) {
        artifacts.add(certificates::SCRIPT, Artifact::script(script))?;
    }
    in_order(document);
    Ok(())
}

/// Kind and name of everything that the edge brings.
#[must_use]
pub fn names(stack: &Stack) -> Vec<(&'static str, &'static str)> {
    let Some(edge) = stack
        .edge
        .as_ref()
        .filter(|edge| is_container(edge) && !stack.sites.is_empty())
    else {
        return Vec::new();
    };
    let context = Context { stack, back: "" };
    let mut names = vec![("service", "nginx")];
    if (Plan {
        stack,
        edge,
        context,
    })
    .has(TlsMode::LetsEncrypt)
    {
        names.extend([
            ("service", PLACEHOLDERS),
            ("service", "certbot"),
            ("volume", "certificates"),
            ("volume", "acme"),
        ]);
    }
    names
}

/// The folders in `tls` that the edge's container needs before its first start, which `make-certificates.sh` makes.
#[must_use]
pub fn self_signed(stack: &Stack) -> Vec<String> {
    let sites = stack.sites.iter().filter(|site| {
        let tls = site.tls.as_ref();
        !names(stack).is_empty() && tls.is_some_and(|tls| tls.mode.value == TlsMode::SelfSigned)
    });
    sites
        .map(|site| certificate_folder(&site.host.value.0))
        .collect()
}

fn is_container(edge: &Edge) -> bool {
    edge.place
        .is_none_or(|place| place.value == Place::Container)
}

/// The section of a document, taken out of it: whoever takes it sets it again.
pub(super) fn section(document: &mut Map, key: &str, spaced: bool) -> Map {
    match document.take(key) {
        Some(Yaml::Map(map)) => map,
        _ if spaced => Map::spaced(),
        _ => Map::new(),
    }
}

/// Sections that were added last stand where they belong.
pub(super) fn in_order(document: &mut Map) {
    const ORDER: [&str; 7] = [
        "name", "services", "networks", "volumes", "secrets", "configs", "models",
    ];
    let place = |key: &str| ORDER.iter().position(|known| *known == key);
    document.sort_by_key(|key| place(key).unwrap_or(ORDER.len()));
}

/// One hash over the files that a container reads at its start.
fn artifacts_hash(artifacts: &Artifacts, folder: &str) -> String {
    let mut bytes = Vec::new();
    for (path, artifact) in artifacts
        .iter()
        .filter(|(path, _)| path.starts_with(folder))
    {
        bytes.extend(format!("{path}\0{}\0", artifact.bytes.len()).bytes());
        bytes.extend(&artifact.bytes);
    }
    stackc_compiler::artifact::sha256(&bytes)
}

struct Plan<'a> {
    stack: &'a Stack,
    edge: &'a Edge,
    context: Context<'a>,
}

impl Plan<'_> {
    fn has(&self, mode: TlsMode) -> bool {
        self.sites(mode).next().is_some()
    }

    /// The line that asks for certificates.
    fn certified(&self) -> Option<Span> {
        let site = self.sites(TlsMode::LetsEncrypt).next()?;
        site.tls.as_ref().map(|tls| tls.span)
    }

    fn sites(&self, mode: TlsMode) -> impl Iterator<Item = &Site> {
        let all = self.stack.sites.iter();
        all.filter(move |site| site.tls.as_ref().is_some_and(|tls| tls.mode.value == mode))
    }

    fn image(&self) -> String {
        match &self.edge.image {
            Some(image) => image.value.0.clone(),
            None => {
                let version = nginx::version(self.stack);
                format!("nginx:{}.{}-alpine", version.major, version.minor)
            }
        }
    }

    fn nginx(&self, hash: &str) -> Map {
        let mut map = Map::new();
        let image = self.edge.image.as_ref().map(|image| image.span);
        map.set_from("image", Yaml::text(self.image()), image);
        if self.has(TlsMode::LetsEncrypt) {
            map.set(
                "command",
                Yaml::words(["/bin/sh", &format!("{CONTAINER_CONFIGURATION}/start.sh")]),
            );
        } else {
            let conf = format!("{CONTAINER_CONFIGURATION}/nginx.conf");
            map.set(
                "command",
                Yaml::words(["nginx", "-c", &conf, "-g", "daemon off;"]),
            );
        }
        let passwords: Vec<Yaml> = self.passwords().into_iter().map(Yaml::text).collect();
        if !passwords.is_empty() {
            map.set("secrets", passwords);
        }
        map.set("ports", self.ports());
        if let Some(networks) = self.networks() {
            map.set(
                "networks",
                networks.into_iter().map(Yaml::text).collect::<Yaml>(),
            );
        }
        if self.has(TlsMode::LetsEncrypt) {
            let mut condition = Map::new();
            condition.set("condition", Yaml::text("service_completed_successfully"));
            let mut depends = Map::new();
            depends.set(PLACEHOLDERS, condition);
            map.set("depends_on", depends);
        }
        map.set("volumes", self.volumes());
        map.set("restart", Yaml::text("unless-stopped"));
        labelled(map, hash)
    }

    fn passwords(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for auth in self
            .stack
            .sites
            .iter()
            .filter_map(|site| site.basic_auth.as_ref())
        {
            if !names.contains(&auth.file.name) {
                names.push(auth.file.name.clone());
            }
        }
        names
    }

    fn ports(&self) -> Yaml {
        let pairs = [(&self.edge.http, 80), (&self.edge.https, 443)];
        let published = pairs
            .into_iter()
            .filter_map(|(publish, inside)| Some((publish.as_ref()?, inside)));
        published
            .map(|(publish, inside)| {
                let entry = crate::parts::compose::published(&publish.value, inside);
                if publish.value.is_public() {
                    entry.with_comment("public")
                } else {
                    entry
                }
            })
            .collect()
    }

    fn volumes(&self) -> Yaml {
        let mut entries = vec![Yaml::text(format!("./nginx:{CONTAINER_CONFIGURATION}:ro"))];
        if self.has(TlsMode::LetsEncrypt) {
            entries.push(Yaml::text(format!(
                "certificates:{CONTAINER_CERTIFICATES}:ro"
            )));
            entries.push(Yaml::text(format!("acme:{ACME_WEBROOT}:ro")));
        }
        if self.has(TlsMode::SelfSigned) {
            for site in self.sites(TlsMode::SelfSigned) {
                let folder = certificate_folder(&site.host.value.0);
                entries.push(existing(
                    &format!("./tls/{folder}"),
                    &format!("{CONTAINER_TLS}/{folder}"),
                ));
            }
        }
        for site in self.sites(TlsMode::Files) {
            let folder = certificate_folder(&site.host.value.0);
            let tls = site.tls.iter();
            for (file, name) in
                tls.flat_map(|tls| [(&tls.cert, "fullchain.pem"), (&tls.key, "privkey.pem")])
            {
                if let Some(file) = file {
                    let path = self.context.path(&file.value.0, file.span);
                    entries.push(existing(&path, &format!("{CONTAINER_TLS}/{folder}/{name}")));
                }
            }
        }
        for root in self.roots() {
            entries.push(Yaml::text(format!("./files/{root}:/srv/{root}:ro")));
        }
        entries.into_iter().collect()
    }

    /// Files whose folder is served.
    fn roots(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let routes = self.stack.sites.iter().flat_map(|site| &site.routes);
        for root in routes.filter_map(|route| route.root.as_ref()) {
            if !names.contains(&root.value.0) {
                names.push(root.value.0.clone());
            }
        }
        names
    }

    /// The networks that are named, or for each service that is routed to one that it is in.
    fn networks(&self) -> Option<Vec<String>> {
        if !self.edge.networks.is_empty() {
            return Some(
                self.edge
                    .networks
                    .iter()
                    .map(|network| network.name.value.0.clone())
                    .collect(),
            );
        }
        let mut names: Vec<String> = Vec::new();
        for service in self.routed() {
            let of_service: Vec<&str> = service
                .networks
                .iter()
                .map(|network| network.name.value.0.as_str())
                .collect();
            if of_service
                .iter()
                .any(|name| names.iter().any(|known| known == name))
            {
                continue;
            }
            let open = of_service
                .iter()
                .copied()
                .find(|name| !self.is_internal(name));
            let chosen = open.or(of_service.first().copied()).unwrap_or("default");
            if !names.iter().any(|known| known == chosen) {
                names.push(chosen.to_owned());
            }
        }
        let published = self.edge.http.is_some() || self.edge.https.is_some();
        if published && names.iter().all(|name| self.is_internal(name)) {
            names.insert(0, "default".to_owned());
        }
        (names != ["default"]).then_some(names)
    }

    fn is_internal(&self, name: &str) -> bool {
        let network = self
            .stack
            .networks
            .iter()
            .find(|network| network.name.value.0 == name);
        network
            .and_then(|network| network.internal.as_ref())
            .is_some_and(|internal| internal.get().is_some_and(|flag| flag.0))
    }

    /// Services that routes go to, in the order of the routes.
    fn routed(&self) -> Vec<&Service> {
        let routes = self.stack.sites.iter().flat_map(|site| &site.routes);
        let names = routes
            .filter_map(|route| route.to.as_ref())
            .map(|to| to.value.0.split(':').next().unwrap_or(""));
        let mut services: Vec<&Service> = Vec::new();
        for service in names.filter_map(|name| self.stack.service(name)) {
            if !services
                .iter()
                .any(|known| known.name.value == service.name.value)
            {
                services.push(service);
            }
        }
        services
    }

    /// Puts a placeholder where a site has no certificate yet, so that nginx can start.
    fn certificates(&self) -> Map {
        let mut map = Map::new();
        map.set("image", Yaml::text(CERTBOT));
        map.set(
            "entrypoint",
            Yaml::words(["/bin/sh", &format!("{SCRIPTS}/placeholder.sh")]),
        );
        map.set("network_mode", Yaml::text("none"));
        map.set("volumes", certbot_volumes(false));
        map.set("restart", Yaml::text("no"));
        map
    }

    /// Asks for certificates and renews them.
    fn certbot(&self) -> Map {
        let mut map = Map::new();
        map.set("image", Yaml::text(CERTBOT));
        map.set(
            "entrypoint",
            Yaml::words(["/bin/sh", &format!("{SCRIPTS}/renew.sh")]),
        );
        let mut condition = Map::new();
        condition.set("condition", Yaml::text("service_started"));
        let mut depends = Map::new();
        depends.set("nginx", condition);
        map.set("depends_on", depends);
        map.set("volumes", certbot_volumes(true));
        map.set("restart", Yaml::text("unless-stopped"));
        map
    }
}

/// A container that is made anew when the files change that it reads.
fn labelled(mut service: Map, hash: &str) -> Map {
    let mut labels = Map::new();
    labels.set(FILES_LABEL, Yaml::text(hash));
    service.set("labels", labels);
    service
}

fn certbot_volumes(webroot: bool) -> Yaml {
    let mut entries = vec![
        Yaml::text(format!("./certbot:{SCRIPTS}:ro")),
        Yaml::text(format!("certificates:{CONTAINER_CERTIFICATES}")),
    ];
    if webroot {
        entries.push(Yaml::text(format!("acme:{ACME_WEBROOT}")));
    }
    entries.into_iter().collect()
}

/// A path that must be there: made by the short form it would be an empty folder of root's.
fn existing(source: &str, target: &str) -> Yaml {
    let mut bind = Map::new();
    bind.set("create_host_path", Yaml::from(false));
    let mut map = Map::new();
    map.set("type", Yaml::text("bind"));
    map.set("source", Yaml::text(source.replace('$', "$$")));
    map.set("target", Yaml::text(target));
    map.set("read_only", Yaml::from(true));
    map.set("bind", bind);
    Yaml::from(map)
}
