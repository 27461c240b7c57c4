//! A host on which the version before runs, with the new version beside it.

use std::{fs, path::Path};

use stackc_golden_tests::{
    engine::{Engine, Project, Setup},
    process::Finished,
    stackc, tools,
};

/// The host's folder of both versions: `before` and `after`.
pub(crate) const ROOT: &str = "/srv/live/versions";

/// Where the pages are asked for.
pub(crate) const PAGES: &str = "http://127.0.0.1:3000";

/// Two versions of a stack, compiled for Compose; the first is ready to run, and the runbook of one target lies beside the second.
pub(crate) struct Versions<'engine> {
    pub(crate) engine: &'engine Engine,
    pub(crate) before: Project<'engine>,
    pub(crate) script: String,
    pub(crate) page: String,
}

impl<'engine> Versions<'engine> {
    pub(crate) fn new(
        engine: &'engine Engine,
        (before, after): (&str, &str),
        target: &str,
    ) -> Self {
        let tree = tempfile::tempdir().unwrap();
        for (name, text) in [("before", before), ("after", after)] {
            let folder = tree.path().join(name);
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("stack.kdl"), text).unwrap();
            let built = stackc::run(&folder, &["build", "--quiet", "--target", "compose"]);
            assert!(built.succeeded(), "{}", built.output());
        }
        let script = runbook(&tree.path().join("after"), target, "script");
        let page = runbook(&tree.path().join("after"), target, "markdown");
        fs::write(tree.path().join("after/runbook.sh"), &script).unwrap();
        let setup = Setup {
            name: "versions",
            tree: tree.path(),
            place: "before/out/compose",
            ..Setup::default()
        };
        let before = Project::new(engine, setup);
        let tagged = engine.docker(&["tag", "stand-in/busybox", "busybox:1.37.0"]);
        assert!(tagged.succeeded(), "{}", tagged.output());
        Self {
            engine,
            before,
            script,
            page,
        }
    }

    /// Runs the script in the folder of the new version.
    pub(crate) fn run(&self, arguments: &[&str]) -> Finished {
        let path = "/srv/live/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        let words: Vec<&str> = ["sh", "runbook.sh"]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        let environment = [("PATH", path), ("SITE", PAGES), ("WORK", "/srv/live/work")];
        self.engine
            .run(&format!("{ROOT}/after"), &environment, &words)
    }

    /// Adds a row by the application.
    pub(crate) fn add(&self, row: &str) {
        let answer = self
            .engine
            .ask(&format!("{PAGES}/rows"), &["--data", row])
            .unwrap();
        assert_eq!(answer.status, 201, "{}", answer.body);
    }

    /// Every row, as the application sees it.
    pub(crate) fn rows(&self) -> String {
        let answer = self.engine.ask(&format!("{PAGES}/rows"), &[]).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    /// Puts a program on the host.
    pub(crate) fn program(&self, name: &str, text: impl AsRef<[u8]>) {
        let done = self.engine.sh("/", "mkdir -p /srv/live/bin");
        assert!(done.succeeded(), "{}", done.output());
        fs::write(self.engine.path(&format!("/srv/live/bin/{name}")), text).unwrap();
        let done = self
            .engine
            .sh("/", &format!("chmod 755 /srv/live/bin/{name}"));
        assert!(done.succeeded(), "{}", done.output());
    }
}

/// The runbook from `before`, beside the folder.
fn runbook(folder: &Path, target: &str, form: &str) -> String {
    let form = format!("--runbook={form}");
    let made = stackc::run(
        folder,
        &["plan", "--against", "../before", "--target", target, &form],
    );
    assert!(made.succeeded(), "{}", made.output());
    made.stdout
}

/// A tool of this machine, as bytes.
pub(crate) fn tool(name: &str) -> Vec<u8> {
    fs::read(tools::path(name)).unwrap()
}
