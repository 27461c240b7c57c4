# containers SERVICE [OPTION…]: the containers of a service, one in a line: those that run, or with --all every one. The project's name has an
# ending of six letters and digits that nobody but the platform knows.
containers() {
    service=$1
    shift
    all=$(docker ps --no-trunc "$@" \
        --filter "label=com.docker.compose.service=$service" \
        --filter label=com.docker.compose.oneoff=False \
        --format '{{.ID}} {{.Label "com.docker.compose.project"}}')
    echo "$all" | awk -v project="$project" '
        function is_ours(name) {
            return name == project || index(name, project "-") == 1 && substr(name, length(project) + 2) ~ /^[a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9][a-z0-9]$/
        }
        $2 != "" && is_ours($2) { if (first == "") first = $2; if ($2 != first) other = $2; print $1 }
        END { if (other != "") { print "both " first " and " other " may be " project > "/dev/stderr"; exit 1 } }
    '
}
