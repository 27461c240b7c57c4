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

/// Adds the check of a monitor.
pub(super) fn add(plan: &Plan<'_>, monitor: &Monitor, script: &mut Script<'_>) {
    let Monitor {
        name,
        url,
        tcp,
        smtp,
        s3,
        interval: _,
        expect,
        user,
        password,
        env: _,
        span: _,
    } = monitor;
    let name = Arg::Text(&name.value.0);
    script.needs(&[Piece::FETCH]);
    let user = user.as_ref();
    let user = || user.map_or(Arg::Empty, |user| Arg::value(user, |text| &text.0));
    let password = || password.as_ref().map_or(Arg::Empty, Arg::Secret);
    if let Some(url) = url {
        script.needs(&[SETTING, PAGE]);
        let (status, body) = expected(expect.as_ref());
        let known = url
            .get()
            .and_then(|url| sites::own_certificate(plan, &url.0));
        let url = Arg::value(url, |url| &url.0);
        let mut arguments = vec![name, url, status, body, user(), password()];
        arguments.extend(known);
        script.call("page", &arguments);
    } else if let Some(place) = tcp {
        script.needs(&[PORT]);
        script.call("port", &[name, Arg::value(place, |text| &text.0)]);
    } else if let Some(place) = smtp {
        script.needs(&[SETTING, MAIL_SERVER]);
        let place = Arg::value(place, |text| &text.0);
        script.call("mail_server", &[name, place, user(), password()]);
    } else if let Some(place) = s3 {
        script.needs(&[SETTING, BUCKET]);
        let mut arguments = vec![name, Arg::value(place, |text| &text.0)];
        for pair in &monitor.env {
            let (Expr::Known(key), Some(value)) = (&pair.key.expr, &pair.value) else {
                continue;
            };
            arguments.extend([Arg::Text(&key.0), Arg::secret_text(value)]);
        }
        script.call("bucket", &arguments);
    }
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
