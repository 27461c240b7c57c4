# Stands in for how NixOS merges modules: one module out of several. Sets are merged, lists and lines put one after the other, and
# all else has to be the same.
modules: arguments:
let
  lines = [
    "commonHttpConfig"
    "extraConfig"
    "script"
  ];
  merge =
    place: one: other:
    one
    // builtins.mapAttrs (
      name: value:
      if !(one ? ${name}) then value else both "${place}.${name}" name one.${name} value
    ) other;
  both =
    place: name: one: other:
    if builtins.isAttrs one && builtins.isAttrs other then
      merge place one other
    else if builtins.isList one && builtins.isList other then
      one ++ other
    else if builtins.elem name lines then
      "${one}\n${other}"
    else if one == other then
      one
    else
      throw "${place} is said in two ways: ${builtins.toJSON one} and ${builtins.toJSON other}";
in
builtins.foldl' (merge "module") { } (map (module: module arguments) modules)
