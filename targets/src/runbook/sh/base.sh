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

# has_value FILE: whether a value that someone writes is there.
has_value() { [ -s "$1" ] || die "$1 is missing or empty: write the value into it, and repeat the step"; }

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

# if_runs SERVICE COMMAND…: on the way back: what can't be told to a service now is told once it runs again.
if_runs() {
    service_now=$1
    shift
    ("$@") || echo "  $service_now can not be told now: it is told once it runs"
}
