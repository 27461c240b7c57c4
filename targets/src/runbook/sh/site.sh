# site_answers PATH: whether the site answers with success; it has a minute.
site_answers() {
    tries=0
    until curl --fail --silent --show-error --max-time 20 --output /dev/null "$site$1"; do
        tries=$((tries + 1))
        [ "$tries" -lt 12 ] || die "$site$1 does not answer with success"
        sleep 5
    done
    echo "  $site$1 answers"
}
