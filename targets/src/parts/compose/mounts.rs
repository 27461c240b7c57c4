//! Mounts: the short form where it can say them, the long form where it can't.

use stackc_compiler::{
    artifact::Origin,
    atoms::{Bool, Line},
    model::{Bind, FileMount, Mount, OtherMount, SecretMount, Tmpfs, VolumeMount},
    reader::Placed as _,
    template::{Expr, Fixed, Part, Value},
};

use super::{Context, keys::Keys, text::Texts};
use crate::text::yaml::{Map, Yaml};

/// Entries with the places that they come from.
type Entries = Vec<(Yaml, Origin)>;

/// The entries of `volumes` and of `tmpfs`.
pub(super) fn mounts(
    mounts: &[Mount],
    context: Context<'_>,
    texts: Texts<'_>,
) -> (Entries, Entries) {
    let mut volumes = Vec::new();
    let mut memory = Vec::new();
    for mount in mounts {
        let origin = Origin::from(mount.place());
        let volume = match mount {
            Mount::Volume(volume) => volume_mount(volume, texts),
            Mount::Bind(bind) => bind_mount(bind, context, texts),
            Mount::Tmpfs(tmpfs) => match short_tmpfs(tmpfs, texts) {
                Some(entry) => {
                    memory.push((entry, origin));
                    continue;
                }
                None => long_tmpfs(tmpfs, texts),
            },
            Mount::Other(other) => other_mount(other, texts),
        };
        volumes.push((volume, origin));
    }
    (volumes, memory)
}

/// Whether a text can stand between the colons of the short form.
fn fits_short(text: &str) -> bool {
    let outside: String = without_references(text);
    !outside.contains(':') && !outside.is_empty() || text.starts_with("${")
}

/// A text with its `${…}` taken out: colons in them are none of the mount's.
fn without_references(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '$' if chars.peek() == Some(&'{') => depth += 1,
            '}' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            _ => out.push(c),
        }
    }
    out
}

/// Docker reads one letter before a colon as a Windows drive.
fn is_drive_letter(name: &str) -> bool {
    name.len() == 1 && name.chars().all(|c| c.is_ascii_alphabetic())
}

/// Docker takes what starts like this for a path, not for a volume's name.
fn looks_like_path(name: &str) -> bool {
    name.starts_with(['.', '/', '~', '\\'])
}

fn options(parts: &[Option<String>]) -> String {
    let parts: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(":{}", parts.join(","))
    }
}

fn flag(value: Option<&Value<Bool>>, word: &str) -> Option<String> {
    value
        .filter(|value| value.get().is_some_and(|flag| flag.0))
        .map(|_| word.to_owned())
}

fn is_deferred<T>(value: Option<&Value<T>>) -> bool {
    value.is_some_and(|value| value.get().is_none())
}

/// Whether a mount asks for the long form.
fn is_long(long: Option<Fixed<Bool>>) -> bool {
    long.is_some_and(|long| long.value.0)
}

fn volume_mount(mount: &VolumeMount, texts: Texts<'_>) -> Yaml {
    let VolumeMount {
        name,
        to,
        read_only,
        no_copy,
        subpath,
        selinux,
        consistency,
        long,
        labels,
        span: _,
    } = mount;
    let path = texts.text(to);
    let source = name.as_ref().map(|name| texts.text(name));
    let selinux_word = selinux.as_ref().map(|word| texts.text(word));
    let consistency_word = consistency.as_ref().map(|word| texts.text(word));
    let has_options =
        read_only.is_some() || no_copy.is_some() || selinux.is_some() || consistency.is_some();
    let long = is_long(*long);
    let short = !long
        && subpath.is_none()
        && labels.is_empty()
        && fits_short(&path)
        && !is_deferred(read_only.as_ref())
        && !is_deferred(no_copy.as_ref())
        && source.as_deref().is_none_or(|source| {
            fits_short(source) && !is_drive_letter(source) && !looks_like_path(source)
        })
        && (source.is_some() || !has_options);
    if short {
        let options = options(&[
            flag(read_only.as_ref(), "ro"),
            flag(no_copy.as_ref(), "nocopy"),
            selinux_word,
            consistency_word,
        ]);
        return Yaml::text(match source {
            Some(source) => format!("{source}:{path}{options}"),
            None => path,
        });
    }
    let mut keys = Keys::new(texts);
    keys.map.set("type", Yaml::text("volume"));
    keys.value("source", name.as_ref());
    keys.value("target", Some(to));
    keys.value("read_only", read_only.as_ref());
    keys.value("consistency", consistency.as_ref());
    let mut volume = Keys::new(texts);
    volume.value("nocopy", no_copy.as_ref());
    volume.value("subpath", subpath.as_ref());
    volume.pairs("labels", labels);
    if !long {
        // Nothing in it is what the short form says.
        keys.map.set("volume", volume.map);
    } else {
        keys.map("volume", volume.map);
    }
    if let Some(word) = selinux_word {
        let mut bind = Map::new();
        bind.set("selinux", Yaml::text(word));
        keys.map("bind", bind);
    }
    Yaml::from(keys.map)
}

/// Whether a source starts with a reference, so that only Compose can tell a path from a volume.
fn starts_deferred(source: &Value<Line>) -> bool {
    match &source.expr {
        Expr::Known(_) => false,
        Expr::Deferred(template) => matches!(template.parts.first(), Some(Part::Input(_))),
    }
}

fn bind_mount(mount: &Bind, context: Context<'_>, texts: Texts<'_>) -> Yaml {
    let Bind {
        source,
        to,
        read_only,
        create_host_path,
        propagation,
        selinux,
        recursive,
        consistency,
        long,
        span: _,
    } = mount;
    let long = is_long(*long);
    let host = super::misc::host_path(source, context, texts);
    let path = texts.text(to);
    let creates = create_host_path
        .as_ref()
        .is_none_or(|create| create.get().is_some_and(|create| create.0));
    let selinux_word = selinux.as_ref().map(|word| texts.text(word));
    let propagation_word = propagation.as_ref().map(|word| texts.text(word));
    let consistency_word = consistency.as_ref().map(|word| texts.text(word));
    let short = !long
        && creates
        && recursive.is_none()
        && !is_deferred(read_only.as_ref())
        && fits_short(&path)
        && (starts_deferred(source) || fits_short(&host));
    if short {
        let options = options(&[
            flag(read_only.as_ref(), "ro"),
            selinux_word,
            propagation_word,
            consistency_word,
        ]);
        return Yaml::text(format!("{host}:{path}{options}"));
    }
    let mut keys = Keys::new(texts);
    keys.map.set("type", Yaml::text("bind"));
    keys.map.set("source", Yaml::text(host));
    keys.value("target", Some(to));
    keys.value("read_only", read_only.as_ref());
    keys.value("consistency", consistency.as_ref());
    let mut bind = Keys::new(texts);
    bind.value("propagation", propagation.as_ref());
    match create_host_path {
        Some(create) => bind.value("create_host_path", Some(create)),
        None if long => {}
        None => bind.map.set("create_host_path", Yaml::from(true)),
    }
    bind.value("selinux", selinux.as_ref());
    bind.value("recursive", recursive.as_ref());
    keys.map("bind", bind.map);
    Yaml::from(keys.map)
}

fn short_tmpfs(tmpfs: &Tmpfs, texts: Texts<'_>) -> Option<Yaml> {
    let Tmpfs {
        path,
        options,
        size,
        mode,
        read_only,
        span: _,
    } = tmpfs;
    if size.is_some() || mode.is_some() || read_only.is_some() {
        return None;
    }
    let path = texts.text(path);
    Some(Yaml::text(match options {
        Some(options) => format!("{path}:{}", texts.text(options)),
        None => path,
    }))
}

fn long_tmpfs(tmpfs: &Tmpfs, texts: Texts<'_>) -> Yaml {
    let mut keys = Keys::new(texts);
    keys.map.set("type", Yaml::text("tmpfs"));
    keys.value("target", Some(&tmpfs.path));
    keys.value("read_only", tmpfs.read_only.as_ref());
    let mut options = Keys::new(texts);
    options.value("size", tmpfs.size.as_ref());
    if let Some(mode) = &tmpfs.mode {
        options.map.set("mode", octal(&texts.text(mode)));
    }
    keys.map("tmpfs", options.map);
    Yaml::from(keys.map)
}

/// Compose takes a mode as a number, and no spelling of an octal one means the same in every YAML: the digits are a comment.
pub(super) fn octal(text: &str) -> Yaml {
    match u32::from_str_radix(text, 8) {
        Ok(mode) => Yaml::from(crate::text::yaml::Number::from(mode)).with_comment(text),
        Err(_) => Yaml::text(text),
    }
}

fn other_mount(mount: &OtherMount, texts: Texts<'_>) -> Yaml {
    let OtherMount {
        kind,
        source,
        to,
        read_only,
        subpath,
        consistency,
        span: _,
    } = mount;
    let mut keys = Keys::new(texts);
    keys.value("type", Some(kind));
    keys.value("source", source.as_ref());
    keys.value("target", Some(to));
    keys.value("read_only", read_only.as_ref());
    keys.value("consistency", consistency.as_ref());
    if let Some(subpath) = subpath {
        let key = if kind.get().is_some_and(|kind| kind.0 == "image") {
            "image"
        } else {
            "volume"
        };
        let mut options = Map::new();
        options.set("subpath", texts.yaml(subpath));
        keys.map(key, options);
    }
    Yaml::from(keys.map)
}

/// What a mounted file and a mounted secret have in common.
struct Source<'a> {
    name: &'a str,
    to: Option<&'a Value<Line>>,
    uid: Option<&'a Value<Line>>,
    gid: Option<&'a Value<Line>>,
    mode: Option<&'a Value<stackc_compiler::atoms::FileMode>>,
}

fn entry(source: &Source<'_>, texts: Texts<'_>) -> Yaml {
    if source.to.is_none() && source.uid.is_none() && source.gid.is_none() && source.mode.is_none()
    {
        return Yaml::text(source.name);
    }
    let mut keys = Keys::new(texts);
    keys.map.set("source", Yaml::text(source.name));
    keys.value("target", source.to);
    keys.value("uid", source.uid);
    keys.value("gid", source.gid);
    if let Some(mode) = source.mode {
        keys.map.set("mode", octal(&texts.text(mode)));
    }
    Yaml::from(keys.map)
}

/// An entry of `secrets`.
pub(super) fn secret_mount(mount: &SecretMount, texts: Texts<'_>) -> Yaml {
    let SecretMount {
        name,
        to,
        uid,
        gid,
        mode,
        span: _,
    } = mount;
    let source = Source {
        name: &name.value.0,
        to: to.as_ref(),
        uid: uid.as_ref(),
        gid: gid.as_ref(),
        mode: mode.as_ref(),
    };
    entry(&source, texts)
}

/// An entry of `configs`.
pub(super) fn file_mount(mount: &FileMount, texts: Texts<'_>) -> Yaml {
    let FileMount {
        name,
        to,
        uid,
        gid,
        mode,
        span: _,
    } = mount;
    let source = Source {
        name: &name.value.0,
        to: to.as_ref(),
        uid: uid.as_ref(),
        gid: gid.as_ref(),
        mode: mode.as_ref(),
    };
    entry(&source, texts)
}
