//! The stand-in images: built once, kept in the cache folder, and given to each engine as a copy of links.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use super::{
    daemon::Engine,
    stand_ins::{Family, PROGRAMS},
};
use crate::{process, tools};

/// The file system with the programs of the images.
pub(super) fn programs() -> PathBuf {
    tools::folder().join("debian-13-images")
}

/// A folder for an engine that has all images. No file of an image is written by an engine, so the folders share them; what an engine writes is its own.
pub(super) fn copy() -> TempDir {
    let folder = tools::folder().join("engine");
    fs::create_dir_all(&folder).expect("a folder can be made");
    let lock = File::create(folder.join("lock")).expect("a file can be made");
    lock.lock().expect("a file can be locked");
    let images = folder.join("images");
    if !is_current(&images) {
        build(&images);
    }
    sweep(&folder);
    let copy = tempfile::Builder::new()
        .prefix(&format!("run-{}-", std::process::id()))
        .tempdir_in(&folder)
        .expect("a folder can be made");
    for part in ["image", "overlay2"] {
        let done = process::run(
            Command::new("cp")
                .arg("-al")
                .arg(images.join(part))
                .arg(copy.path()),
            super::daemon::DEADLINE,
        );
        assert!(done.succeeded(), "{}", done.output());
    }
    copy
}

/// Removes what tests that were killed left behind.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name
            .strip_prefix("run-")
            .and_then(|rest| rest.split('-').next());
        if process.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// What the images are made of, as one text.
fn made_of() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine/images");
    let mut text = read(&programs().join("made-of"));
    for file in files(&folder) {
        text.push_str(&format!("{}\n{}", file.display(), read(&file)));
    }
    text
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of the images can be read") {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn is_current(images: &Path) -> bool {
    fs::read_to_string(images.join("made-of")).is_ok_and(|text| text == made_of())
}

/// Builds every image with an engine that has only this folder. What is there of the same programs is kept.
fn build(images: &Path) {
    let imported = images.join("programs");
    let made_of_programs = read(&programs().join("made-of"));
    let has_programs = fs::read_to_string(&imported).is_ok_and(|text| text == made_of_programs);
    if images.exists() && !has_programs {
        fs::remove_dir_all(images).expect("a folder can be removed");
    }
    fs::create_dir_all(images).expect("a folder can be made");
    let engine = Engine::start(images);
    if !has_programs {
        import(&engine);
        fs::write(imported, made_of_programs).expect("a file can be written");
    }
    let context = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine/images");
    let done = process::run(
        Command::new("cp")
            .arg("-R")
            .arg(context)
            .arg(engine.path("/srv/live/images")),
        super::daemon::DEADLINE,
    );
    assert!(done.succeeded(), "{}", done.output());
    for family in Family::ALL {
        let done = engine.run(
            "/srv/live/images",
            &[],
            &[
                "docker",
                "build",
                "--quiet",
                "--target",
                family.stage(),
                "--tag",
                &family.image(),
                ".",
            ],
        );
        assert!(done.succeeded(), "{}: {}", family.stage(), done.output());
    }
    drop(engine);
    fs::write(images.join("made-of"), made_of()).expect("a file can be written");
}

/// The programs, and BusyBox alone, as images.
fn import(engine: &Engine) {
    let programs = programs();
    for (image, script) in [
        (PROGRAMS, "tar -C \"$0\" -c ."),
        (
            "stand-in/busybox",
            "work=$(mktemp -d); trap 'rm -rf \"$work\"' EXIT; mkdir -p \"$work/bin\" \"$work/etc\" \"$work/root\"; mkdir -m 1777 \"$work/tmp\"
             cp \"$0/usr/bin/busybox\" \"$work/bin/\"; echo 'root:x:0:0:root:/root:/bin/sh' >\"$work/etc/passwd\"
             for name in $(\"$work/bin/busybox\" --list); do [ \"$name\" = busybox ] || ln -s busybox \"$work/bin/$name\"; done
             tar -C \"$work\" -c .",
        ),
    ] {
        let mut pack = Command::new("/bin/sh")
            .args(["-euc", script])
            .arg(&programs)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("a shell can be started");
        let taken = engine
            .command("/", &[], &["docker", "import", "--change", "CMD [\"/bin/sh\"]", "-", image])
            .stdin(pack.stdout.take().expect("stdout is piped"))
            .output()
            .expect("docker can be started");
        let packed = pack.wait().expect("a child can be waited for");
        assert!(
            packed.success() && taken.status.success(),
            "{image}: {}",
            String::from_utf8_lossy(&taken.stderr)
        );
    }
}
