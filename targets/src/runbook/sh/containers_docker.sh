# containers SERVICE [OPTION…]: the containers of a service, one in a line: those that run, or with --all every one.
containers() {
    service=$1
    shift
    docker ps --quiet --no-trunc "$@" \
        --filter "label=com.docker.compose.project=$project" \
        --filter "label=com.docker.compose.service=$service" \
        --filter label=com.docker.compose.oneoff=False
}
