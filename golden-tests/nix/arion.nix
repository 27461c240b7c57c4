# Stands in for arion 0.2: takes a composition, checks it against the types of arion's options, and puts the Compose file
# together as arion does.
composition:
let
  t = import ./types.nix;

  attachment = t.options {
    aliases = t.listOf t.str;
    ipv4_address = t.str;
    ipv6_address = t.str;
    link_local_ips = t.listOf t.str;
    priority = t.int;
  };
  condition = t.options {
    condition = t.enum [
      "service_started"
      "service_healthy"
      "service_completed_successfully"
    ];
  };
  rated = rate: t.listOf (t.options { path = t.str; rate = rate; weight = t.int; });

  serviceOptions = t.options (
    builtins.listToAttrs (
      map
        (name: {
          inherit name;
          value = t.nullOr t.str;
        })
        [
          "image"
          "hostname"
          "container_name"
          "working_dir"
          "user"
          "restart"
          "network_mode"
          "stop_signal"
          "stop_grace_period"
          "entrypoint"
        ]
      ++
        map
          (name: {
            inherit name;
            value = t.listOf t.str;
          })
          [
            "env_file"
            "tmpfs"
            "devices"
            "dns"
            "links"
            "external_links"
            "extra_hosts"
            "expose"
          ]
    )
    // {
      tty = t.nullOr t.bool;
      privileged = t.nullOr t.bool;
      command = t.any;
      environment = t.attrsOf t.strOrInt;
      ports = t.listOf t.any;
      volumes = t.listOf t.any;
      labels = t.attrsOf t.str;
      sysctls = t.attrsOf t.strOrInt;
      capabilities = t.attrsOf (t.nullOr t.bool);
      depends_on = t.listOrAttrs t.str condition;
      networks = t.listOrAttrs t.str attachment;
      healthcheck = t.options {
        test = t.nullOr (t.listOf t.str);
        interval = t.str;
        timeout = t.str;
        start_period = t.str;
        retries = t.int;
      };
      build = t.options {
        context = t.nullOr t.str;
        dockerfile = t.nullOr t.str;
        target = t.nullOr t.str;
      };
      blkio_config = t.options {
        weight = t.int;
        weight_device = rated t.str;
        device_read_bps = rated t.str;
        device_write_bps = rated t.str;
        device_read_iops = rated t.int;
        device_write_iops = rated t.int;
      };
    }
  );

  network = t.options {
    driver = t.str;
    driver_opts = t.attrs;
    attachable = t.bool;
    enable_ipv6 = t.bool;
    internal = t.bool;
    external = t.bool;
    ipam = t.any;
    labels = t.attrsOf t.str;
    name = t.str;
  };

  composed = t.options {
    project = t.options { name = t.str; };
    enableDefaultNetwork = t.bool;
    services = t.attrsOf (
      t.options {
        service = serviceOptions;
        image = t.options { nixBuild = t.bool; };
        out = t.options { service = t.attrs; };
      }
    );
    networks = t.attrsOf network;
    docker-compose = t.options {
      volumes = t.attrsOf t.any;
      raw = t.attrs;
    };
  } "composition" composition;

  given = set: builtins.removeAttrs set (builtins.filter (name: set.${name} == null) (builtins.attrNames set));
  filled = set: name: set ? ${name} && set.${name} != [ ] && set.${name} != { };
  only = set: names: builtins.listToAttrs (map (name: { inherit name; value = set.${name}; }) (builtins.filter (filled set) names));

  capabilities =
    set:
    let
      named = wanted: builtins.filter (name: set.${name} == wanted) (builtins.attrNames set);
    in
    only {
      cap_add = named true;
      cap_drop = named false;
    } [ "cap_add" "cap_drop" ];

  healthcheck =
    check:
    if (check.test or null) == null then
      { }
    else
      {
        interval = "30s";
        timeout = "30s";
        start_period = "0s";
        retries = 3;
      }
      // check;

  # What the options of a service become: lists and sets that are empty are left out, but for three that always stand.
  written =
    name: one:
    let
      service = given (one.service or { });
      plain = builtins.removeAttrs service [ "capabilities" "healthcheck" "build" ];
      nixBuild = one.image.nixBuild or true;
      image =
        if service ? image then
          { }
        else if nixBuild then
          throw "${name}: arion would build an image with Nix"
        else
          { };
    in
    {
      environment = { };
      volumes = [ ];
      sysctls = { };
    }
    // only plain (builtins.attrNames plain)
    // image
    // capabilities (service.capabilities or { })
    // (if service ? healthcheck then { healthcheck = healthcheck service.healthcheck; } else { })
    // (
      if service ? build && (service.build.context or null) != null then
        if nixBuild then throw "${name}: arion would build an image with Nix too" else { build = given service.build; }
      else
        { }
    );

  # Both say something of one key: one of them is lost, or both are glued together.
  merged =
    name: typed: raw:
    typed
    // builtins.mapAttrs (
      key: value:
      if !(typed ? ${key}) then
        value
      else if typed.${key} == [ ] && builtins.isList value then
        value
      else if typed.${key} == { } && builtins.isAttrs value then
        value
      else
        throw "${name}: service.${key} and out.service.${key} are both said"
    ) raw;

  raw = composed.docker-compose.raw or { };
  lost = builtins.filter (key: raw ? ${key}) [ "services" "networks" "volumes" ];
in
if lost != [ ] then
  throw "docker-compose.raw: ${builtins.toJSON lost} would be dropped"
else if composed.enableDefaultNetwork or true then
  throw "the default network would have another name"
else
  raw
  // {
    name = composed.project.name;
    services = builtins.mapAttrs (name: one: merged name (written name one) (one.out.service or { })) composed.services;
    networks = composed.networks or { };
    volumes = composed.docker-compose.volumes or { };
  }
