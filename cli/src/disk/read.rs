//! Reading one file, within limits.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

/// The largest stack file.
pub(crate) const TEXT_LIMIT: u64 = 1 << 20;

/// The largest file that is shipped, and so the largest that is made.
pub(crate) const FILE_LIMIT: u64 = 16 << 20;

/// The bytes of a file that may be ours: none if it is a link, no file, or larger than anything that is made.
pub(crate) fn read_made(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let metadata = std::fs::symlink_metadata(path)?;
    if !metadata.is_file() || metadata.len() > FILE_LIMIT {
        return Ok(None);
    }
    let bytes = read_up_to(path, FILE_LIMIT)?;
    Ok((bytes.len() as u64 <= FILE_LIMIT).then_some(bytes))
}

/// The first bytes of a file; none if it is a link or no file.
pub(crate) fn read_start(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    if !std::fs::symlink_metadata(path)?.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// A file's bytes; one byte more than the limit if it is larger. Pipes and devices are not read.
pub(crate) fn read_up_to(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() {
            "it is a folder"
        } else {
            "it is not a regular file"
        };
        return Err(io::Error::other(what));
    }
    // One byte more than the file has: the read that finds its end then needs no more room.
    let length = usize::try_from(metadata.len().min(limit)).unwrap_or_default();
    let mut bytes = Vec::with_capacity(length + 1);
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a stack file, or why it is none.
pub(crate) fn utf8(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() as u64 > TEXT_LIMIT {
        return Err("it is larger than 1 MiB".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..good).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        if before.is_empty() && error.as_bytes().starts_with(&[0xff, 0xfe]) {
            return "it is not UTF-8 but UTF-16; save it as UTF-8".to_owned();
        }
        format!("it is not UTF-8: line {line} holds a byte that belongs to no character")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_utf_8_and_small() {
        assert_eq!(utf8(b"a\n".to_vec()).as_deref(), Ok("a\n"));
        assert!(utf8(b"a\nb\xff".to_vec()).unwrap_err().contains("line 2"));
        assert!(
            utf8(b"\xff\xfea\0".to_vec())
                .unwrap_err()
                .contains("UTF-16")
        );
        assert!(
            utf8(vec![b' '; (1 << 20) + 1])
                .unwrap_err()
                .contains("1 MiB")
        );
    }

    #[test]
    fn folders_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let error = read_up_to(folder.path(), 1).unwrap_err();
        assert_eq!(error.to_string(), "it is a folder");
    }
}
