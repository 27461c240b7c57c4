# Stands in for what the agenix command makes of secrets.nix.
rules:
let
  t = import ./types.nix;
  key = t.is "a public key" (
    value: builtins.isString value && builtins.match "(ssh-ed25519|ssh-rsa) .*|age1.*" value != null
  );
in
t.attrsOf (t.options { publicKeys = t.listOf key; }) "secrets" rules
