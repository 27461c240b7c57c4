//! The scripts of the edge's containers, for POSIX sh.

use stackc_compiler::{atoms::words::TlsMode, model::Site, resolve::Stack};

use crate::{
    parts::nginx::{ACME_WEBROOT, CONTAINER_CERTIFICATES, certificate_folder},
    text::shell::Word,
};

fn header(banner: &[String]) -> String {
    let lines: String = banner.iter().map(|line| format!("# {line}\n")).collect();
    format!("#!/bin/sh\n{lines}")
}

/// Starts nginx, and reloads it when a certificate has changed.
pub(super) fn start(banner: &[String]) -> String {
    let header = header(banner);
    format!(
        "{header}# Starts nginx, and makes it read its certificates again when certbot has replaced one.
set -eu

conf=/etc/nginx/stack/nginx.conf

digest() {{
    cat {CONTAINER_CERTIFICATES}/*/fullchain.pem 2>/dev/null | sha256sum
}}

watch() {{
    seen=$(digest)
    while sleep 60; do
        now=$(digest)
        if [ \"$now\" != \"$seen\" ] && nginx -t -q -c \"$conf\"; then
            nginx -s reload -c \"$conf\"
            seen=$now
        fi
    done
}}

watch &
exec nginx -c \"$conf\" -g 'daemon off;'
"
    )
}

fn encrypted(stack: &Stack) -> impl Iterator<Item = &Site> {
    let all = stack.sites.iter();
    all.filter(|site| {
        site.tls
            .as_ref()
            .is_some_and(|tls| tls.mode.value == TlsMode::LetsEncrypt)
    })
}

/// Puts a self-signed certificate where there is none, so that nginx can start before the first one is issued.
pub(super) fn placeholder(stack: &Stack, banner: &[String]) -> String {
    let header = header(banner);
    let calls: String = encrypted(stack)
        .map(|site| {
            let host = &site.host.value.0;
            format!(
                "placeholder {} {}\n",
                Word::new(&certificate_folder(host)),
                Word::new(host)
            )
        })
        .collect();
    format!(
        "{header}# nginx does not start without a certificate, and Let's Encrypt gives none before nginx answers:
# the first start has one that nobody trusts, for the minute until certbot replaces it.
set -eu
umask 077

placeholder() {{
    folder={CONTAINER_CERTIFICATES}/$1
    if [ -s \"$folder/fullchain.pem\" ] && [ -s \"$folder/privkey.pem\" ]; then
        return
    fi
    mkdir -p \"$folder\"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj \"/CN=$2\" \\
        -keyout \"$folder/privkey.pem\" -out \"$folder/fullchain.pem\"
}}

{calls}"
    )
}

/// Asks for every site's certificate and renews it twice a day.
pub(super) fn renew(stack: &Stack, banner: &[String]) -> String {
    let header = header(banner);
    let calls: String = encrypted(stack)
        .map(|site| {
            let folder = certificate_folder(&site.host.value.0);
            let email = site
                .tls
                .iter()
                .filter_map(|tls| tls.email.as_ref())
                .map(|email| email.value.0.as_str());
            let email = email.last().unwrap_or("");
            let hosts = std::iter::once(&site.host).chain(&site.more_hosts);
            let domains: String = hosts
                .map(|host| format!(" -d {}", Word::new(&host.value.0)))
                .collect();
            format!(
                "    certificate {} {}{domains} || failed=1\n",
                Word::new(&folder),
                Word::new(email)
            )
        })
        .collect();
    format!(
        "{header}# Asks for each site's certificate through the folder that nginx serves, and renews it before it expires.
set -eu

# certificate FOLDER EMAIL -d HOST…
certificate() {{
    name=$1
    email=$2
    shift 2
    certbot certonly --webroot --webroot-path {ACME_WEBROOT} \\
        --config-dir {CONTAINER_CERTIFICATES}/.certbot --work-dir /tmp/certbot --logs-dir /tmp/certbot \\
        --non-interactive --agree-tos --keep-until-expiring --expand \\
        --server \"${{ACME_SERVER:-https://acme-v02.api.letsencrypt.org/directory}}\" \\
        --cert-name \"$name\" --email \"$email\" \"$@\" || return 1
    install_certificate \"$name\"
}}

# nginx reads copies, each put in place at once: it never sees half a file.
install_certificate() {{
    from={CONTAINER_CERTIFICATES}/.certbot/live/$1
    to={CONTAINER_CERTIFICATES}/$1
    umask 077
    mkdir -p \"$to\"
    for file in privkey.pem fullchain.pem; do
        if ! cmp -s \"$from/$file\" \"$to/$file\"; then
            cp -L \"$from/$file\" \"$to/$file.new\"
            mv \"$to/$file.new\" \"$to/$file\"
        fi
    done
}}

trap 'exit 0' TERM INT
while :; do
    failed=0
{calls}    # What failed is tried again soon, but not so often that Let's Encrypt's limits are met.
    if [ \"$failed\" = 0 ]; then pause=43200; else pause=900; fi
    sleep \"$pause\" &
    wait $!
done
"
    )
}
