# healthy SERVICE…: waits until each runs, and is healthy where it says how that is seen; five minutes at most.
healthy() {
    for one in "$@"; do
        tries=0
        until is_healthy "$one"; do
            tries=$((tries + 1))
            [ "$tries" -lt 150 ] || die "$one: $state"
            sleep 2
        done
        echo "  $one: $state"
    done
}

# What is never started again may also have ended well.
is_healthy() {
    state='no container runs'
    ids=$(containers "$1" --all)
    [ -n "$ids" ] || return 1
    for id in $ids; do
        state=$(engine inspect --format \
            '{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{else if eq .HostConfig.RestartPolicy.Name "no"}} {{.State.ExitCode}}{{end}}' "$id")
        case $state in
            running | 'running healthy' | 'running 0' | 'exited 0') ;;
            *) return 1 ;;
        esac
    done
}
