
format=lines
quiet=no
strict=no
for argument in "$@"; do
    case $argument in
        --quiet) quiet=yes ;;
        --json) format=json ;;
        --strict) strict=yes ;;
        *)
            echo "usage: env-check.sh [--quiet] [--json] [--strict]" >&2
            exit 2
            ;;
    esac
done
