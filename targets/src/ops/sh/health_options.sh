
format=lines
quiet=no
quick=no
dns=no
tells=no
for argument in "$@"; do
    case $argument in
        --quiet) quiet=yes ;;
        --json) format=json ;;
        --quick) quick=yes ;;
        --dns) dns=yes ;;
        --notify) tells=yes ;;
        *)
            echo "usage: health-check.sh [--quiet] [--json] [--quick] [--dns] [--notify]" >&2
            exit 2
            ;;
    esac
done
