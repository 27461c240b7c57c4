use super::fixture::{app, header, route, twenty};
use super::{lines, prelude::*};

/// The lines of `/x` in a site with two headers, of which the route changes some.
fn changed(changes: Vec<HeaderChange>) -> Vec<String> {
    let mut conf = twenty(Version::new(1, 28, 0));
    conf.sites[0].headers = vec![header("X-A", "1"), header("X-B", "2")];
    conf.sites[0].routes = vec![Route {
        headers: changes,
        ..route("/x", Action::Proxy(app()))
    }];
    lines(&render(&conf).unwrap(), "location = /x {")
}

#[test]
fn a_route_without_changes_inherits() {
    assert_eq!(changed(vec![]), ["proxy_pass http://app_3000;"]);
    assert_eq!(
        changed(vec![HeaderChange::Set(header("x-a", "1"))]),
        ["proxy_pass http://app_3000;"]
    );
}

#[test]
fn a_new_value_needs_the_whole_set() {
    assert_eq!(
        changed(vec![HeaderChange::Set(header("X-B", "b; c"))]),
        [
            "add_header X-A 1 always;",
            "add_header X-B \"b; c\" always;",
            "proxy_pass http://app_3000;"
        ]
    );
}

#[test]
fn a_new_name_is_hidden_too() {
    assert_eq!(
        changed(vec![
            HeaderChange::Set(header("X-C", "3")),
            HeaderChange::Unset(HeaderName::new("X-A").unwrap())
        ]),
        [
            "add_header X-B 2 always;",
            "add_header X-C 3 always;",
            "proxy_hide_header X-Powered-By;",
            "proxy_hide_header X-B;",
            "proxy_hide_header X-C;",
            "proxy_pass http://app_3000;",
        ]
    );
}

#[test]
fn no_header_at_all_still_keeps_the_sites_out() {
    let none = ["X-A", "X-B"].map(|name| HeaderChange::Unset(HeaderName::new(name).unwrap()));
    assert_eq!(changed(none.into())[0], "add_header X-A \"\" always;");
}

#[test]
fn sites_that_differ_hide_each_their_own() {
    let mut conf = twenty(Version::new(1, 28, 0));
    let mut other = conf.sites[0].clone();
    other.hosts = vec![ServerName::new("other.company.com").unwrap()];
    other.headers = vec![header("X-Other", "1")];
    conf.sites.push(other);
    let text = render(&conf).unwrap();
    assert!(text.contains("    proxy_hide_header X-Powered-By;\n\n    # Names"));
    assert!(
        text.contains(
            "        proxy_hide_header X-Powered-By;\n        proxy_hide_header X-Other;\n"
        )
    );
}
