//! The part of a generated file that matters for an example.

/// A block of a YAML file: its key's line and everything below it, by the keys on the way.
pub fn yaml_block(text: &str, way: &[&str]) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    for (depth, key) in way.iter().enumerate() {
        lines = block(&lines, &format!("{}{key}:", "  ".repeat(depth)))?;
        if depth + 1 < way.len() {
            lines.remove(0);
        }
    }
    Some(trimmed(&lines))
}

/// A line that starts so, and the deeper lines that follow.
fn block<'t>(lines: &[&'t str], head: &str) -> Option<Vec<&'t str>> {
    let start = lines.iter().position(|line| {
        line.strip_prefix(head)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })?;
    let (first, rest) = lines.get(start..)?.split_first()?;
    let depth = indent(first);
    let inside = rest
        .iter()
        .take_while(|line| line.is_empty() || indent(line) > depth);
    Some(std::iter::once(*first).chain(inside.copied()).collect())
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn trimmed(lines: &[&str]) -> String {
    lines.join("\n").trim_end().to_owned()
}

/// A generated file without the comments at its top.
pub fn without_banner(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .skip_while(|line| line.starts_with('#') || line.is_empty())
        .collect();
    trimmed(&lines)
}

/// A file of variables without its first lines, which every such file has.
pub fn without_banner_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().skip_while(|line| !line.is_empty()).collect();
    trimmed(&lines).trim_start().to_owned()
}

/// The server blocks of an nginx configuration that serve one of these hosts on their outer port, and the limits that they use.
pub fn nginx_servers(conf: &str, hosts: &[String]) -> String {
    let lines: Vec<&str> = conf.lines().collect();
    let zones = lines.iter().filter(|line| {
        let line = line.trim_start();
        line.starts_with("limit_req_zone ") || line.starts_with("limit_conn_zone ")
    });
    let mut parts: Vec<String> = Vec::new();
    let zones: Vec<&str> = zones.map(|line| line.trim_start()).collect();
    if !zones.is_empty() {
        parts.push(zones.join("\n"));
    }
    let servers = servers(&lines);
    let of_site = servers.iter().filter(|server| serves(server, hosts));
    let shown = of_site.filter(|server| !only_redirects(server, &servers));
    parts.extend(shown.map(|server| dedented(server)));
    parts.join("\n\n")
}

/// Every server block.
fn servers<'t>(lines: &[&'t str]) -> Vec<Vec<&'t str>> {
    let starts = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.trim() == "server {");
    let blocks = starts.map(|(start, first)| {
        let end = format!("{}}}", " ".repeat(indent(first)));
        let rest = lines.get(start..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|line| *line == end)
            .map_or(rest.len(), |at| at + 1);
        rest.get(..length).unwrap_or_default().to_vec()
    });
    blocks.collect()
}

fn serves(server: &[&str], hosts: &[String]) -> bool {
    names(server)
        .iter()
        .any(|name| hosts.iter().any(|host| host == name))
}

fn names<'t>(server: &[&'t str]) -> Vec<&'t str> {
    let line = server
        .iter()
        .find_map(|line| line.trim().strip_prefix("server_name "));
    line.map_or_else(Vec::new, |names| {
        names.trim_end_matches(';').split(' ').collect()
    })
}

/// Whether a block is a site's plain HTTP and another one its HTTPS: then it only sends visitors there.
fn only_redirects(server: &[&str], all: &[Vec<&str>]) -> bool {
    let encrypted = |server: &[&str]| server.iter().any(|line| line.contains(" ssl"));
    !encrypted(server)
        && all
            .iter()
            .any(|other| encrypted(other) && names(other) == names(server))
}

fn dedented(lines: &[&str]) -> String {
    let depth = lines.first().map_or(0, |line| indent(line));
    let cut: Vec<&str> = lines
        .iter()
        .map(|line| line.get(depth..).unwrap_or(""))
        .collect();
    trimmed(&cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# made\n\nname: a\n\nservices:\n  web:\n    image: x\n\n  web-2:\n    image: y\n\nvolumes:\n  data: {}\n";

    #[test]
    fn a_block_ends_with_its_indentation() {
        assert_eq!(
            yaml_block(FILE, &["services", "web"]).unwrap(),
            "  web:\n    image: x"
        );
        assert_eq!(
            yaml_block(FILE, &["volumes"]).unwrap(),
            "volumes:\n  data: {}"
        );
        assert!(yaml_block(FILE, &["services", "db"]).is_none());
        assert!(without_banner(FILE).starts_with("name: a"));
    }

    #[test]
    fn a_site_is_shown_without_its_redirect() {
        let conf = "http {\n    server {\n        listen 80;\n        server_name a.example;\n    }\n    server {\n        listen 443 ssl;\n        server_name a.example;\n    }\n}\n";
        let shown = nginx_servers(conf, &["a.example".to_owned()]);
        assert_eq!(
            shown,
            "server {\n    listen 443 ssl;\n    server_name a.example;\n}"
        );
    }
}
