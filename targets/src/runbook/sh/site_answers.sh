# site_answers PATH [OPTION…]: whether the site answers with success; it has a minute.
site_answers() {
    path=$1 tries=0
    shift
    until curl --fail --silent --show-error --max-time 20 --output /dev/null "$@" "$site$path"; do
        tries=$((tries + 1))
        [ "$tries" -lt 12 ] || die "$site$path does not answer with success"
        sleep 5
    done
    echo "  $site$path answers"
}
