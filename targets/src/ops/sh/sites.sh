
# site URL CONNECT-TO STATUS CERTIFICATE: a page answers over HTTPS with this status, or with any below 500. The certificate is that of a site
# that signs its own, the only one that is believed.
site() {
    url=$1
    : >"$private/headers"
    trust=
    if [ -n "$4" ]; then
        if [ ! -r "$4" ]; then
            bad "$url" "its certificate $4 can't be read"
            return
        fi
        trust=$4
    fi
    if ! code=$(fetch "$2" --output /dev/null --dump-header "$private/headers" --write-out '%{http_code}' ${trust:+--cacert "$trust"} "$url"); then
        bad "$url" "does not answer: $(complaint)"
    elif [ -n "$3" ] && [ "$code" != "$3" ]; then
        bad "$url" "answers $code instead of $3"
    elif [ -z "$3" ] && [ "$code" -ge 500 ]; then
        bad "$url" "answers $code"
    else
        ok "$url" "answers $code"
    fi
}
# header NAME VALUE: the last answer has it, once and with this value.
header() {
    if [ ! -s "$private/headers" ]; then return; fi
    if NAME=$1 VALUE=$2 awk '
        {
            sub(/\r$/, "")
            colon = index($0, ":")
            if (colon == 0 || tolower(substr($0, 1, colon - 1)) != tolower(ENVIRON["NAME"])) next
            value = substr($0, colon + 1)
            gsub(/^[ \t]+|[ \t]+$/, "", value)
            seen++
            if (value == ENVIRON["VALUE"]) right++
        }
        END { exit !(seen == 1 && right == 1) }' "$private/headers"; then
        ok "$url" "has the header $1"
    else
        bad "$url" "has not the header $1: $2, or has it twice"
    fi
}
# redirect URL CONNECT-TO TO: plain HTTP is sent to HTTPS.
redirect() {
    if ! answer=$(fetch "$2" --output /dev/null --write-out '%{http_code} %{redirect_url}' "$1"); then
        bad "$1" "does not answer: $(complaint)"
        return
    fi
    case $answer in
        "301 $3"* | "308 $3"*) ok "$1" "is sent to HTTPS" ;;
        *) bad "$1" "is not sent to $3: $answer" ;;
    esac
}
