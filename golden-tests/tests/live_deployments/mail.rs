//! The check of the mail server: green where the user may log in, red with another password.

use std::fs;

use stackc_golden_tests::engine::Project;

use super::{deployment::Deployment, operation, report::Report};

const SERVER: &str = include_str!("mail_server.py");

/// A certificate that the machine trusts, and a name that leads to this machine.
const START: &str = r#"
cd /srv/live/mail
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
    -keyout key.pem -out certificate.pem 2>/dev/null
cat certificate.pem >>/etc/ssl/certs/ca-certificates.crt
echo "127.0.0.1 $host" >>/etc/hosts
python3 server.py . "$user" >log 2>&1 </dev/null &
for _ in $(seq 100); do
    curl --silent "smtp://127.0.0.1:587" --request NOOP && exit
    sleep 0.1
done
cat log
exit 1
"#;

/// Who logs in where, with which secret.
pub(super) struct Mail {
    pub(super) host: &'static str,
    pub(super) user: &'static str,
    pub(super) password: &'static str,
}

pub(super) fn prove(of: &Deployment, project: &Project<'_>, report: &mut Report) {
    let Some(mail) = &of.mail else {
        return;
    };
    let engine = project.engine();
    fs::create_dir(engine.path("/srv/live/mail")).unwrap();
    fs::write(engine.path("/srv/live/mail/server.py"), SERVER).unwrap();
    let file = engine.path("/srv/live/mail/password");
    fs::write(&file, "another one").unwrap();
    let script = format!("host={} user={}\n{START}", mail.host, mail.user);
    let started = engine.sh("/", &script);
    assert!(started.succeeded(), "{}", started.output());

    let red = operation::run(of, project, "health-check.sh");
    let denied = red
        .stdout
        .lines()
        .find(|line| line.starts_with("FAIL monitor mail"));
    assert!(
        denied.is_some_and(|line| line.contains("denied")),
        "{}",
        red.output()
    );
    fs::write(&file, &project.secrets()[mail.password]).unwrap();
    let green = operation::run(of, project, "health-check.sh");
    assert!(
        green.stdout.contains("ok   monitor mail: answers"),
        "{}",
        green.output()
    );
    report.proved("the check of the mail server logs in over TLS, and is red where the password is another one");
}
