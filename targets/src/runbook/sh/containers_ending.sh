# containers SERVICE [OPTION…]: the containers of a service, one in a line: those that run, or with --all every one. The project's name has an
# ending that nobody but the platform knows.
containers() {
    service=$1
    shift
    docker ps --no-trunc "$@" \
        --filter "label=com.docker.compose.service=$service" \
        --filter label=com.docker.compose.oneoff=False \
        --format '{{.ID}} {{.Label "com.docker.compose.project"}}' |
        awk -v project="$project" '$2 == project || index($2, project "-") == 1 { print $1 }'
}
