
format=lines
quiet=no
dns=no
only=
for argument in "$@"; do
    case $argument in
        --quiet) quiet=yes ;;
        --json) format=json ;;
        --dns) dns=yes ;;
        --images) only=images ;;
        *)
            echo "usage: verify.sh [--quiet] [--json] [--dns] [--images]" >&2
            exit 2
            ;;
    esac
done
