# Stands in for the options of NixOS, arion and agenix that a module of ours sets: checks their types.
module:
let
  t = import ./types.nix;
  # Reads a secret while it evaluates: there is none.
  config = {
    age.secrets = builtins.mapAttrs (
      name: secret:
      {
        path = "/run/agenix/${name}";
        mode = "0400";
        owner = "0";
        group = "0";
      }
      // secret
    ) (given.age.secrets or { });
  };
  lib.mkDefault = value: value;
  pkgs = {
    runtimeShell = "/bin/sh";
    openssl = "/nix/store/00000000000000000000000000000000-openssl";
  };
  given = module { inherit config lib pkgs; };

  unit = t.options {
    description = t.str;
    after = t.listOf t.str;
    before = t.listOf t.str;
    wants = t.listOf t.str;
    requires = t.listOf t.str;
    requiredBy = t.listOf t.str;
    wantedBy = t.listOf t.str;
    path = t.listOf t.any;
    script = t.lines;
    startAt = t.str;
    restartTriggers = t.listOf t.path;
    serviceConfig = t.attrsOf (
      t.is "a string, a number, a boolean or a list" (
        value: builtins.elem (builtins.typeOf value) [ "string" "int" "bool" "list" ]
      )
    );
  };

  location = t.options {
    extraConfig = t.lines;
    return = t.nullOr t.str;
  };
  virtualHost = t.options {
    default = t.bool;
    serverAliases = t.listOf t.str;
    listen = t.listOf (
      t.options {
        addr = t.str;
        port = t.int;
        ssl = t.bool;
      }
    );
    forceSSL = t.bool;
    addSSL = t.bool;
    onlySSL = t.bool;
    rejectSSL = t.bool;
    enableACME = t.bool;
    redirectCode = t.int;
    sslCertificate = t.runtimePath;
    sslCertificateKey = t.runtimePath;
    extraConfig = t.lines;
    locations = t.attrsOf location;
  };

  # What NixOS asserts beside the types.
  whole =
    name: host:
    let
      kinds = builtins.filter (kind: host.${kind} or false) [ "forceSSL" "addSSL" "onlySSL" "rejectSSL" ];
      encrypted = (host.forceSSL or false) || (host.addSSL or false) || (host.onlySSL or false);
    in
    if builtins.length kinds > 1 then
      throw "${name}: ${builtins.toJSON kinds} exclude one another"
    else if encrypted && !(host.enableACME or false) && !(host ? sslCertificate && host ? sslCertificateKey) then
      throw "${name}: there is no certificate"
    else
      host;

  arion = t.options {
    backend = t.enum [ "docker" "podman-socket" ];
    projects = t.attrsOf (
      t.options {
        serviceName = t.str;
        settings = t.options { imports = t.listOf t.path; };
      }
    );
  };
in
builtins.deepSeq (builtins.mapAttrs whole (given.services.nginx.virtualHosts or { })) (
  t.options {
    virtualisation = t.options { inherit arion; };
    systemd = t.options { services = t.attrsOf unit; };
    age = t.options {
      secrets = t.attrsOf (
        t.options {
          file = t.is "a path" builtins.isPath;
          owner = t.str;
          group = t.str;
          mode = t.str;
        }
      );
    };
    security = t.options {
      acme = t.options {
        acceptTerms = t.bool;
        certs = t.attrsOf (t.options { email = t.str; });
      };
    };
    networking = t.options { firewall = t.options { allowedTCPPorts = t.listOf t.int; }; };
    services = t.options {
      nginx = t.options {
        enable = t.bool;
        recommendedGzipSettings = t.bool;
        recommendedOptimisationSettings = t.bool;
        recommendedTlsSettings = t.bool;
        commonHttpConfig = t.lines;
        upstreams = t.attrsOf (
          t.options {
            servers = t.attrsOf t.attrs;
            extraConfig = t.lines;
          }
        );
        virtualHosts = t.attrsOf virtualHost;
      };
    };
  } "module" given
)
