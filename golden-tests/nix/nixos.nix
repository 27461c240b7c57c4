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
    virtualisation.arion.projects = builtins.mapAttrs (name: project: {
      settings.out.dockerComposeYaml = "/nix/store/00000000000000000000000000000000-docker-compose.yaml";
    }) given.virtualisation.arion.projects;
    virtualisation.docker.package = "/nix/store/00000000000000000000000000000000-docker";
  };
  lib.mkDefault = value: value;
  lib.mkForce = value: value;
  pkgs = {
    runtimeShell = "/bin/sh";
    openssl = "/nix/store/00000000000000000000000000000000-openssl";
    systemd = "/nix/store/00000000000000000000000000000000-systemd";
    util-linux = "/nix/store/00000000000000000000000000000000-util-linux";
    writeShellApplication =
      arguments:
      builtins.deepSeq (t.options {
        name = t.str;
        runtimeInputs = t.listOf t.any;
        text = t.str;
      } "writeShellApplication" arguments) arguments;
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
    preStart = t.lines;
    startAt = t.str;
    environment = t.attrsOf (t.nullOr t.str);
    restartTriggers = t.listOf t.path;
    reloadTriggers = t.listOf t.path;
    reload = t.lines;
    serviceConfig = t.attrsOf unitOption;
  };

  # What a timer's section takes: a value, or a list of them.
  unitOption = t.is "a string, a number, a boolean or a list" (
    value: builtins.elem (builtins.typeOf value) [ "string" "int" "bool" "list" ]
  );

  # nixos/modules/services/backup/restic.nix
  restic = t.options {
    repository = t.nullOr t.str;
    repositoryFile = t.nullOr t.runtimePath;
    passwordFile = t.runtimePath;
    environmentFile = t.nullOr t.runtimePath;
    initialize = t.bool;
    paths = t.nullOr (t.listOf t.str);
    dynamicFilesFrom = t.nullOr t.str;
    backupPrepareCommand = t.nullOr t.str;
    backupCleanupCommand = t.nullOr t.str;
    extraBackupArgs = t.listOf t.str;
    pruneOpts = t.listOf t.str;
    timerConfig = t.nullOr (t.attrsOf unitOption);
  };
  # One source of the repository, and a password.
  wholeBackup =
    name: backup:
    if (backup.repository or null == null) == (backup.repositoryFile or null == null) then
      throw "${name}: exactly one of repository and repositoryFile is wanted"
    else if !(backup ? passwordFile) then
      throw "${name}: passwordFile is used and has no value"
    else
      backup;

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
builtins.deepSeq [
  (builtins.mapAttrs whole (given.services.nginx.virtualHosts or { }))
  (builtins.mapAttrs wholeBackup (given.services.restic.backups or { }))
] (
  t.options {
    virtualisation = t.options { inherit arion; };
    systemd = t.options {
      services = t.attrsOf unit;
      timers = t.attrsOf (
        t.options {
          wantedBy = t.listOf t.str;
          timerConfig = t.attrsOf unitOption;
        }
      );
    };
    environment = t.options {
      systemPackages = t.listOf t.any;
      etc = t.attrsOf (t.options { source = t.is "a path" builtins.isPath; });
    };
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
      restic = t.options { backups = t.attrsOf restic; };
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
