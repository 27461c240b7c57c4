# site_responds PATH [OPTION…]: whether the site answers at all, be it with a page, a login or none; 5xx says that what is behind it does not run.
site_responds() {
    path=$1 tries=0
    shift
    until code=$(curl --silent --show-error --max-time 20 --output /dev/null --write-out '%{http_code}' "$@" "$site$path") && [ "$code" -lt 500 ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 12 ] || die "$site$path answers with $code"
        sleep 5
    done
    echo "  $site$path answers with $code"
}
