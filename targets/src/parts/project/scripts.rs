//! The scripts of the edge's containers, for POSIX sh.
//!
//! Each site's certificate and key are a pair in a folder of its own, `.pairs/SITE/XXXXXX/`, and the folder that nginx
//! reads, `SITE`, is a link to the newest one. A link is replaced at once, so key and certificate always fit.

use stackc_compiler::{atoms::words::TlsMode, model::Site, resolve::Stack};

use crate::{
    parts::nginx::{ACME_WEBROOT, CONTAINER_CERTIFICATES, certificate_folder},
    text::shell::Word,
};

const START: &str = r#"
digest() {
    cat "$certificates"/*/fullchain.pem 2>/dev/null | sha256sum
}

# Nothing here may end the loop: what nginx cannot read now is tried again.
watch() {
    while sleep "${RELOAD_INTERVAL:-60}"; do
        now=$(digest)
        if [ "$now" != "$seen" ] && nginx -t -q -c "$conf" && nginx -s reload -c "$conf"; then
            seen=$now
        fi
    done
}

# Taken before nginx reads them: a certificate that is replaced meanwhile counts as new.
seen=$(digest)
watch &
exec nginx -c "$conf" -g 'daemon off;'
"#;

const PLACEHOLDER: &str = r#"
# placeholder SITE NAMES
placeholder() {
    to=$certificates/$1
    if [ -s "$to/fullchain.pem" ] && [ -s "$to/privkey.pem" ]; then
        return
    fi
    mkdir -p "$certificates/.pairs/$1"
    pair=$(mktemp -d "$certificates/.pairs/$1/XXXXXX")
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
        -subj /CN=placeholder -addext "subjectAltName=$2" \
        -keyout "$pair/privkey.pem" -out "$pair/fullchain.pem"
    rm -rf "$to"
    ln -s "${pair#"$certificates/"}" "$to"
}

"#;

const RENEW: &str = r#"
# Each authority has its own: a certificate from one for trials is not kept when the real one is asked.
server=${ACME_SERVER:-https://acme-v02.api.letsencrypt.org/directory}
store=$certificates/.certbot/$(printf %s "$server" | tr -c 'A-Za-z0-9.-' _)

# The shell only ever waits, so that it hears a signal at once, also while certbot runs.
child=
run() {
    "$@" &
    child=$!
    status=0
    wait "$child" || status=$?
    child=
    return "$status"
}

stop() {
    trap '' TERM INT
    if [ -n "$child" ]; then
        kill "$child" 2>/dev/null || :
        wait "$child" || :
    fi
    exit 0
}
trap stop TERM INT

# certificate SITE EMAIL -d HOST…
certificate() {
    name=$1
    email=$2
    shift 2
    forget_unfinished "$name" &&
        run certbot certonly --webroot --webroot-path "$webroot" \
            --config-dir "$store" --work-dir /tmp/certbot --logs-dir /tmp/certbot \
            --non-interactive --agree-tos --keep-until-expiring --renew-with-new-domains \
            --server "$server" --cert-name "$name" --email "$email" "$@" &&
        install_pair "$name"
}

# What a certbot that was killed left half done would make the next one go on under another name.
forget_unfinished() {
    for file in "renewal/$1.conf" "live/$1/fullchain.pem" "live/$1/privkey.pem"; do
        if [ ! -s "$store/$file" ]; then
            rm -rf "$store/renewal/$1.conf" "$store/live/$1" "$store/archive/$1"
            return
        fi
    done
}

# Each step needs the one before, for `set -e` is off in a function whose failure is handled.
install_pair() {
    from=$store/live/$1
    to=$certificates/$1
    pairs=$certificates/.pairs/$1
    if cmp -s "$from/privkey.pem" "$to/privkey.pem" && cmp -s "$from/fullchain.pem" "$to/fullchain.pem"; then
        return
    fi
    mkdir -p "$pairs" &&
        pair=$(mktemp -d "$pairs/XXXXXX") &&
        cp -L "$from/privkey.pem" "$from/fullchain.pem" "$pair/" &&
        fits "$pair" &&
        ln -s "${pair#"$certificates/"}" "$pair/link" &&
        make_way "$to" &&
        mv -fT "$pair/link" "$to" || return 1
    for old in "$pairs"/*; do
        [ "$old" = "$pair" ] || rm -rf "$old"
    done
}

fits() {
    key=$(openssl pkey -in "$1/privkey.pem" -pubout) &&
        [ "$key" = "$(openssl x509 -in "$1/fullchain.pem" -noout -pubkey)" ]
}

# A folder that someone else made is not a link, and only a link is replaced at once.
make_way() {
    [ -L "$1" ] || rm -rf "$1"
}

# Let's Encrypt bears five failures of a host in an hour, and stops listening to one that never ends: the first tries
# are soon, after 5, 15 and 35 minutes, and later ones every four hours.
first_retry=${RETRY_INTERVAL:-300}
retry=$first_retry
while :; do
    failed=0
"#;

const PAUSE: &str = r#"    if [ "$failed" = 0 ]; then
        retry=$first_retry
        pause=${RENEW_INTERVAL:-43200}
    else
        pause=$retry
        retry=$((retry * 2))
        [ "$retry" -le 14400 ] || retry=14400
        echo "Not every certificate is there. The next try is in $pause seconds, or at once after a restart." >&2
    fi
    run sleep "$pause" || :
done
"#;

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
certificates={CONTAINER_CERTIFICATES}
{START}"
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

fn hosts(site: &Site) -> impl Iterator<Item = &str> {
    let hosts = std::iter::once(&site.host).chain(&site.more_hosts);
    hosts.map(|host| host.value.0.as_str())
}

/// Puts a self-signed certificate where there is none, so that nginx can start before the first one is issued.
pub(super) fn placeholder(stack: &Stack, banner: &[String]) -> String {
    let header = header(banner);
    let calls: String = encrypted(stack)
        .map(|site| {
            let names: Vec<String> = hosts(site).map(|host| format!("DNS:{host}")).collect();
            format!(
                "placeholder {} {}\n",
                Word::new(&certificate_folder(&site.host.value.0)),
                Word::new(&names.join(","))
            )
        })
        .collect();
    format!(
        "{header}# nginx does not start without a certificate, and Let's Encrypt gives none before nginx answers:
# the first start has one that nobody trusts, for the minute until certbot replaces it.
set -eu
umask 077

certificates={CONTAINER_CERTIFICATES}
{PLACEHOLDER}{calls}"
    )
}

/// Asks for every site's certificate and renews it twice a day.
pub(super) fn renew(stack: &Stack, banner: &[String]) -> String {
    let header = header(banner);
    let calls: String = encrypted(stack)
        .map(|site| {
            let folder = certificate_folder(&site.host.value.0);
            let email = site.tls.as_ref().and_then(|tls| tls.email.as_ref());
            let email = email.map_or("", |email| email.value.0.as_str());
            let domains: String = hosts(site)
                .map(|host| format!(" -d {}", Word::new(host)))
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
umask 077

certificates={CONTAINER_CERTIFICATES}
webroot={ACME_WEBROOT}
{RENEW}{calls}{PAUSE}"
    )
}
