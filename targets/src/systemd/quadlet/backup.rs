//! Backups: containers that run once each, and the scripts that start them in order.
//!
//! A container's unit has no words of its own: the script writes those into a file of the runtime folder that systemd reads when the unit
//! starts, and what the container says goes the same way back. So a copy is made by units of the machine, with podman's secrets, and no
//! command line is written twice.

use stackc_compiler::{
    answers,
    artifact::{Artifact, Artifacts, Bug},
    atoms::words::{Engine, StoreKind},
    model::Service,
    source::Span,
};

use super::{
    Output, container, environment::variable, files::needed, image, json, lifecycle, network,
    resources, sheet::Sheet,
};
use crate::{
    parts::{
        backup::{
            self, Dump, FILES_IMAGE, Plan as Backup, RCLONE_IMAGE, RESTIC_IMAGE, SCRIPTS, StorePlan,
        },
        compose::{dump_name, files_name, store_name},
        project::{Host, scripts},
    },
    systemd::{
        plan::{Plan, written},
        runs::{self, Run},
    },
    text::{
        shell::Word,
        unit::{Setting, Text, Unit},
    },
};

answers! {
    USERS: ["backup store" "place"] "in a folder of the machine's with scope user" => Partial("is in a folder of the machine's, where a user makes none; let root make it and give it to the user, or take one below ~");
}

/// Where only root makes folders.
const MACHINES: [&str; 7] = [
    "/etc/", "/opt/", "/root/", "/run/", "/srv/", "/usr/", "/var/",
];

/// The variable with the words of a container.
const WORDS: &str = "STACKC_WORDS";

/// The name of a container's file: no job and no service is called so.
fn once(name: &str) -> String {
    format!("once-{name}")
}

/// Whether a container joins the network `default`.
pub(super) fn joins_default(plan: &Plan<'_>) -> bool {
    let mut stores = plan.stack.backups.iter().flat_map(|backup| &backup.stores);
    stores.any(|store| store.kind.value != StoreKind::Local)
}

/// Adds the containers and the volume that they share.
pub(super) fn add<'a>(plan: &'a Plan<'a>, output: &mut Output) -> Result<(), Bug> {
    for backup in backup::plans(plan.stack) {
        let span = backup.backup.span;
        let name = files_name(&backup);
        let mut volume = Sheet::new(plan, "Volume", &format!("volume {name}"))?;
        let own = format!("{}_{name}", plan.stack.project);
        volume.bare("VolumeName", Text::new(own))?;
        output.take(volume, &name, "volume", Some(span))?;
        take(output, files(plan, &backup)?, &name, span)?;
        for dump in &backup.dumps {
            let sheet = database(plan, &backup, dump)?;
            take(output, sheet, &dump_name(&backup, dump), span)?;
        }
        for store in &backup.stores {
            if store.store.kind.value != StoreKind::Local {
                let sheet = client(plan, &backup, store)?;
                take(output, sheet, &store_name(&backup, store), span)?;
            }
        }
    }
    Ok(())
}

fn take(output: &mut Output, mut sheet: Sheet<'_>, name: &str, span: Span) -> Result<(), Bug> {
    let name = once(name);
    ends(&mut sheet)?;
    lifecycle::values(&mut sheet, &name)?;
    output.take(sheet, &name, "container", Some(span))
}

/// The folder of the words, of what was said and of the lock, below that of the runtime.
fn folder(plan: &Plan<'_>) -> String {
    plan.unit("backup")
}

/// The unit is done when its container is. It is started several times in a row, with other words each time.
fn ends(sheet: &mut Sheet<'_>) -> Result<(), Bug> {
    let unlimited = Setting::fixed("0");
    sheet.unit.add("Unit", "StartLimitIntervalSec", unlimited);
    lifecycle::ends(sheet, false);
    // What is served comes first. The container is in the unit's control group, so it counts for it too.
    sheet.unit.add("Service", "Nice", Setting::fixed("10"));
    let idle = Setting::fixed("idle");
    sheet.unit.add("Service", "IOSchedulingClass", idle);
    let folder = Text::specifier('t').then(format!("/{}", folder(sheet.plan)));
    let words = folder.clone().then("/words");
    let words = written(Setting::line(&words))?;
    sheet.unit.add("Service", "EnvironmentFile", words);
    // Each command of the unit opens it anew, also those behind the container: the script empties it.
    let said = Text::new("append:").join(folder).then("/said");
    let said = written(Setting::line(&said))?;
    sheet.unit.add("Service", "StandardOutput", said);
    // Otherwise what went wrong would go where a unit that fails is not read.
    let journal = Setting::fixed("journal");
    sheet.unit.add("Service", "StandardError", journal);
    Ok(())
}

/// What all of them begin with.
fn start<'a>(plan: &'a Plan<'a>, name: &str) -> Result<Sheet<'a>, Bug> {
    let mut sheet = Sheet::new(plan, "Container", name)?;
    let own = format!("{}-{name}-1", plan.stack.project);
    sheet.bare("ContainerName", Text::new(own))?;
    Ok(sheet)
}

/// What all of them have, behind their images.
fn finish(sheet: &mut Sheet<'_>, backup: &Backup<'_>, script: &str) -> Result<(), Bug> {
    let entrypoint = ["/bin/sh".to_owned(), format!("/scripts/{script}")];
    sheet.bare("Entrypoint", Text::new(json::list(&entrypoint)))?;
    sheet.words("Exec", vec![Text::words_of(WORDS)])?;
    // The shared volume is root's, and every file can be read.
    sheet.bare("User", Text::new("0"))?;
    sheet.bare("Group", Text::new("0"))?;
    sheet.bare("NoNewPrivileges", Text::new("true"))?;
    // What it says is the unit's own.
    sheet.bare("LogDriver", Text::new("passthrough"))?;
    let scripts = sheet.plan.folder().then("/backup:/scripts:ro");
    sheet.bare("Volume", scripts)?;
    let shared = resources::volume_of(sheet, &files_name(backup));
    sheet.bare("Volume", shared.then(":/work"))
}

fn set(sheet: &mut Sheet<'_>, name: &str, value: Text) -> Result<(), Bug> {
    let word = Text::new(format!("{name}=")).join(value);
    sheet.words("Environment", vec![word])
}

fn keep(sheet: &mut Sheet<'_>, backup: &Backup<'_>) -> Result<(), Bug> {
    for (name, count) in backup.keep() {
        set(sheet, name, Text::new(count.to_string()))?;
    }
    Ok(())
}

/// The secret as a file in its usual place.
fn secret_file(sheet: &mut Sheet<'_>, variable: &str, name: &str) -> Result<(), Bug> {
    set(sheet, variable, Text::new(format!("/run/secrets/{name}")))?;
    let source = needed(sheet, name);
    let text = format!("{source},type=mount,target={name},mode=0444");
    sheet.words("Secret", vec![Text::new(text)])
}

fn bind(sheet: &mut Sheet<'_>, store: &StorePlan<'_>) -> Result<(), Bug> {
    let Some(path) = store.folder() else {
        return Ok(());
    };
    let span = store.store.place.span;
    if sheet.plan.user && MACHINES.iter().any(|folder| path.starts_with(folder)) {
        sheet.report("store", USERS, span);
    }
    let path = sheet.plan.path(path, span);
    sheet.bind(path, Text::new(format!(":/stores/{}", store.number)))
}

fn files<'a>(plan: &'a Plan<'a>, backup: &Backup<'_>) -> Result<Sheet<'a>, Bug> {
    let mut sheet = start(plan, &files_name(backup))?;
    sheet.bare("Image", Text::new(image::whole(FILES_IMAGE)))?;
    finish(&mut sheet, backup, "files.sh")?;
    sheet.bare("Network", Text::new("none"))?;
    keep(&mut sheet, backup)?;
    for volume in &backup.backup.volumes {
        let name = &volume.name.value.0;
        let source = resources::volume_of(&mut sheet, name);
        sheet.bare("Volume", source.then(format!(":/volumes/{name}")))?;
    }
    let is_local = |store: &&StorePlan<'_>| store.store.kind.value == StoreKind::Local;
    if backup.stores.iter().any(|store| is_local(&store)) {
        let folder = backup.copies(&plan.stack.project);
        set(&mut sheet, "FOLDER", Text::new(folder))?;
    }
    for store in backup.stores.iter().filter(is_local) {
        bind(&mut sheet, store)?;
    }
    Ok(sheet)
}

/// The dump runs in the image of the database and in its networks.
fn database<'a>(
    plan: &'a Plan<'a>,
    backup: &Backup<'_>,
    dump: &Dump<'_>,
) -> Result<Sheet<'a>, Bug> {
    let name = dump_name(backup, dump);
    let mut sheet = start(plan, &name)?;
    container::image_of(&mut sheet, dump.service)?;
    sheet.option_argument("platform", dump.service.platform.as_ref())?;
    finish(&mut sheet, backup, "database.sh")?;
    network::networks(&mut sheet, &as_guest(dump.service, &name))?;
    let database = dump.database;
    let engine: Engine = database.engine.value;
    set(&mut sheet, "ENGINE", Text::new(engine.word()))?;
    let host = match dump.service.network_mode {
        Some(_) => "127.0.0.1".to_owned(),
        None => dump.service.name.value.0.clone(),
    };
    set(&mut sheet, "HOST", Text::new(host))?;
    set(&mut sheet, "PORT", Text::new(dump.port().to_string()))?;
    let known = sheet.text(&database.name);
    set(&mut sheet, "DATABASE", known)?;
    let user = match &database.user {
        Some(user) => sheet.text(user),
        None => Text::new(dump.usual_user()),
    };
    set(&mut sheet, "DATABASE_USER", user)?;
    if let Some(password) = &database.password {
        secret_file(&mut sheet, "PASSWORD_FILE", &password.name)?;
    }
    set(&mut sheet, "FORMAT", Text::new(dump.format.word()))?;
    set(&mut sheet, "COMPRESS", Text::new(dump.compress.word()))?;
    Ok(sheet)
}

/// A service in whose networks another container is, with a name and addresses of its own.
fn as_guest(service: &Service, name: &str) -> Service {
    let mut guest = service.clone();
    name.clone_into(&mut guest.name.value.0);
    for network in &mut guest.networks {
        network.ipv4 = None;
        network.ipv6 = None;
        network.mac = None;
        network.aliases = None;
    }
    guest
}

/// The client of a bucket or a repository.
fn client<'a>(
    plan: &'a Plan<'a>,
    backup: &Backup<'_>,
    store: &StorePlan<'_>,
) -> Result<Sheet<'a>, Bug> {
    let restic = store.store.kind.value == StoreKind::Restic;
    let (usual, script) = if restic {
        (RESTIC_IMAGE, "restic.sh")
    } else {
        (RCLONE_IMAGE, "s3.sh")
    };
    let mut sheet = start(plan, &store_name(backup, store))?;
    match &store.store.image {
        Some(image) => image::option(&mut sheet, "Image", Some(image))?,
        None => sheet.bare("Image", Text::new(image::whole(usual)))?,
    }
    finish(&mut sheet, backup, script)?;
    let default = resources::network_of(&mut sheet, "default");
    sheet.bare("Network", default)?;
    keep(&mut sheet, backup)?;
    bind(&mut sheet, store)?;
    if restic {
        let place = match store.folder() {
            Some(_) => format!("/stores/{}", store.number),
            None => store.store.place.value.0.clone(),
        };
        set(&mut sheet, "RESTIC_REPOSITORY", Text::new(place))?;
        set(
            &mut sheet,
            "TAG",
            Text::new(backup.tag(&plan.stack.project)),
        )?;
    } else if let Some(bucket) = store.store.bucket() {
        let path = bucket.path.trim_end_matches('/');
        set(&mut sheet, "BUCKET", Text::new(path))?;
        let folder = backup.copies(&plan.stack.project);
        set(&mut sheet, "FOLDER", Text::new(folder))?;
        if let Some(endpoint) = bucket.endpoint {
            set(&mut sheet, "ENDPOINT", Text::new(endpoint))?;
        }
    }
    if let Some(password) = &store.store.password {
        secret_file(&mut sheet, "RESTIC_PASSWORD_FILE", &password.name)?;
    }
    for pair in &store.store.env {
        variable(&mut sheet, pair)?;
    }
    Ok(sheet)
}

/// The functions of the scripts; `@PROJECT@` and the like are filled in.
const FUNCTIONS: &str = r#"
runtime=@RUNTIME@
(umask 077 && mkdir -p "$runtime")
# Backups and restores of this project take turns.
if command -v flock >/dev/null; then
    exec 9>"$runtime/lock"
    flock 9
fi

# once CONTAINER WORD…: runs a container to its end, and says what it said.
once() {
    unit=@PROJECT@-once-$1.service
    shift
    case $* in
        *[!A-Za-z0-9._/\ -]*)
            echo "this is no copy: $*" >&2
            exit 2
            ;;
    esac
    printf '@WORDS@="%s"\n' "$*" >"$runtime/words"
    : >"$runtime/said"
    if ! @SYSTEMCTL@ start "$unit"; then
        echo "$unit failed; @JOURNAL@ -u $unit says why" >&2
        return 1
    fi
    cat "$runtime/said"
}

stopped=
resting=
# stop SERVICE…: stops those of them that run. The target would start them again, so it rests meanwhile, alone.
stop() {
    if [ -z "$resting" ] && @SYSTEMCTL@ is-active --quiet @PROJECT@.target; then
        resting=yes
        @SYSTEMCTL@ stop --job-mode=ignore-dependencies @PROJECT@.target
    fi
    for service in "$@"; do
        unit=@PROJECT@-$service.service
        if @SYSTEMCTL@ is-active --quiet "$unit"; then
            stopped="$stopped $unit"
            @SYSTEMCTL@ stop "$unit"
        fi
    done
}

start_again() {
    for unit in $stopped; do
        @SYSTEMCTL@ start "$unit"
    done
    stopped=
    if [ -n "$resting" ]; then
        @SYSTEMCTL@ start --job-mode=ignore-dependencies @PROJECT@.target
    fi
    resting=
}

up() {
    for service in "$@"; do
        @SYSTEMCTL@ start "@PROJECT@-$service.service"
    done
}
"#;

fn host(plan: &Plan<'_>) -> Host {
    let (runtime, option) = if plan.user {
        (r#""${XDG_RUNTIME_DIR:?}""#, " --user")
    } else {
        ("/run", "")
    };
    let functions = FUNCTIONS
        .replace("@RUNTIME@", &format!("{runtime}/{}", folder(plan)))
        .replace("@SYSTEMCTL@", &format!("systemctl{option}"))
        .replace("@JOURNAL@", &format!("journalctl{option}"))
        .replace("@WORDS@", WORDS)
        .replace("@PROJECT@", &plan.stack.project);
    Host {
        functions,
        // What runs a container is one unit: a list takes its turn too.
        turn: "",
        up: |_, services| {
            let words = services.iter();
            let words: String = words.map(|one| format!(" {}", Word::new(one))).collect();
            vec![format!("up{words}")]
        },
    }
}

/// Adds the scripts, and a unit and a timer for each backup.
pub(super) fn scripts_and_units(plan: &Plan<'_>, artifacts: &mut Artifacts) -> Result<(), Bug> {
    let host = host(plan);
    for backup in backup::plans(plan.stack) {
        for (path, text) in scripts(&backup, plan.stack, &plan.banner, &host) {
            let artifact = Artifact {
                origin: Some(backup.backup.span),
                ..Artifact::script(text)
            };
            artifacts.add(path, artifact)?;
        }
    }
    let used = SCRIPTS.iter().filter(|_| !plan.stack.backups.is_empty());
    for (name, text) in used {
        let script = backup::script(text, &plan.banner);
        artifacts.add(format!("backup/{name}"), Artifact::script(script))?;
    }
    for run in runs::backups(plan) {
        run.add_service(&unit(plan, &run)?, artifacts)?;
        run.add_timer(plan, artifacts)?;
    }
    Ok(())
}

/// What the script needs, which speaks to systemd and writes to its runtime folder, and no more than that.
const HARDENING: [(&str, &str); 19] = [
    ("NoNewPrivileges", "yes"),
    ("CapabilityBoundingSet", ""),
    ("ProtectSystem", "strict"),
    ("ProtectHome", "read-only"),
    ("PrivateTmp", "yes"),
    ("PrivateDevices", "yes"),
    ("PrivateNetwork", "yes"),
    ("ProtectKernelTunables", "yes"),
    ("ProtectKernelModules", "yes"),
    ("ProtectKernelLogs", "yes"),
    ("ProtectControlGroups", "yes"),
    ("ProtectClock", "yes"),
    ("ProtectHostname", "yes"),
    ("RestrictAddressFamilies", "AF_UNIX"),
    ("RestrictNamespaces", "yes"),
    ("RestrictRealtime", "yes"),
    ("RestrictSUIDSGID", "yes"),
    ("LockPersonality", "yes"),
    ("SystemCallArchitectures", "native"),
];

fn unit(plan: &Plan<'_>, run: &Run<'_>) -> Result<Unit, Bug> {
    let mut unit = run.start(plan)?;
    let target = format!("{}.target", plan.stack.project);
    unit.add("Unit", "After", Setting::units([target.as_str()]));
    let words = [
        Text::new("/bin/sh"),
        plan.folder().then(format!("/{}", run.script)),
    ];
    unit.add("Service", "ExecStart", written(Setting::command(&words))?);
    let folder = folder(plan);
    let folder = Setting::units([folder.as_str()]);
    unit.add("Service", "RuntimeDirectory", folder);
    unit.add("Service", "RuntimeDirectoryMode", Setting::fixed("0700"));
    unit.add("Service", "RuntimeDirectoryPreserve", Setting::fixed("yes"));
    let hardening = if plan.user { &[] } else { &HARDENING[..] };
    for (key, value) in hardening {
        unit.add("Service", key, Setting::fixed(value));
    }
    unit.add("Service", "UMask", Setting::fixed("0077"));
    Ok(unit)
}
