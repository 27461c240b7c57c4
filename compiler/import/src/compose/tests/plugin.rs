//! Compose's own plugin, which says what is right.

#![allow(
    clippy::disallowed_methods,
    reason = "only the tests write files and run what is not ours"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

/// A folder that is removed in the end.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// A new folder with files in it.
    pub(super) fn with<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("stackc-import-{}-{number}", std::process::id());
        let folder = Self(env::temp_dir().join(name));
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// Writes a file.
    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.0.join("project").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// What the plugin makes of some of the files; else what it says.
    pub(super) fn config(&self, files: &[&str]) -> Result<String, String> {
        let mut command = Command::new(plugin());
        command.current_dir(self.0.join("project"));
        for file in files {
            command.args(["-f", file]);
        }
        command.args(["-p", "x", "--profile", "*", "config", "--format", "json"]);
        let output = command.output().expect("the plugin can be run");
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn plugin() -> PathBuf {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty());
    let cache = || {
        let home = || Path::new(&set("HOME").expect("HOME is set")).join(".cache");
        set("XDG_CACHE_HOME").map_or_else(home, PathBuf::from)
    };
    let tools = set("STACKC_TOOLS").map_or_else(|| cache().join("stackc/tools"), PathBuf::from);
    let plugin = tools.join("bin/docker-compose");
    assert!(
        plugin.exists(),
        "{} is missing; the README says how the tools are installed",
        plugin.display()
    );
    plugin
}
