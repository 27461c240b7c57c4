//! What a client sees: the application behind HTTPS, with its database and its cache, the redirect, the headers and the limits.

use std::time::{Duration, Instant};

use stackc_golden_tests::{
    engine::{Answer, Project},
    live::wait_until,
};

use super::{deployment::Deployment, deployment::Limit, report::Report};

pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// The row that is written first.
pub(super) const FIRST: &str = "first row";

pub(super) fn prove(of: &Deployment, project: &Project<'_>, report: &mut Report) {
    write(of, project, FIRST);
    assert_eq!(rows(of, project), [FIRST]);
    report.proved("a row is written and read over HTTPS");
    if of.has_cache {
        let count = || {
            ask(project, &of.page("count"), &[])
                .body
                .parse::<u32>()
                .unwrap()
        };
        let before = count();
        assert_eq!(count(), before + 1);
        report.proved("the cache counts");
    }
    redirects(of, project);
    report.proved("plain HTTP is sent to HTTPS");
    headers(of, project);
    report.proved("answers and errors have the declared headers");
    for page in of.websockets {
        upgrades(project, &format!("{}{page}", of.site));
        report.proved(format!("{page} takes WebSockets"));
    }
    for site in of.others {
        let answer = ask(project, &format!("{site}/"), &[]);
        assert_eq!(answer.status, 200, "{site}: {answer:?}");
        report.proved(format!("{site} answers"));
    }
    for limit in of.limits {
        limited(project, &format!("{}{}", of.site, limit.page), limit);
        report.proved(format!(
            "{} takes {} requests a minute and {} more at once, and answers 429 to the rest",
            limit.page, limit.per_minute, limit.burst
        ));
    }
}

/// An answer, which may be an error.
pub(super) fn ask(project: &Project<'_>, url: &str, arguments: &[&str]) -> Answer {
    project
        .engine()
        .ask(url, arguments)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Writes a row, as soon as the application can; the proxy may just have lost it.
pub(super) fn write(of: &Deployment, project: &Project<'_>, row: &str) {
    let url = of.page("rows");
    let written = wait_until(PATIENCE, || {
        let answer = project.engine().ask(&url, &["--data-binary", row])?;
        if answer.status == 201 {
            Ok(())
        } else {
            Err(format!("{answer:?}"))
        }
    });
    written.unwrap_or_else(|error| panic!("no row is written: {error}"));
}

/// All rows, as soon as the application can read them.
pub(super) fn rows(of: &Deployment, project: &Project<'_>) -> Vec<String> {
    let url = of.page("rows");
    let read = wait_until(PATIENCE, || {
        let answer = project.engine().ask(&url, &[])?;
        if answer.status != 200 {
            return Err(format!("{answer:?}"));
        }
        serde_json::from_str(&answer.body).map_err(|error| format!("{error}: {}", answer.body))
    });
    read.unwrap_or_else(|error| panic!("no rows are read: {error}"))
}

fn redirects(of: &Deployment, project: &Project<'_>) {
    let answer = ask(
        project,
        &format!("{}/a/b?c=d%2Fe", of.plain),
        &["--data", "x"],
    );
    assert!([301, 308].contains(&answer.status), "{answer:?}");
    assert_eq!(
        answer.header("location"),
        [format!("{}/a/b?c=d%2Fe", of.site)]
    );
}

fn headers(of: &Deployment, project: &Project<'_>) {
    for (page, status) in [
        ("page", 200),
        ("page?status=404", 404),
        ("page?status=503", 503),
    ] {
        let answer = ask(project, &of.page(page), &[]);
        assert_eq!(answer.status, status, "{answer:?}");
        has(of, &answer);
    }
}

fn has(of: &Deployment, answer: &Answer) {
    for (name, value) in of.headers {
        assert_eq!(
            answer.header(&name.to_lowercase()),
            [*value],
            "{name}: {answer:?}"
        );
    }
}

/// Requests of this test that may have come before, and count.
const EARLIER: usize = 10;

fn limited(project: &Project<'_>, url: &str, limit: &Limit) {
    let count = limit.burst * 2 + 60;
    let start = Instant::now();
    let statuses = project.engine().ask_often(url, count);
    let seconds = usize::try_from(start.elapsed().as_secs()).unwrap() + 1;
    let refused = statuses.iter().filter(|status| **status == 429).count();
    let taken = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!(refused + taken, count, "{url}: {statuses:?}");
    let most = limit.burst + 1 + (limit.per_minute * seconds).div_ceil(60);
    assert!(
        taken + limit.earlier + EARLIER > limit.burst,
        "{url}: {taken} taken of {count}"
    );
    assert!(
        taken <= most,
        "{url}: {taken} taken of {count} in {seconds} s, more than {most}"
    );
    assert!(refused > 0, "{url}: nothing refused");
}

/// What takes WebSockets may come up after everything that is waited for.
fn upgrades(project: &Project<'_>, url: &str) {
    // curl would go on to wait for an answer behind this one, so what it says at its end is of no interest.
    let script = format!(
        "curl --silent --insecure --include --max-time 5 --http1.1 --connect-to ::127.0.0.1: --header 'Connection: Upgrade' --header 'Upgrade: websocket' \
         --header 'Sec-WebSocket-Version: 13' --header 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' {url} || :"
    );
    let taken = wait_until(PATIENCE, || {
        let said = project.sh(&script).stdout;
        // The answer to this very key, by RFC 6455.
        let right =
            said.starts_with("HTTP/1.1 101 ") && said.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        if right { Ok(()) } else { Err(said) }
    });
    taken.unwrap_or_else(|said| panic!("{url}: {said}"));
}
