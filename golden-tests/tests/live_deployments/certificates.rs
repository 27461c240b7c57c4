//! A certificate as certbot leaves it, by an authority that the machine trusts: nginx takes it up, and clients believe it.

use stackc_golden_tests::{engine::Project, live::wait_until};

use super::{deployment::Deployment, pages::PATIENCE, report::Report};

/// Makes an authority, and a certificate for each host in a folder of its own.
const MAKE: &str = r#"
work=/srv/live/authority
mkdir -p "$work"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=authority -keyout "$work/key.pem" -out "$work/authority.pem" 2>/dev/null
cat "$work/authority.pem" >>/etc/ssl/certs/ca-certificates.crt
for host in $hosts; do
    mkdir -p "$work/sites/$host"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
        -keyout "$work/sites/$host/privkey.pem" -out "$work/request.pem" 2>/dev/null
    openssl x509 -req -in "$work/request.pem" -CA "$work/authority.pem" -CAkey "$work/key.pem" -days 60 -copy_extensions copy -out "$work/sites/$host/fullchain.pem" 2>/dev/null
done
volume=$(docker volume ls --quiet --filter label=com.docker.compose.volume=certificates)
docker run --rm --network none -v "$volume:/certificates" -v "$work/sites:/sites:ro" stand-in/busybox sh -euc '
    for site in /sites/*; do rm -rf "/certificates/${site##*/}"; cp -R "$site" /certificates/; done'
docker compose restart nginx
"#;

pub(super) fn prove(of: &Deployment, project: &Project<'_>, report: &mut Report) {
    let sites: Vec<&str> = [of.site].iter().chain(of.others).copied().collect();
    let hosts: Vec<&str> = sites
        .iter()
        .filter_map(|site| site.strip_prefix("https://"))
        .collect();
    let done = project.sh(&format!("hosts='{}'\n{MAKE}", hosts.join(" ")));
    assert!(done.succeeded(), "{}", done.output());
    for host in hosts {
        let script = format!(
            "curl --silent --show-error --output /dev/null --connect-to ::127.0.0.1: https://{host}/"
        );
        let believed = wait_until(PATIENCE, || {
            let done = project.sh(&script);
            if done.succeeded() {
                Ok(())
            } else {
                Err(done.stderr)
            }
        });
        believed.unwrap_or_else(|error| panic!("{host}: {error}"));
    }
    report.proved(format!(
        "{} certificates as certbot leaves them are taken up and believed",
        sites.len()
    ));
}
