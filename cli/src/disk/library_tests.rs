use std::fs;

use super::*;

fn tree() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("stack/conf/deep")).unwrap();
    fs::write(root.path().join("outside.kdl"), "outside").unwrap();
    fs::write(root.path().join("stack/inside.kdl"), "inside").unwrap();
    fs::write(root.path().join("stack/conf/b"), "b").unwrap();
    fs::write(root.path().join("stack/conf/a"), "a").unwrap();
    fs::write(root.path().join("stack/conf/deep/c"), "c").unwrap();
    root
}

fn library(root: &tempfile::TempDir) -> DiskLibrary {
    DiskLibrary::new(&root.path().join("stack"))
}

#[test]
fn files_lie_in_the_folder_or_the_work_tree() {
    let root = tree();
    assert_eq!(library(&root).text("inside.kdl").as_deref(), Ok("inside"));
    assert_eq!(
        library(&root).text("../outside.kdl"),
        Err(LibraryError::Outside)
    );
    assert_eq!(
        library(&root).text("/etc/passwd"),
        Err(LibraryError::Outside)
    );
    assert_eq!(
        library(&root).text("../nothing.kdl"),
        Err(LibraryError::Outside)
    );
    assert_eq!(library(&root).text("nothing"), Err(LibraryError::NotFound));
    fs::create_dir(root.path().join(".git")).unwrap();
    fs::write(root.path().join(".git/config"), "token").unwrap();
    assert_eq!(
        library(&root).text("../outside.kdl").as_deref(),
        Ok("outside")
    );
    assert_eq!(
        library(&root).text("../.git/config"),
        Err(LibraryError::Outside)
    );
}

#[cfg(unix)]
#[test]
fn links_stay_inside() {
    use std::os::unix::fs::symlink;
    let root = tree();
    let stack = root.path().join("stack");
    symlink(root.path().join("outside.kdl"), stack.join("link.kdl")).unwrap();
    symlink("inside.kdl", stack.join("fine.kdl")).unwrap();
    assert_eq!(library(&root).text("link.kdl"), Err(LibraryError::Outside));
    assert_eq!(library(&root).text("fine.kdl").as_deref(), Ok("inside"));
    symlink(root.path(), stack.join("conf/out")).unwrap();
    assert_eq!(library(&root).files("conf"), Err(LibraryError::Outside));
    fs::remove_file(stack.join("conf/out")).unwrap();
    symlink(".", stack.join("conf/again")).unwrap();
    assert!(matches!(
        library(&root).files("conf"),
        Err(LibraryError::Unreadable(_))
    ));
}

#[test]
fn folders_are_sorted() {
    let root = tree();
    let paths = |path: &str| -> Vec<String> {
        let found = library(&root).files(path).unwrap();
        found.into_iter().map(|one| one.path).collect()
    };
    assert_eq!(paths("conf"), ["a", "b", "deep/c"]);
    assert_eq!(paths("conf/a"), [""]);
}

#[test]
fn large_files_are_refused() {
    let root = tree();
    fs::write(root.path().join("stack/conf/a"), vec![0; (16 << 20) + 1]).unwrap();
    fs::write(root.path().join("stack/big.kdl"), vec![b' '; (1 << 20) + 1]).unwrap();
    assert!(matches!(
        library(&root).files("conf"),
        Err(LibraryError::Unreadable(_))
    ));
    assert!(matches!(
        library(&root).text("big.kdl"),
        Err(LibraryError::TooLarge)
    ));
}

#[test]
fn text_is_utf_8() {
    let root = tree();
    fs::write(root.path().join("stack/odd.kdl"), b"a \xff").unwrap();
    let Err(LibraryError::Unreadable(why)) = library(&root).text("odd.kdl") else {
        panic!("it is not UTF-8");
    };
    assert!(why.contains("line 1"));
}
