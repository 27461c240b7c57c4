//! The files whose content the compiler read, beside the output that mounts them.

use stackc_compiler::{
    artifact::{Artifact, Artifacts, Bug, Origins},
    resolve::Stack,
};

/// Adds them as `files/NAME`, or `files/NAME/…` for a folder.
///
/// # Errors
/// Only a fault of our own.
pub fn add(stack: &Stack, artifacts: &mut Artifacts) -> Result<(), Bug> {
    for content in &stack.contents {
        add_one(stack, &content.name, artifacts)?;
    }
    Ok(())
}

/// Adds one of them, if its content was read.
///
/// # Errors
/// Only a fault of our own.
pub fn add_one(stack: &Stack, name: &str, artifacts: &mut Artifacts) -> Result<(), Bug> {
    let Some(content) = stack.content(name) else {
        return Ok(());
    };
    let origin = stack.file(name).map(|file| file.span);
    for (path, bytes) in &content.files {
        let below = if path.is_empty() {
            String::new()
        } else {
            format!("/{path}")
        };
        let artifact = Artifact {
            bytes: bytes.clone(),
            executable: false,
            origin,
            origins: Origins::default(),
        };
        artifacts.add(format!("files/{name}{below}"), artifact)?;
    }
    Ok(())
}
