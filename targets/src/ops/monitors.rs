//! What the stack asks to be watched beside what is always checked.

use stackc_compiler::{
    model::{Expect, Monitor},
    template::Expr,
};

use super::{
    plan::Plan,
    script::{Arg, Piece, Script},
    sites,
};

const SETTING: Piece = Piece(include_str!("sh/setting.sh"));
const PAGE: Piece = Piece(include_str!("sh/page.sh"));
const PORT: Piece = Piece(include_str!("sh/port.sh"));
const MAIL_SERVER: Piece = Piece(include_str!("sh/mail_server.sh"));
const BUCKET: Piece = Piece(include_str!("sh/bucket.sh"));

/// What is asked, and with which arguments.
pub(super) enum Watch<'m> {
    /// A page: its URL, status, text, user and password, and the certificate that alone is believed.
    Page([Arg<'m>; 5], Option<String>),
    /// A port: its place.
    Port(Arg<'m>),
    /// A mail server: its place, user and password.
    MailServer([Arg<'m>; 3]),
    /// A bucket: its URL, and the variables of its client.
    Bucket(Arg<'m>, Vec<(&'m str, Arg<'m>)>),
}

/// Adds the check of a monitor.
pub(super) fn add(plan: &Plan<'_>, monitor: &Monitor, script: &mut Script<'_>) {
    let name = Arg::Text(&monitor.name.value.0);
    script.needs(&[Piece::FETCH]);
    match watch(plan, monitor) {
        Some(Watch::Page(page, certificate)) => {
            script.needs(&[SETTING, PAGE]);
            let mut arguments: Vec<Arg<'_>> = std::iter::once(name).chain(page).collect();
            arguments.extend(certificate.map(|path| sites::trusted(Some(&path))));
            script.call("page", &arguments);
        }
        Some(Watch::Port(place)) => {
            script.needs(&[PORT]);
            script.call("port", &[name, place]);
        }
        Some(Watch::MailServer(server)) => {
            script.needs(&[SETTING, MAIL_SERVER]);
            let arguments: Vec<Arg<'_>> = std::iter::once(name).chain(server).collect();
            script.call("mail_server", &arguments);
        }
        Some(Watch::Bucket(url, variables)) => {
            script.needs(&[SETTING, BUCKET]);
            let mut arguments = vec![name, url];
            for (variable, value) in variables {
                arguments.extend([Arg::Text(variable), value]);
            }
            script.call("bucket", &arguments);
        }
        None => {}
    }
}

/// What a monitor asks; nothing where it names nothing.
pub(super) fn watch<'m>(plan: &Plan<'_>, monitor: &'m Monitor) -> Option<Watch<'m>> {
    let Monitor {
        name: _,
        url,
        tcp,
        smtp,
        s3,
        interval: _,
        expect,
        user,
        password,
        env,
        span: _,
    } = monitor;
    let user = user.as_ref();
    let user = user.map_or(Arg::Empty, |user| Arg::value(user, |text| &text.0));
    let password = password.as_ref().map_or(Arg::Empty, Arg::Secret);
    if let Some(url) = url {
        let (status, body) = expected(expect.as_ref());
        let known = url.get();
        let known = known.and_then(|url| sites::own_certificate(plan, &url.0));
        let url = Arg::value(url, |url| &url.0);
        return Some(Watch::Page([url, status, body, user, password], known));
    }
    if let Some(place) = tcp {
        return Some(Watch::Port(Arg::value(place, |text| &text.0)));
    }
    if let Some(place) = smtp {
        let place = Arg::value(place, |text| &text.0);
        return Some(Watch::MailServer([place, user, password]));
    }
    let url = Arg::value(s3.as_ref()?, |text| &text.0);
    let mut variables = Vec::new();
    for pair in env {
        if let (Expr::Known(key), Some(value)) = (&pair.key.expr, &pair.value) {
            variables.push((key.0.as_str(), Arg::secret_text(value)));
        }
    }
    Some(Watch::Bucket(url, variables))
}

fn expected(expect: Option<&Expect>) -> (Arg<'_>, Arg<'_>) {
    let Some(Expect {
        status,
        body,
        span: _,
    }) = expect
    else {
        return (Arg::Empty, Arg::Empty);
    };
    let status = status.as_ref().map(|status| u64::from(status.value.0));
    let body = body.as_ref();
    (
        Arg::number(status),
        body.map_or(Arg::Empty, |body| Arg::Text(&body.value.0)),
    )
}
