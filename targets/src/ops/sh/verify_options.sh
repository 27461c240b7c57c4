
format=lines
quiet=no
dns=no
for argument in "$@"; do
    case $argument in
        --quiet) quiet=yes ;;
        --json) format=json ;;
        --dns) dns=yes ;;
        *)
            echo "usage: verify.sh [--quiet] [--json] [--dns]" >&2
            exit 2
            ;;
    esac
done
