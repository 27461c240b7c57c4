
# port NAME HOST:PORT: it takes connections.
port() {
    seconds=$(curl --silent --max-time "$patience" --output /dev/null --write-out '%{time_connect}' "telnet://$2" </dev/null 2>/dev/null) || :
    case $seconds in
        *[1-9]*) ok "monitor $1" "takes connections" ;;
        *) bad "monitor $1" "takes no connection at $2" ;;
    esac
}
