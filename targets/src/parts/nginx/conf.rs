use std::net::IpAddr;

use super::{Site, Version};
use crate::text::nginx::{Cidr, Comment, FilePath, HeaderName, Name};

/// Everything that one nginx serves: one complete `nginx.conf`.
#[derive(Debug, Clone)]
pub struct Conf {
    /// The nginx that will read it.
    pub version: Version,
    /// The first lines of the file.
    pub banner: Vec<Comment>,
    /// How the process runs.
    pub process: Process,
    /// Where it logs.
    pub logs: Logs,
    /// The name server that knows the services; none is needed where all upstreams are addresses.
    pub resolver: Option<IpAddr>,
    /// Where it listens, and how that is seen from outside.
    pub edge: Edge,
    /// The proxies in front of it that are believed.
    pub real_ip: Option<RealIp>,
    /// The folder that answers to certificate challenges on plain HTTP.
    pub acme_webroot: Option<FilePath>,
    /// The sites, in the order of the stack.
    pub sites: Vec<Site>,
}

/// How the nginx process runs. What is `None` stays as nginx was built.
#[derive(Debug, Clone, Default)]
pub struct Process {
    /// The user of the workers; nothing where nginx doesn't start as root.
    pub user: Option<Name>,
    /// The file with the process id.
    pub pid: Option<FilePath>,
    /// The folder for temporary files, where the usual ones can't be written.
    pub temporary_files: Option<FilePath>,
}

/// Where nginx logs.
#[derive(Debug, Clone)]
pub struct Logs {
    /// The file of the access log: `/dev/stdout` in a container.
    pub access: FilePath,
    /// The file of the error log; standard error without one.
    pub error: Option<FilePath>,
}

/// Where nginx listens, and the ports under which clients know it.
#[derive(Debug, Clone)]
pub struct Edge {
    /// The ports for HTTP, each on one address or on all.
    pub http: Vec<(Option<IpAddr>, u16)>,
    /// The ports for HTTPS.
    pub https: Vec<(Option<IpAddr>, u16)>,
    /// The port that clients use for HTTP.
    pub published_http: u16,
    /// The port that clients use for HTTPS: redirects and forwarded headers name it.
    pub published_https: u16,
    /// Whether what listens on all addresses also listens on those of IPv6; nginx doesn't start if
    /// there is none.
    pub ipv6: bool,
}

/// Proxies in front of nginx, which say who the client is.
#[derive(Debug, Clone)]
pub struct RealIp {
    /// Their addresses.
    pub trusted: Vec<Cidr>,
    /// The header in which they say it.
    pub header: HeaderName,
}
