
usage() {
    echo "usage: KIND.sh [--notify] NAMES" >&2
    exit 2
}
name=
tells=no
for argument in "$@"; do
    case $argument in
        --notify) tells=yes ;;
        NAMES) name=$argument ;;
        *) usage ;;
    esac
done
if [ -z "$name" ]; then usage; fi
