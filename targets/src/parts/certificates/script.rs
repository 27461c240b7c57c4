//! The text of the script, for POSIX sh.

use std::fmt::Write as _;
use std::net::IpAddr;

use stackc_compiler::{
    atoms::words::TlsMode,
    model::{Site, Tls},
    resolve::Stack,
};

use super::{Algorithm, USUAL_DAYS};
use crate::{parts::nginx::certificate_folder, text::shell::Word};

const DAY: u64 = 86_400;
/// A certificate is renewed this long before it expires, or in the last third of its time if that is shorter.
const RENEWED_BEFORE: u64 = 30 * DAY;
/// The least time for that: somebody looks once a day.
const LOOKED_AT_EACH: u64 = DAY + 3_600;
/// A common name has at most this many characters; what counts is the list of names beside it.
const LONGEST_COMMON_NAME: usize = 64;

const OPENING: &str = r#"# Makes the self-signed certificates of the stack: FOLDER/<host>/{fullchain,privkey}.pem.
# What is valid for long enough and made for the same names stays as it is.
#
# usage: make-certificates.sh [--force] [FOLDER]
#   --force  makes all of them anew
#   FOLDER   where they go, "tls" beside this script without it
set -eu
umask 077

force=no
folder=$(dirname -- "$0")/tls
for argument in "$@"; do
    case $argument in
        --force) force=yes ;;
        -*)
            echo "usage: $0 [--force] [FOLDER]" >&2
            exit 2
            ;;
        *) folder=$argument ;;
    esac
done

# is_current FOLDER SECONDS REQUEST: whether the certificate there can stay.
is_current() {
    [ "$force" = no ] && [ -s "$1/fullchain.pem" ] && [ -s "$1/privkey.pem" ] || return 1
    # A certificate without this file was not made here: it is somebody's own.
    if [ -e "$1/made-for" ] && [ "$(cat "$1/made-for")" != "$3" ]; then return 1; fi
    openssl x509 -in "$1/fullchain.pem" -noout -checkend "$2" >/dev/null
}

# certificate NAME COMMON-NAME NAMES DAYS SECONDS KEY-OPTION…
certificate() {
    to=$folder/$1
    subject=/CN=$2
    names=$3
    days=$4
    seconds=$5
    shift 5
    request="$names $days $*"
    if is_current "$to" "$seconds" "$request"; then return; fi
    mkdir -p "$to"
    if ! said=$(openssl req -x509 -sha256 -nodes "$@" -days "$days" -subj "$subject" \
        -addext "subjectAltName=$names" -addext "extendedKeyUsage=serverAuth" \
        -keyout "$to/privkey.pem.new" -out "$to/fullchain.pem.new" 2>&1); then
        printf '%s\n' "$said" >&2
        exit 1
    fi
    chmod 600 "$to/privkey.pem.new"
    chmod 644 "$to/fullchain.pem.new"
    mv "$to/privkey.pem.new" "$to/privkey.pem"
    mv "$to/fullchain.pem.new" "$to/fullchain.pem"
    printf '%s\n' "$request" > "$to/made-for"
    echo "made $to/fullchain.pem"
}

mkdir -p "$folder"
# A key is nothing for a repository.
[ -e "$folder/.gitignore" ] || echo '*' > "$folder/.gitignore"

"#;

/// The script that makes the certificates of all sites that sign their own; nothing if there is none.
#[must_use]
pub fn script(stack: &Stack, banner: &[String]) -> Option<String> {
    let calls: String = stack.sites.iter().filter_map(call).collect();
    if calls.is_empty() {
        return None;
    }
    let mut text = "#!/bin/sh\n".to_owned();
    for line in banner {
        let _ = writeln!(text, "# {line}");
    }
    Some(format!("{text}{OPENING}{calls}"))
}

/// The line that makes a site's certificate.
fn call(site: &Site) -> Option<String> {
    let tls = site
        .tls
        .as_ref()
        .filter(|tls| tls.mode.value == TlsMode::SelfSigned)?;
    let host = site.host.value.0.as_str();
    let common = if host.len() <= LONGEST_COMMON_NAME {
        host
    } else {
        "self-signed"
    };
    let names: Vec<String> = std::iter::once(&site.host)
        .chain(&site.more_hosts)
        .map(|host| alternative_name(&host.value.0))
        .collect();
    let days = tls.days.as_ref().map_or(USUAL_DAYS, |days| days.value.0);
    Some(format!(
        "certificate {} {} {} {days} {} {}\n",
        Word::new(&certificate_folder(host)),
        Word::new(common),
        Word::new(&names.join(",")),
        renewed_before(days),
        algorithm(tls).options(),
    ))
}

fn alternative_name(host: &str) -> String {
    if host.parse::<IpAddr>().is_ok() {
        format!("IP:{host}")
    } else {
        format!("DNS:{host}")
    }
}

/// In seconds.
fn renewed_before(days: u64) -> u64 {
    let third = days.saturating_mul(DAY) / 3;
    third.clamp(LOOKED_AT_EACH, RENEWED_BEFORE)
}

/// The kind of key; an unknown one was reported before.
fn algorithm(tls: &Tls) -> Algorithm {
    let named = tls.algorithm.as_ref();
    named
        .and_then(|name| Algorithm::parse(&name.value.0))
        .unwrap_or(Algorithm::Rsa2048)
}
