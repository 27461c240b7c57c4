die() {
    echo "$*" >&2
    exit 1
}

# in_project NAME COMMAND…: the same for the containers of another project.
in_project() {
    usual=$project project=$1
    shift
    "$@"
    project=$usual
}

# container SERVICE: the one container of a service that runs, or the one that only names.
container() {
    found=${only:-$(containers "$1")}
    case $found in
        '') die "no container of $1 runs in $project" ;;
        *"
"*) die "$1 has more than one container" ;;
    esac
    echo "$found"
}
