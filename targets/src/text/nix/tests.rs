use super::{Attrs, File, Nix, print};

fn file(body: impl Into<Nix>) -> File {
    File {
        banner: vec!["a\nb".to_owned()],
        arguments: None,
        names: Attrs::new(),
        body: body.into(),
    }
}

fn printed(body: impl Into<Nix>) -> String {
    let text = print(&file(body));
    text.text.strip_prefix("# a b\n").unwrap().to_owned()
}

#[test]
fn the_layout() {
    let mut inner = Attrs::new();
    inner.set("image", "a:${b}");
    inner.set("1a", vec![Nix::from("x")]);
    inner.put(["a", "b.c"], vec![Nix::from(1), Nix::from(-1)]);
    inner.comment(["why"]);
    inner.section(["if"], Attrs::new());
    inner.set("lines", "a ''b''\n  ${c}\n\n$d\n");
    inner.set("path", Nix::stored("files/x y"));
    inner.set("up", Nix::Path("../..".to_owned()));
    inner.set(
        "call",
        Nix::call(
            ["lib", "mkDefault"],
            vec![Nix::call(["f"], Nix::call(["g"], 1))],
        ),
    );
    inner.set("here", Nix::Path(".".to_owned()));
    inner.set("ref", Nix::reference(["config", "age", "a-b", "1"]));
    assert_eq!(
        printed(inner),
        r#"{
  image = "a:\${b}";
  "1a" = [ "x" ];
  # why
  a."b.c" = [
    1
    (-1)
  ];

  "if" = { };
  lines = ''
    a '''b'''
      ''${c}

    $d
  '';
  path = "${(builtins.path { name = "x-y"; path = ./. + "/./files/x y"; })}";
  up = (builtins.path { name = "source"; path = ../..; });
  call = lib.mkDefault [
    (f (g 1))
  ];
  here = (builtins.path { name = "source"; path = ./.; });
  ref = config.age.a-b."1";
}
"#
    );
}

#[test]
fn a_function_and_names() {
    let file = File {
        banner: Vec::new(),
        arguments: Some(vec!["config"]),
        names: [("a", 1_i64)].into_iter().collect(),
        body: Nix::reference(["a"]),
    };
    assert_eq!(
        print(&file).text,
        "{ config, ... }:\nlet\n  a = 1;\nin\na\n"
    );
}
