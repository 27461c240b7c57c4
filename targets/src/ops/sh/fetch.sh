
# How long an answer may take.
patience=${TIMEOUT:-10}
# fetch HOST:PORT:HOST:PORT ARGUMENT…: curl, which connects to the edge itself, not to what the name stands for, unless --dns asks for that.
fetch() {
    connect=$1
    shift
    if [ "$dns" = yes ]; then connect=; fi
    curl --silent --show-error --globoff --max-time "$patience" ${connect:+--connect-to "$connect"} "$@" 2>"$private/error"
}
# What curl said, without the number of its fault: advice follows on further lines.
complaint() {
    sed -n '/^curl: ([0-9]*) /{
        s///p
        q
    }' "$private/error"
}
