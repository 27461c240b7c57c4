use stackc_compiler::{
    artifact::Artifacts,
    compile::compile,
    diag::Severity,
    resolve::Request,
    source::EmptyLibrary,
    target::{Place, Target as _},
};

use super::{Systemd, quadlet_rows};

fn made(text: &str) -> Artifacts {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: format!("stack shop edition=1\n{text}\n"),
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, crate::REGISTRY);
    let items = compilation.diagnostics.items();
    let errors = items.iter().filter(|item| item.severity == Severity::Error);
    assert_eq!(errors.count(), 0, "{items:#?}");
    let stack = compilation.default_stack().expect("a stack");
    let place = Place {
        back: "../..".to_owned(),
        project: String::new(),
        command: "stackc build".to_owned(),
        ..Place::default()
    };
    Systemd.emit(stack, &place).expect("files")
}

fn codes(text: &str) -> Vec<&'static str> {
    let request = Request {
        path: "stack.kdl".to_owned(),
        text: format!("stack shop edition=1\n{text}\ntarget systemd {{ flavour quadlet }}\n"),
        ..Request::default()
    };
    let compilation = compile(&request, &EmptyLibrary, crate::REGISTRY);
    let items = compilation.diagnostics.items().iter();
    items.map(|item| item.code).collect()
}

fn text(artifacts: &Artifacts, path: &str) -> String {
    let artifact = artifacts.get(path).expect("the file");
    String::from_utf8(artifact.bytes.clone()).expect("text")
}

fn has(text: &str, line: &str) -> bool {
    text.lines().any(|one| one == line)
}

#[test]
fn a_project_is_one_unit() {
    let artifacts = made("service a { image \"a:1\"; stop-grace-period \"2m\" }\ntarget systemd");
    let unit = text(&artifacts, "shop.service");
    for line in [
        "Requires=docker.service",
        "RemainAfterExit=yes",
        "WorkingDirectory=/opt/shop",
        "TimeoutStopSec=150",
        "WantedBy=multi-user.target",
    ] {
        assert!(has(&unit, line), "{line} in:\n{unit}");
    }
    assert!(artifacts.get("docker-compose.yml").is_some());
    assert!(artifacts.get("shop-certificates.timer").is_none());
}

const SELF_SIGNED: &str = "service a { image \"a:1\"; port http 80 publish=8080 }
site \"a.example\" { tls self-signed; route \"/\" to=\"a:http\" }";

#[test]
fn certificates_of_the_containers_nginx_are_renewed() {
    let artifacts = made(&format!(
        "{SELF_SIGNED}\nedge {{ http \"*:80\"; https \"*:443\" }}\ntarget systemd"
    ));
    let unit = text(&artifacts, "shop-certificates.service");
    let compose = "/usr/bin/docker compose --project-name shop --file docker-compose.yml";
    let reload = format!(
        "ExecStart=/bin/sh -c \"if [ -n \\\"$$({compose} ps --quiet nginx)\\\" ]; then exec {compose} exec -T nginx nginx -c /etc/nginx/stack/nginx.conf -s reload; fi\""
    );
    for line in [
        "After=docker.service network-online.target",
        "After=shop.service",
        "WorkingDirectory=/opt/shop",
        "ExecStart=/bin/sh /opt/shop/make-certificates.sh",
        &reload,
        "ProtectSystem=strict",
        "ReadWritePaths=/opt/shop",
    ] {
        assert!(has(&unit, line), "{line} in:\n{unit}");
    }
    let readme = text(&artifacts, "README.md");
    assert!(
        has(
            &readme,
            "sudo systemctl enable --now shop-certificates.timer"
        ),
        "{readme}"
    );
    assert!(artifacts.get("shop-certificates.timer").is_some());
}

#[test]
fn certificates_of_the_hosts_nginx_are_renewed() {
    let edge = "edge { place host; http \"*:80\"; https \"*:443\" }";
    for flavour in ["compose", "quadlet"] {
        let artifacts = made(&format!(
            "{SELF_SIGNED}\n{edge}\ntarget systemd {{ flavour {flavour} }}\ntarget nginx {{ version \"1.26\" }}"
        ));
        let unit = text(&artifacts, "shop-certificates.service");
        for line in [
            "ExecStart=/bin/sh /opt/shop/make-certificates.sh /etc/stackc/shop/tls",
            "ExecStart=/usr/bin/systemctl try-reload-or-restart nginx",
        ] {
            assert!(has(&unit, line), "{line} in:\n{unit}");
        }
        let readme = text(&artifacts, "README.md");
        let start = "sudo systemctl enable --now shop-certificates.timer";
        assert!(has(&readme, start), "{readme}");
        assert!(
            readme.contains("make-certificates.sh /opt/shop/") || flavour == "compose",
            "{readme}"
        );
    }
    let artifacts = made(&format!(
        "{SELF_SIGNED}\n{edge}\ntarget systemd {{ scope user }}\ntarget nginx {{ version \"1.26\" }}"
    ));
    assert!(artifacts.get("shop-certificates.timer").is_none());
}

/// A name that can't be renewed any more keeps no other from it.
#[test]
fn each_certificate_is_asked_for() {
    let artifacts = made(
        "service a { image \"a:1\"; port http 80 publish=8080 }
         site \"a.example.com\" { tls letsencrypt email=\"a@example.com\"; route \"/\" to=\"a:http\" }
         site \"b.example.com\" { tls letsencrypt email=\"a@example.com\"; route \"/\" to=\"a:http\" }
         edge { place host; http \"*:80\"; https \"*:443\" }
         target systemd
         target nginx { version \"1.26\" }",
    );
    let unit = text(&artifacts, "shop-certificates.service");
    let commands: Vec<&str> = unit
        .lines()
        .filter(|line| line.starts_with("ExecStart="))
        .collect();
    assert_eq!(commands.len(), 1, "{unit}");
    let ends = commands.first().is_some_and(|line| {
        line.contains("|| failed=1; done") && line.ends_with(" sh a.example.com b.example.com")
    });
    assert!(ends, "{unit}");
}

/// An edge on the host has no Compose file of its own, and a service without a test is not waited for.
#[test]
fn what_has_no_test_does_not_fail_the_unit() {
    let artifacts = made(
        "service a { image \"a:1\"; healthcheck { none } }
         service b { image \"b:1\" }
         target systemd
         target compose { edge-file \"docker-compose.nginx.yml\" }",
    );
    let unit = text(&artifacts, "shop.service");
    let call = "/usr/bin/docker compose --project-name shop --file docker-compose.yml up --detach";
    for key in ["ExecStart", "ExecReload"] {
        let calls: Vec<&str> = unit.lines().filter(|line| line.starts_with(key)).collect();
        assert_eq!(
            calls,
            [
                format!("{key}={call} --remove-orphans"),
                format!("{key}={call} --wait --no-deps --no-recreate b")
            ]
        );
    }
}

#[test]
fn a_secret_stands_in_no_unit() {
    let artifacts = made(
        "secret t
         service a { image \"x.example/a:1\"; env { URL \"u:${secret.t}@h\"; TOKEN \"${secret.t}\" } }
         target systemd { flavour quadlet }",
    );
    let unit = text(&artifacts, "quadlet/shop-a.container");
    assert!(has(&unit, "PodmanArgs=--env URL"), "{unit}");
    assert!(has(&unit, "Secret=shop_t,type=env,target=TOKEN"), "{unit}");
    assert!(!unit.contains("u:"), "{unit}");
    let script = text(&artifacts, "values.sh");
    assert!(script.contains("put URL u:\"$stackc_1\"@h"), "{script}");
}

#[test]
fn conditions_become_dependencies() {
    let artifacts = made(
        "service db { image \"x.example/db:1\"; healthcheck shell=\"true\" }
         service once { image \"x.example/once:1\"; depends-on db condition=healthy }
         service tool { image \"x.example/tool:1\"; profile tools }
         service web {
             image \"x.example/web:1\"
             depends-on once condition=completed
             depends-on db restart=#true
             depends-on tool required=#false
             restart always
         }
         target systemd { flavour quadlet }",
    );
    let db = text(&artifacts, "quadlet/shop-db.container");
    assert!(has(&db, "Notify=healthy") && has(&db, "HealthStartupInterval=2s"));
    let once = text(&artifacts, "quadlet/shop-once.container");
    assert!(has(&once, "Requires=shop-db.service") && has(&once, "Type=oneshot"));
    let web = text(&artifacts, "quadlet/shop-web.container");
    for line in [
        "Requires=shop-once.service",
        "Wants=shop-db.service",
        "PartOf=shop-db.service",
        "After=shop-tool.service",
        "StartLimitIntervalSec=0",
    ] {
        assert!(has(&web, line), "{line} in:\n{web}");
    }
    assert!(!web.contains("Wants=shop-tool"), "{web}");
    let target = text(&artifacts, "shop.target");
    assert!(has(&target, "Upholds=shop-web.service") && !target.contains("Upholds=shop-once"));
    assert!(!target.contains("shop-tool"), "{target}");
}

#[test]
fn what_is_lost_is_reported() {
    assert_eq!(
        codes(
            "service a { image \"x.example/a:1\"; attach #false; domainname \"x\"; cpu-count 2 }"
        ),
        ["target-lowers", "target-partial", "target-refuses"]
    );
    assert!(
        codes("service a { image \"x.example/a:1\"; command \"a\\u{0}b\" }")
            .contains(&"not-carriable")
    );
}

/// A backup and jobs of each kind.
const RUNS: &str = "secret p
    volume v
    service db { image \"x.example/db:1\"; database postgres name=d password=(secret)p }
    service web { image \"x.example/web:1\"; volume v to=\"/v\"; restart always }
    backup b { database db; volume v; stop web; schedule cron=\"0 4 13 * fri\" time-zone=\"UTC\"; keep days=3; store local \"/copies\" }
    job first { like web; command a; before web }
    job hand { image \"x.example/a:1\" }
    job inside { in web; command a \"b c\"; schedule every=\"6h\" }
    job shell interactive=#true { in web; command sh }";

#[test]
fn backups_and_jobs_of_a_project_have_units() {
    let artifacts = made(&format!("{RUNS}\ntarget systemd"));
    let backup = text(&artifacts, "shop-backup-b.service");
    assert!(
        has(&backup, "ExecStart=/bin/sh /opt/shop/backup/run-b.sh"),
        "{backup}"
    );
    assert!(
        !backup.contains("[Install]") && has(&backup, "Type=oneshot"),
        "{backup}"
    );
    let timer = text(&artifacts, "shop-backup-b.timer");
    for line in [
        "OnCalendar=*-*-13 04:00:00 UTC",
        "OnCalendar=Fri *-*-* 04:00:00 UTC",
        "Persistent=true",
    ] {
        assert!(has(&timer, line), "{line} in:\n{timer}");
    }
    let timer = text(&artifacts, "shop-job-inside.timer");
    assert!(has(&timer, "OnCalendar=*-*-* 00,06,12,18:00:00"), "{timer}");
    assert!(artifacts.get("shop-job-hand.service").is_some());
    for none in [
        "shop-job-hand.timer",
        "shop-job-first.service",
        "shop-job-shell.service",
    ] {
        assert!(artifacts.get(none).is_none(), "{none}");
    }
}

#[test]
fn backups_and_jobs_of_quadlet_are_containers() {
    let artifacts = made(&format!("{RUNS}\ntarget systemd {{ flavour quadlet }}"));
    let dump = text(&artifacts, "quadlet/shop-once-backup-b-db.container");
    for line in [
        "Type=oneshot",
        "StartLimitIntervalSec=0",
        "Secret=shop_p,type=mount,target=p,mode=0444",
        "Environment=PASSWORD_FILE=/run/secrets/p",
    ] {
        assert!(has(&dump, line), "{line} in:\n{dump}");
    }
    let first = text(&artifacts, "quadlet/shop-first.container");
    assert!(has(&first, "RemainAfterExit=yes"), "{first}");
    let web = text(&artifacts, "quadlet/shop-web.container");
    assert!(
        has(&web, "Requires=shop-first.service") && has(&web, "After=shop-first.service"),
        "{web}"
    );
    let hand = text(&artifacts, "quadlet/shop-job-hand.container");
    assert!(!hand.contains("RemainAfterExit"), "{hand}");
    let inside = text(&artifacts, "shop-job-inside.service");
    assert!(
        has(
            &inside,
            "ExecStart=/usr/bin/podman exec shop-web-1 a \"b c\""
        ),
        "{inside}"
    );
    assert!(!text(&artifacts, "shop.target").contains("once-"));
    assert_eq!(codes(RUNS), ["target-partial"]);
}

#[test]
fn one_port_of_several_is_the_first() {
    let stack = "service a { image \"x.example/a:1\"; port http 80 publish=\"9100-9101\" }";
    let artifacts = made(&format!("{stack}\ntarget systemd {{ flavour quadlet }}"));
    let unit = text(&artifacts, "quadlet/shop-a.container");
    assert!(has(&unit, "PublishPort=127.0.0.1:9100:80"), "{unit}");
    assert_eq!(codes(stack), ["target-partial"]);
}

#[test]
fn a_login_is_known_to_a_user_alone() {
    let job = "service a { image \"x.example/a:1\" }\njob j { in a; command b; schedule login }";
    let user = made(&format!("{job}\ntarget systemd {{ scope user }}"));
    assert!(has(&text(&user, "shop-job-j.timer"), "OnStartupSec=0"));
    let machine = made(&format!("{job}\ntarget systemd"));
    assert!(machine.get("shop-job-j.timer").is_none());
    assert_eq!(codes(job), ["target-partial"]);
    let both = job.replace("schedule login", "schedule daily at=\"03:30\" login=#true");
    let user = made(&format!("{both}\ntarget systemd {{ scope user }}"));
    let timer = text(&user, "shop-job-j.timer");
    assert!(has(&timer, "OnStartupSec=0") && has(&timer, "OnCalendar=*-*-* 03:30:00"));
    let machine = made(&format!("{both}\ntarget systemd"));
    let timer = text(&machine, "shop-job-j.timer");
    assert!(!timer.contains("OnStartupSec") && timer.contains("OnCalendar="));
    assert_eq!(codes(&both), ["target-partial"]);
}

#[test]
fn the_table_has_each_word_once() {
    let rows = quadlet_rows();
    assert!(rows.len() > 150, "{}", rows.len());
    for row in rows {
        assert!(
            row.support.text().is_empty() || row.support.text().contains(' '),
            "{row:?}"
        );
    }
}

/// Who has only the files knows how the passwords of a site are made, and who renews its certificate.
#[test]
fn passwords_and_renewal_of_a_hosts_nginx_are_explained() {
    for (flavour, scope, timer) in [
        (
            "compose",
            "system",
            "`shop-certificates.timer` looks twice a day",
        ),
        (
            "quadlet",
            "system",
            "`shop-certificates.timer` looks twice a day",
        ),
        (
            "quadlet",
            "user",
            "sudo systemctl enable --now certbot.timer",
        ),
    ] {
        let artifacts = made(&format!(
            "secret users
             service a {{ image \"a:1\"; port http 80 publish=8080 }}
             site \"a.example.com\" {{
                 tls letsencrypt email=\"a@example.com\"
                 basic-auth \"staff\" file=(secret)users
                 route \"/\" to=\"a:http\"
             }}
             edge {{ place host; http \"*:80\"; https \"*:443\" }}
             target systemd {{ flavour {flavour}; scope {scope} }}
             target nginx {{ version \"1.26\" }}"
        ));
        let readme = text(&artifacts, "README.md");
        let made = "sudo htpasswd -B /etc/stackc/shop/secrets/users NAME";
        assert!(has(&readme, made), "{readme}");
        assert!(readme.contains(timer), "{flavour} {scope}:\n{readme}");
    }
}

/// The file of the service `a` with Quadlet.
fn unit_of(stack: &str) -> String {
    let artifacts = made(&format!("{stack}\ntarget systemd {{ flavour quadlet }}"));
    text(&artifacts, "quadlet/shop-a.container")
}

#[test]
fn a_path_that_an_input_begins_is_taken_from_the_stacks_folder() {
    let inputs = "input DATA default=\"./data\"\ninput F default=\"web.env\"\n";
    for (scope, said, line) in [
        (
            "system",
            "bind \"${input.DATA}\" to=\"/d\"",
            "WorkingDirectory=/opt/shop",
        ),
        (
            "user",
            "bind \"${input.DATA}/x\" to=\"/d\"",
            "WorkingDirectory=%h/shop",
        ),
        (
            "system",
            "env-file \"${input.F}\"",
            "WorkingDirectory=/opt/shop",
        ),
    ] {
        let stack = format!("{inputs}service a {{ image \"x.example/a:1\"; {said} }}");
        let artifacts = made(&format!(
            "{stack}\ntarget systemd {{ flavour quadlet; scope {scope} }}"
        ));
        let unit = text(&artifacts, "quadlet/shop-a.container");
        assert!(has(&unit, line), "{line} in:\n{unit}");
    }
    for said in [
        "bind \"/srv/${input.F}\" to=\"/d\"",
        "bind \"./${input.F}\" to=\"/d\"",
    ] {
        let unit = unit_of(&format!(
            "{inputs}service a {{ image \"x.example/a:1\"; {said} }}"
        ));
        assert!(!unit.contains("WorkingDirectory="), "{unit}");
    }
}

#[test]
fn a_zero_is_no_limit() {
    for said in [
        "cpus 0; mem-limit \"0\"; mem-reservation \"0\"; memswap-limit \"0\"; shm-size \"0\"",
        "resources memory=\"0\" cpus=0 { reserve memory=\"0\" }",
    ] {
        let unit = unit_of(&format!("service a {{ image \"x.example/a:1\"; {said} }}"));
        for key in ["CPUQuota", "Memory", "ShmSize", "PodmanArgs"] {
            assert!(!unit.contains(key), "{key} in:\n{unit}");
        }
    }
    let unit =
        unit_of("service a { image \"x.example/a:1\"; mem-limit \"1GiB\"; memswap-limit \"0\" }");
    assert!(
        has(&unit, "MemoryMax=1024M") && !unit.contains("Swap"),
        "{unit}"
    );
}

#[test]
fn a_share_of_a_processor_keeps_its_hundredths() {
    for (cpus, quota) in [
        ("0.001", "0.1%"),
        ("0.0123", "1.23%"),
        ("0.5", "50%"),
        ("2", "200%"),
        ("0.00000001", "0.01%"),
        ("99999999999", "21474836.47%"),
    ] {
        let unit = unit_of(&format!(
            "service a {{ image \"x.example/a:1\"; cpus {cpus} }}"
        ));
        assert!(has(&unit, &format!("CPUQuota={quota}")), "{cpus}:\n{unit}");
    }
}

#[test]
fn a_zero_of_a_healthcheck_is_dockers_own_time() {
    let unit = unit_of(
        "service a { image \"x.example/a:1\"; healthcheck retries=0 interval=\"0s\" timeout=\"0s\" start-period=\"0s\" start-interval=\"0s\" { command a } }
         service b { image \"x.example/b:1\"; depends-on a condition=healthy }",
    );
    let said: Vec<&str> = unit
        .lines()
        .filter(|line| line.starts_with("Health") || line.starts_with("TimeoutStartSec="))
        .collect();
    let wanted = [
        "HealthCmd=CMD a",
        "HealthStartupCmd=CMD a",
        "HealthStartupInterval=2s",
        "TimeoutStartSec=1080",
    ];
    assert_eq!(said, wanted, "{unit}");
}

#[test]
fn starts_and_times_stay_within_what_systemd_takes() {
    for (said, line) in [
        ("restart \"on-failure:0\"", "StartLimitIntervalSec=0"),
        ("restart \"on-failure:2\"", "StartLimitBurst=3"),
        (
            "restart \"on-failure:18446744073709551615\"",
            "StartLimitBurst=4294967295",
        ),
        (
            "healthcheck retries=18446744073709551615 { command a }",
            "TimeoutStartSec=infinity",
        ),
    ] {
        let unit = unit_of(&format!("service a {{ image \"x.example/a:1\"; {said} }}"));
        assert!(has(&unit, line), "{line} in:\n{unit}");
        assert!(
            !said.ends_with(":0\"") || !unit.contains("StartLimitBurst"),
            "{unit}"
        );
    }
}

#[test]
fn an_optional_secret_may_be_missing_in_a_variable() {
    let stack = "secret p optional=#true
         service a { image \"x.example/a:1\"; env { A (secret)p } }";
    let artifacts = made(&format!("{stack}\ntarget systemd {{ flavour quadlet }}"));
    let unit = text(&artifacts, "quadlet/shop-a.container");
    assert!(
        has(&unit, "PodmanArgs=--env A") && !unit.contains("Secret="),
        "{unit}"
    );
    let script = text(&artifacts, "values.sh");
    assert!(
        script.contains("$(cat \"$stackc_secrets/\"p 2>/dev/null || :)"),
        "{script}"
    );
    let readme = text(&artifacts, "README.md");
    assert!(
        readme.contains("optional: leave both lines out"),
        "{readme}"
    );
    assert_eq!(codes(stack), [""; 0]);
}

#[test]
fn an_optional_secret_that_podman_hands_on_is_reported() {
    for said in [
        "secret p",
        "secret p }\nservice b { image \"x.example/b:1\"; secret p",
        "env { HTTP_PROXY (secret)p }",
        "env { P_FILE \"${secret-file.p}\" }",
    ] {
        let stack =
            format!("secret p optional=#true\nservice a {{ image \"x.example/a:1\"; {said} }}");
        let artifacts = made(&format!("{stack}\ntarget systemd {{ flavour quadlet }}"));
        let unit = text(&artifacts, "quadlet/shop-a.container");
        assert!(unit.contains("Secret=shop_p,"), "{unit}");
        assert_eq!(codes(&stack), ["target-partial"], "{said}");
        let readme = text(&artifacts, "README.md");
        assert!(readme.contains("optional, but podman needs it"), "{readme}");
    }
    let external = "secret p optional=#true external=#true
         service a { image \"x.example/a:1\"; env { A (secret)p } }";
    assert_eq!(codes(external), ["target-partial"]);
}

#[test]
fn a_build_whose_folder_an_input_begins_is_reported() {
    let stack = "input C default=\"./c\"\nservice a { build \"${input.C}\" }";
    assert_eq!(codes(stack), ["target-partial"]);
    let artifacts = made(&format!("{stack}\ntarget systemd {{ flavour quadlet }}"));
    let unit = text(&artifacts, "quadlet/shop-a.build");
    assert!(has(&unit, "SetWorkingDirectory=${C}"), "{unit}");
    assert!(!has(&unit, "WorkingDirectory=/opt/shop"), "{unit}");
}
