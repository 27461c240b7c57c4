//! Who can reach what, and what a container may do to its host.

use super::facts;
use crate::effect::{Apply, Axes, Exposure, Fact, Step};

/// More can be reached than before.
const WIDER: Axes = Axes::NONE.exposure(Exposure::Wider);

/// Less can be reached than before.
const NARROWER: Axes = Axes::NONE.exposure(Exposure::Narrower);

facts! {
    /// A published port.
    PORT_NEW = Fact {
        name: "port-published",
        change: "a port that is published and was not",
        axes: WIDER,
        why: "it can be reached from outside of the stack",
        step: None,
        known: "what the stack says; Docker's own rules let published ports past ufw",
    };
    /// Loopback → every interface.
    PORT_WIDER = Fact {
        name: "port-published-wider",
        change: "a published port that more addresses reach: loopback → every interface",
        axes: WIDER,
        why: "it can be reached from further away than before",
        step: None,
        known: "what the stack says; Docker's own rules let published ports past ufw",
    };
    /// Every interface → loopback, or not at all.
    PORT_NARROWER = Fact {
        name: "port-published-narrower",
        change: "a port that fewer addresses reach, or that is no longer published",
        axes: NARROWER,
        why: "it is reached from less far away than before",
        step: None,
        known: "what the stack says",
    };
    /// A port that nothing reaches yet.
    PORT_CUT_OFF = Fact {
        name: "port-published-cut-off",
        change: "a port that is published, or reached from more addresses, of a service that is in internal networks alone",
        axes: Axes::NONE,
        why: "it is not reached while all networks of the service are internal",
        step: None,
        known: "Docker: internal networks have no route out of the host",
    };
    /// A site.
    SITE_NEW = Fact {
        name: "site-new",
        change: "a new site, or a further name of one",
        axes: WIDER,
        why: "visitors reach something under a name that served nothing",
        step: None,
        known: "what the stack says",
    };
    /// A site that is gone.
    SITE_GONE = Fact {
        name: "site-gone",
        change: "a site that is gone, or a name of one",
        axes: NARROWER,
        why: "visitors of that name reach nothing any more",
        step: None,
        known: "what the stack says",
    };
    /// A name that has to lead here.
    SITE_DNS = Fact {
        name: "site-dns",
        change: "a name that no site had",
        axes: Axes::NONE.apply(Apply::ByHand),
        why: "visitors, and who gives certificates, get here once its DNS leads here",
        step: Some(Step::ByHand("point the DNS of {name} here before the deploy")),
        known: "what the stack says",
    };
    /// A certificate that has to be there.
    SITE_CERTIFICATE = Fact {
        name: "site-certificate",
        change: "a site that needs a certificate of its own, made by hand: a new name, or another `tls`",
        axes: Axes::NONE.apply(Apply::ByHand),
        why: "nginx does not take a configuration whose certificate is not there",
        step: Some(Step::ByHand("{how} before the deploy, and before nginx -t on a host")),
        known: "nginx: ssl_certificate; what the targets make",
    };
    /// A certificate that comes later.
    SITE_PLACEHOLDER = Fact {
        name: "site-certificate-later",
        change: "a site that gets a certificate of Let's Encrypt by itself: a new name, or another `tls`",
        axes: Axes::NONE,
        why: "it starts with a placeholder that browsers refuse, until Let's Encrypt has seen that the name leads here",
        step: None,
        known: "what the targets make",
    };
    /// A route.
    ROUTE_NEW = Fact {
        name: "route-new",
        change: "a new route, or one that leads elsewhere",
        axes: WIDER,
        why: "visitors reach something that they did not reach before",
        step: None,
        known: "what the stack says",
    };
    /// A route that is gone.
    ROUTE_GONE = Fact {
        name: "route-gone",
        change: "a route that is gone",
        axes: NARROWER,
        why: "visitors no longer reach it",
        step: None,
        known: "what the stack says",
    };
    /// A password that is gone.
    AUTH_WEAKER = Fact {
        name: "access-weaker",
        change: "basic auth, allow-from or deny that is gone or lets more in",
        axes: WIDER,
        why: "more visitors get in",
        step: None,
        known: "what the stack says",
    };
    /// A password that is new.
    AUTH_STRONGER = Fact {
        name: "access-stronger",
        change: "basic auth, allow-from or deny that is new or lets fewer in",
        axes: NARROWER,
        why: "fewer visitors get in",
        step: None,
        known: "what the stack says",
    };
    /// A rate limit that is gone.
    LIMIT_WEAKER = Fact {
        name: "limit-weaker",
        change: "a limit of requests or connections that is gone or larger",
        axes: WIDER,
        why: "one visitor may ask more often than before",
        step: None,
        known: "what the stack says",
    };
    /// A rate limit that is new.
    LIMIT_STRONGER = Fact {
        name: "limit-stronger",
        change: "a limit of requests or connections that is new or smaller",
        axes: NARROWER,
        why: "one visitor may ask less often than before",
        step: None,
        known: "what the stack says",
    };
    /// HSTS or another header that protects.
    HEADER_WEAKER = Fact {
        name: "header-weaker",
        change: "Strict-Transport-Security or another protecting header that is gone, empty or says less: a shorter max-age, no includeSubDomains or preload",
        axes: WIDER,
        why: "browsers protect visitors less than before",
        step: None,
        known: "RFC 6797; the headers that each site has by itself",
    };
    /// The same the other way.
    HEADER_STRONGER = Fact {
        name: "header-stronger",
        change: "a protecting header that is new or says more, such as a longer max-age; browsers remember it",
        axes: NARROWER,
        why: "browsers keep to HTTPS, or to what the header says, and remember it",
        step: None,
        known: "RFC 6797; the headers that each site has by itself",
    };
    /// An older TLS, or none.
    TLS_WEAKER = Fact {
        name: "tls-weaker",
        change: "an older TLS that is accepted, a certificate that no one trusts, or no TLS at all",
        axes: WIDER,
        why: "what visitors send is protected less than before",
        step: None,
        known: "what the stack says",
    };
    /// A newer TLS.
    TLS_STRONGER = Fact {
        name: "tls-stronger",
        change: "only newer TLS, a trusted certificate, or TLS where there was none",
        axes: NARROWER,
        why: "what visitors send is protected better; very old ones may no longer get in",
        step: None,
        known: "what the stack says",
    };
    /// Browsers insist on a certificate.
    HSTS_REMEMBERED = Fact {
        name: "hsts-remembered",
        change: "a certificate that browsers don't trust, or no TLS, where the site told them to insist on HTTPS",
        axes: Axes::NONE.apply(Apply::ByHand),
        why: "browsers that remember Strict-Transport-Security refuse the site outright until its time is over, and let no visitor go on all the same",
        step: Some(Step::ByHand("first send Strict-Transport-Security max-age=0 under the trusted certificate until visitors have been there, or keep that certificate")),
        known: "RFC 6797, sections 8.4 and 12.1",
    };
    /// Who may speak for visitors.
    PROXY_TRUSTED = Fact {
        name: "trusted-proxy",
        change: "more addresses that may speak for their visitors",
        axes: WIDER,
        why: "they can claim any visitor's address, which limits and allow-from go by",
        step: None,
        known: "nginx: ngx_http_realip_module",
    };
    /// A right on the host.
    PRIVILEGE_MORE = Fact {
        name: "privilege-more",
        change: "docker.sock, privileged, a capability, a device, the host's network or another right that is new",
        axes: WIDER,
        why: "who gets into the container gets further",
        step: None,
        known: "Docker: the daemon's socket and privileged containers are root on the host",
    };
    /// A right less.
    PRIVILEGE_LESS = Fact {
        name: "privilege-less",
        change: "such a right that is gone",
        axes: NARROWER,
        why: "who gets into the container gets less far",
        step: None,
        known: "Docker: the daemon's socket and privileged containers are root on the host",
    };
    /// A network with a way out.
    NETWORK_OPEN = Fact {
        name: "network-not-internal",
        change: "a network that is no longer internal",
        axes: WIDER,
        why: "what is in it reaches the world, and published ports of it are reached",
        step: None,
        known: "Docker: internal networks have no route out of the host",
    };
    /// A network without.
    NETWORK_INTERNAL = Fact {
        name: "network-internal",
        change: "a network that is internal now",
        axes: NARROWER,
        why: "what is in it no longer reaches the world",
        step: None,
        known: "Docker: internal networks have no route out of the host",
    };
}
