//! The edge: where the sites' reverse proxy lives and what it listens on.

use crate::{
    atoms::{Cidr, Image, Line, Name, Publish, words::Place},
    reader::node,
    schema::Key,
    template::Fixed,
};

node! {
    /// Where the sites' reverse proxy lives and what it listens on outside.
    ///
    /// A bare port is loopback, as everywhere; `"*:443"` is public.
    Edge "edge" key Key::Once; {
        /// In a container of the stack (the default) or on the host.
        value place = "place": Fixed<Place>,
        /// Where plain HTTP is listened on.
        value http = "http": Fixed<Publish>,
        /// Where HTTPS is listened on.
        value https = "https": Fixed<Publish>,
        /// The image of the container, if it isn't nginx of the target's version.
        value image = "image": Fixed<Image>,
        /// A network that the container joins; without one it joins those of the services that it routes to.
        nodes networks: EdgeNetwork,
        /// Addresses that may speak for their visitors (a CDN, a load balancer).
        node trusted_proxy: TrustedProxy,
    }
}

node! {
    /// A network that the edge joins.
    EdgeNetwork "network" key Key::EachArg; {
        /// Its name.
        arg name: Fixed<Name>,
    }
}

node! {
    /// Addresses that may speak for their visitors.
    TrustedProxy "trusted-proxy" key Key::Once; {
        /// The addresses and ranges.
        args ranges: Fixed<Cidr>,
        /// The header that names the visitor's address; `X-Forwarded-For` without one.
        prop header = "header": Fixed<Line>,
    }
}
