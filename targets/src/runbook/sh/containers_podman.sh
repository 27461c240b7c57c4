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

# stop_cleanly SERVICE: what was killed leaves work behind that a newer version of a database may refuse.
stop_cleanly() {
    stop_services "$1"
    [ "$(systemctl show --property=Result --value "$project-$1.service")" != timeout ] ||
        die "$1 was killed before it had ended: start it with systemctl start $project-$1.service, wait until it is healthy, say a longer stop-grace-period, and repeat the step"
}

# start_services SERVICE…: starts the units.
start_services() {
    for one in "$@"; do
        systemctl start "$project-$one.service"
        echo "  $one is started"
    done
}
