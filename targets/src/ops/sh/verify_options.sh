
format=lines
dns=no
for argument in "$@"; do
    case $argument in
        --quiet) format=quiet ;;
        --json) format=json ;;
        --dns) dns=yes ;;
        *)
            echo "usage: verify.sh [--quiet | --json] [--dns]" >&2
            exit 2
            ;;
    esac
done
