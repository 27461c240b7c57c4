//! `[[config.mounts]]`: files that Dokploy writes below `files/`.

use stackc_compiler::source::Span;
use toml::de::DeTable;

use super::Reader;

/// A file.
#[derive(Clone, Debug)]
pub(crate) struct Mount {
    /// Where it stands.
    pub span: Span,
    /// Its path below `files/`.
    pub path: String,
    /// Its content.
    pub content: String,
}

impl Reader {
    pub(super) fn mount(&mut self, table: &DeTable<'_>, place: Span) -> Option<Mount> {
        let (mut path, mut content) = (None, None);
        let mut unknown = Vec::new();
        let before = self.found.len();
        for field in self.fields(table) {
            let slot = match field.key {
                "filePath" => &mut path,
                "content" => &mut content,
                _ => {
                    unknown.push(field);
                    continue;
                }
            };
            *slot = field.text();
            if slot.is_none() {
                self.wrong(&field, "text", "the mount is left out; write it in quotes");
            }
        }
        let is_told = self.found.len() > before;
        self.unknown(
            &unknown,
            "of a mount",
            "it is left out; filePath and content make the file, `../files/…` in the Compose file mounts it",
        );
        match (path, content) {
            (Some(path), Some(content)) if !path.ends_with('/') => Some(Mount {
                span: place,
                path,
                content,
            }),
            _ if is_told => None,
            (path, _) => {
                let is_folder = path.as_ref().is_some_and(|path| path.ends_with('/'));
                match path {
                    Some(_) if is_folder => self.gap(
                        place,
                        "this mount makes a folder",
                        "it is left out; a `bind` makes its folder by itself",
                    ),
                    Some(_) => self.gap(
                        place,
                        "this mount has no `content`",
                        "it is left out; Dokploy fails on it",
                    ),
                    None if unknown.is_empty() => self.gap(
                        place,
                        "this mount has no `filePath`",
                        "it is left out; filePath = \"…\" is its path below files/",
                    ),
                    None => {}
                }
                None
            }
        }
    }
}
