//! Two real databases and a volume are copied to a folder, to a restic repository and to a bucket, destroyed, and restored from each, until every row is as it
//! was; also on a machine that had none of it. What is deleted from the stores is what the stack says.

use std::{fs, time::Duration};

use stackc_golden_tests::{
    engine::{Engine, Family, Project, Setup},
    live::wait_until,
    stackc,
};

use super::report::Report;

const STACK: &str = include_str!("stores/stack.kdl");
/// Where the copies of the two backups lie.
const COPIES: &str = "copies/stores/nightly";
const TABLES: &str = "tables/stores/tables";
const DEADLINE: Duration = Duration::from_mins(2);

/// Passwords with every character that a client's file could take for something else.
const PASSWORDS: [(&str, &str); 2] = [
    ("db-password", "p:w\\d\"x'y #z"),
    ("orders-password", "q\"u#t e"),
];

/// The databases' own clients, and everything that there is in a form that can be compared.
const TOOLS: &str = r#"
on_db() { docker compose exec -T db psql -At -v ON_ERROR_STOP=1 -h 127.0.0.1 -U shop -c "$1"; }
on_orders() {
    printf '[client]\nuser=root\nhost=127.0.0.1\npassword="q\\"u#t e"\n' |
        docker compose exec -T orders sh -c "cat >/tmp/client.cnf; mariadb --defaults-extra-file=/tmp/client.cnf -N orders -e \"$1\""
}
on_web() { docker compose exec -T web sh -c "$1"; }
state() {
    on_db "select count(*), md5(string_agg(id || v, ',' order by id)) from t"
    on_db 'select * from w'
    on_orders 'select count(*), sum(crc32(v)) from o; call p()'
    on_web 'cd /srv/uploads; ls -A; readlink link; find . -type f | sort | while read -r file; do echo "$file"; cat "$file"; done'
}
"#;

const FILL: &str = r#"
on_db "create table t (id int primary key, v text); insert into t select g, md5(g::text) from generate_series(1, 5000) g; create view w as select count(*) from t" >/dev/null
on_orders 'create table o (id int primary key auto_increment, v varchar(40)); insert into o (v) select md5(seq) from seq_1_to_3000; create procedure p() select 1'
on_web 'mkdir -p /srv/uploads/a; for i in $(seq 50); do echo "file $i" >"/srv/uploads/a/$i"; done; echo hidden >"/srv/uploads/.x y"; ln -s a /srv/uploads/link'
"#;

const CHANGE: &str = r#"
on_db 'delete from t where id > 10; drop view w' >/dev/null
on_web 'rm -rf /srv/uploads/a; touch /srv/uploads/new'
on_orders 'drop table o'
"#;

/// The days of copies that were made before, most of them of one week, and the newest of each of two days and two weeks, which stay; the copy of today is the
/// newest of its day and of its week.
const RETENTION: [(&str, bool); 6] = [
    ("20200106T033000Z", false),
    ("20200113T033000Z", false),
    ("20200114T033000Z", false),
    ("20200114T043000Z", true),
    ("20200108T033000Z", false),
    ("20190101T000000Z", false),
];

/// What is named otherwise is nobody's business here.
const STRANGER: &str = "not-a-copy";

pub(super) fn prove() {
    let mut report = Report::new("backups");
    let engine = Engine::new();
    let project = project(&engine);
    bucket(&engine);
    up(&project);
    sh(&project, FILL);
    let before = sh(&project, "state");
    report.proved("two databases and a volume are filled");

    age(&project);
    script(&project, "sh backup/run-nightly.sh");
    script(&project, "sh backup/run-tables.sh");
    assert_eq!(sh(&project, "state"), before, "after a backup");
    let running = project.compose(&["ps", "--services", "--status", "running"]);
    let mut running: Vec<&str> = running.stdout.lines().collect();
    running.sort_unstable();
    assert_eq!(
        running,
        ["db", "orders", "web"],
        "a service was not started again"
    );
    report.proved("copies in a folder, a repository and a bucket, and nothing else is changed");
    retained(&project);
    report.proved("old copies are deleted from each store as the stack says, and nothing else");

    for (store, name) in [(1, "a folder"), (2, "a repository"), (3, "a bucket")] {
        let down = project.compose(&["--profile", "*", "down", "--volumes"]);
        assert!(down.succeeded(), "{}", down.output());
        script(
            &project,
            &format!("sh backup/restore-nightly.sh --yes --store {store} latest"),
        );
        up(&project);
        assert_eq!(sh(&project, "state"), before, "store {store}");
        report.proved(format!("destroyed, and restored from {name}"));
    }

    sh(&project, CHANGE);
    script(&project, "sh backup/restore-nightly.sh --yes latest");
    assert_eq!(sh(&project, "state"), before);
    report.proved("changed, and restored over it");
    sh(&project, "on_db 'delete from t where id > 10; drop view w'");
    script(&project, "sh backup/restore-tables.sh --yes latest");
    assert_eq!(sh(&project, "state"), before);
    report.proved("restored from PostgreSQL's own format");

    another_machine(&project, &before);
    report.proved("restored twice in a row on a machine that had none of it");
    half(&project);
    assert_eq!(sh(&project, "state"), before);
    report.proved("half a copy is refused, and changes nothing");
    let left = engine.docker(&[
        "ps",
        "--all",
        "--quiet",
        "--filter",
        "label=com.docker.compose.oneoff=True",
    ]);
    assert_eq!(left.stdout, "", "a container is left");
}

/// The compiled stack with its secrets.
fn project(engine: &Engine) -> Project<'_> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("stack.kdl"),
        format!("{STACK}target compose\n"),
    )
    .unwrap();
    let built = stackc::run(folder.path(), &["build", "--quiet"]);
    assert!(built.succeeded(), "{}", built.output());
    let project = Project::new(
        engine,
        Setup {
            name: "stores",
            tree: folder.path(),
            place: "out/compose",
            inputs: &[("BUCKET_KEY", "the-key-of-the-bucket")],
            ..Setup::default()
        },
    );
    for (name, value) in PASSWORDS {
        let path = engine.path(&format!("{}/secrets/{name}", project.folder()));
        fs::write(path, value).unwrap();
    }
    project
}

/// A server that speaks S3, with an empty bucket.
fn bucket(engine: &Engine) {
    let run = engine.docker(&[
        "run",
        "--detach",
        "--name",
        "s3",
        "--publish",
        "9000:9000",
        &Family::S3.image(),
    ]);
    assert!(run.succeeded(), "{}", run.output());
    let made = wait_until(DEADLINE, || {
        let answer = engine.ask("http://s3:9000/shop", &["--request", "PUT"])?;
        if answer.status == 200 {
            Ok(())
        } else {
            Err(format!("{answer:?}"))
        }
    });
    made.unwrap();
}

fn up(project: &Project<'_>) {
    project.up().unwrap_or_else(|error| panic!("{error}"));
}

/// Runs a script that has the clients; what it prints.
fn sh(project: &Project<'_>, script: &str) -> String {
    let done = project.sh(&format!("{TOOLS}\n{script}"));
    assert!(done.succeeded(), "{script}: {}", done.output());
    done.stdout
}

/// Runs a generated script.
fn script(project: &Project<'_>, script: &str) {
    let done = project.sh(script);
    assert!(done.succeeded(), "{script}: {}", done.output());
}

/// A program of an image with the credentials of the bucket.
fn rclone(words: &str) -> String {
    format!(
        "docker run --rm --network host --entrypoint rclone -e RCLONE_CONFIG_S_TYPE=s3 -e RCLONE_CONFIG_S_PROVIDER=Other -e RCLONE_CONFIG_S_ENDPOINT=http://127.0.0.1:9000 \
         -e RCLONE_CONFIG_S_ACCESS_KEY_ID=shop -e RCLONE_CONFIG_S_SECRET_ACCESS_KEY=x -v /srv/live/stores/old:/old {} {words}",
        Family::Rclone.image()
    )
}

fn restic(words: &str) -> String {
    format!(
        "docker run --rm -v /srv/live/stores/repository:/repository -v /srv/live/stores/out/compose/secrets:/secrets -v /srv/live/stores/old:/old -e RESTIC_REPOSITORY=/repository -e RESTIC_PASSWORD_FILE=/secrets/restic-password {} {words}",
        Family::Restic.image()
    )
}

/// Puts copies of earlier days into every store, and something that is no copy.
fn age(project: &Project<'_>) {
    script(
        project,
        "cd ../..; mkdir -p old copies tables repository; echo old >old/complete",
    );
    script(project, &restic("init"));
    for (copy, _) in RETENTION {
        script(
            project,
            &format!(
                "cd ../..; for to in {COPIES}/{copy} {TABLES}/{copy} copies/other/nightly/{copy}; do mkdir -p \"$to\"; echo old >\"$to/old\"; done"
            ),
        );
        script(
            project,
            &rclone(&format!("copy /old s:shop/nightly/stores/nightly/{copy}")),
        );
        let moment = format!(
            "$(echo {copy} | sed 's/\\(....\\)\\(..\\)\\(..\\)T\\(..\\)\\(..\\).*/\\1-\\2-\\3 \\4:\\5:00/')"
        );
        script(
            project,
            &restic(&format!(
                "backup --host stores-nightly --tag stores/nightly,{copy} --time \"{moment}\" /old"
            )),
        );
    }
    script(
        project,
        &format!(
            "cd ../..; mkdir {COPIES}/{STRANGER}; mkdir {COPIES}/{}x",
            RETENTION[0].0
        ),
    );
    script(
        project,
        &rclone(&format!(
            "copy /old s:shop/nightly/stores/nightly/{STRANGER}"
        )),
    );
    script(
        project,
        &rclone(&format!("copy /old s:shop/other/{}", RETENTION[0].0)),
    );
    script(
        project,
        &restic(
            "backup --host stores-nightly --tag stores-nightly --time '2019-01-01 00:00:00' /old",
        ),
    );
}

/// What every store has now.
fn retained(project: &Project<'_>) {
    let kept: Vec<&str> = RETENTION
        .iter()
        .filter(|(_, kept)| *kept)
        .map(|(copy, _)| *copy)
        .collect();
    for (store, listed) in [
        ("local", format!("ls ../../{COPIES}")),
        (
            "restic",
            restic("snapshots --json --tag stores/nightly")
                + " | tr ',' '\\n' | sed -n 's/.*\"\\([0-9]\\{8\\}T[0-9]\\{6\\}Z\\)\".*/\\1/p'",
        ),
        (
            "s3",
            rclone("lsf s:shop/nightly/stores/nightly") + " | tr -d /",
        ),
    ] {
        let done = project.sh(&listed);
        assert!(done.succeeded(), "{}", done.output());
        let mut copies: Vec<&str> = done
            .stdout
            .lines()
            .filter(|name| name.len() == 16)
            .collect();
        copies.sort_unstable();
        let newest = copies.pop().expect("there is a copy");
        assert!(
            !RETENTION.iter().any(|(copy, _)| *copy == newest),
            "{store} has no new copy: {}",
            done.stdout
        );
        assert_eq!(copies, kept, "{store}");
        if store != "restic" {
            assert!(done.stdout.contains(STRANGER), "{store}: {}", done.stdout);
        }
    }
    let tables = project.sh(&format!("ls ../../{TABLES}"));
    assert_eq!(tables.stdout.lines().count(), 1, "{}", tables.stdout);
    let others = project.sh("ls ../../copies/other/nightly");
    assert_eq!(
        others.stdout.lines().count(),
        RETENTION.len(),
        "another project's copies: {}",
        others.output()
    );
    let strangers = project.sh(&format!(
        "ls ../../{COPIES}/{}x >/dev/null; {}; {}",
        RETENTION[0].0,
        rclone("lsf s:shop/other"),
        restic("snapshots --json --tag stores-nightly")
    ));
    assert!(
        strangers.succeeded()
            && strangers.stdout.contains(RETENTION[0].0)
            && strangers.stdout.contains("\"stores-nightly\""),
        "{}",
        strangers.output()
    );
}

/// The project's folder with its secrets and the store on the machine: that is all there is of it on another one.
fn another_machine(project: &Project<'_>, before: &str) {
    let engine = Engine::new();
    let root = project.engine().path("/srv/live/stores");
    let other = Project::new(
        &engine,
        Setup {
            name: "moved",
            tree: &root,
            place: "out/compose",
            ..Setup::default()
        },
    );
    for store in [1, 2] {
        script(
            &other,
            &format!("sh backup/restore-nightly.sh --yes --store {store} latest"),
        );
        up(&other);
        assert_eq!(sh(&other, "state"), before, "on another machine");
    }
}

/// A copy whose dump is cut off.
fn half(project: &Project<'_>) {
    let cut = "cd ../../copies/stores/nightly; copy=$(ls -d 202?????T??????Z | grep -v ^2020 | tail -n 1); gunzip -c \"$copy/db.sql.gz\" | head -c 5000 | gzip >half; mv half \"$copy/db.sql.gz\"; echo \"$copy\"";
    let copy = project.sh(cut);
    assert!(copy.succeeded(), "{}", copy.output());
    let refused = project.sh(&format!(
        "sh backup/restore-nightly.sh --yes {}",
        copy.stdout.trim()
    ));
    assert!(
        !refused.succeeded(),
        "half a dump was restored: {}",
        refused.output()
    );
}
