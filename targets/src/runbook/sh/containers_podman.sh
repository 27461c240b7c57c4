engine() { podman "$@"; }

# containers SERVICE [OPTION…]: the container of a service, if it runs, or with --all in any state.
containers() {
    service=$1
    shift
    podman ps --quiet --no-trunc "$@" --filter "name=^$project-$service-1\$"
}

# stop_services SERVICE…: stops the units that run; what podman alone stops systemd would start again.
stop_services() {
    for one in "$@"; do
        if systemctl cat "$project-$one.service" >/dev/null 2>&1; then
            systemctl stop "$project-$one.service"
            echo "  $one is stopped"
        fi
        ids=$(containers "$one")
        [ -z "$ids" ] || die "$one still runs"
    done
}

# start_services SERVICE…: starts the units.
start_services() {
    for one in "$@"; do
        systemctl start "$project-$one.service"
        echo "  $one is started"
    done
}
