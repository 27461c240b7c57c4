# Checks of values, after the types of the NixOS module system: each takes a place and a value, and gives the value or an error.
rec {
  fail = place: wanted: value: throw "${place}: ${wanted} is wanted, and it is ${builtins.typeOf value}";
  is = wanted: test: place: value: if test value then value else fail place wanted value;

  str = is "a string" builtins.isString;
  bool = is "a boolean" builtins.isBool;
  int = is "an integer" builtins.isInt;
  strOrInt = is "a string or an integer" (value: builtins.isString value || builtins.isInt value);
  any = _: value: value;
  attrs = is "a set" builtins.isAttrs;
  lines = str;
  # A path of the file system, or a string that starts as one.
  path = is "a path" (
    value: builtins.isPath value || (builtins.isString value && builtins.substring 0 1 value == "/")
  );
  # What the store must never hold.
  runtimePath = is "a path outside of the store" (
    value:
    builtins.isString value
    && builtins.substring 0 1 value == "/"
    && builtins.match "/nix/store/.*" value == null
  );
  enum =
    allowed: place: value:
    if builtins.elem value allowed then value else throw "${place}: ${builtins.toJSON value} is none of ${builtins.toJSON allowed}";
  nullOr = type: place: value: if value == null then null else type place value;
  listOf =
    type: place: value:
    if builtins.isList value then map (type "${place}[]") value else fail place "a list" value;
  attrsOf =
    type: place: value:
    if builtins.isAttrs value then
      builtins.mapAttrs (name: type "${place}.${name}") value
    else
      fail place "a set" value;
  either =
    test: one: other: place: value:
    if test value then one place value else other place value;
  listOrAttrs = list: set: either builtins.isList (listOf list) (attrsOf set);

  # A set of which every name is an option; what has no type here is an error.
  options =
    types: place: value:
    if !builtins.isAttrs value then
      fail place "a set" value
    else
      builtins.mapAttrs (
        name: inner:
        if types ? ${name} then types.${name} "${place}.${name}" inner else throw "${place}: there is no option ${name}"
      ) value;
}
