
# What docker knows of the containers of the project, a line for each.
containers=
read_containers() {
    if ! ids=$(compose ps --all --quiet 2>"$private/error"); then
        bad docker "$(tail -n 1 "$private/error")"
        return
    fi
    if [ -z "$ids" ]; then return; fi
    # shellcheck disable=SC2086 # identifiers, which hold nothing but digits and letters
    containers=$(docker inspect --format '{{index .Config.Labels "com.docker.compose.service"}}|{{index .Config.Labels "com.docker.compose.oneoff"}}|{{.State.Status}}|{{if .State.Health}}{{.State.Health.Status}}{{end}}|{{.RestartCount}}|{{.State.ExitCode}}|{{.State.StartedAt}}' $ids) || :
}
# A container that was started again less than this many seconds ago may be in a loop.
restless=${RESTART_SECONDS:-600}
# container SERVICE running|completed COUNT
container() {
    count=0
    text=
    why=
    while IFS='|' read -r service once state health restarts code started; do
        if [ "$service" != "$1" ] || [ "$once" = True ]; then continue; fi
        count=$((count + 1))
        if [ "$2" = completed ]; then
            text="ended with $code"
            if [ "$state" != exited ] || [ "$code" != 0 ]; then why="is $state, and its last run ended with $code"; fi
            continue
        fi
        text="$state${health:+, $health}"
        if [ "$state" != running ]; then
            why="is $state${code:+, ended with $code}"
        elif [ "$health" = unhealthy ]; then
            why="is unhealthy"
        elif [ "$restarts" -gt 0 ] && [ $(($(now) - $(seconds_of "$started"))) -lt "$restless" ]; then
            why="was started again $restarts times, at last $started"
        fi
    done <<END
$containers
END
    if [ -z "$why" ] && [ "$count" -lt "$3" ]; then why="has $count of $3 containers"; fi
    if [ -n "$why" ]; then bad "service $1" "$why"; else ok "service $1" "$text"; fi
}
