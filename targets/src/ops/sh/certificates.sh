
# certificate HOST ADDRESS PORT DAYS: it is valid for so many days more.
certificate() {
    address=$2
    if [ "$dns" = yes ]; then address=$1; fi
    end=$(timeout "$patience" openssl s_client -connect "$address:$3" -servername "$1" </dev/null 2>/dev/null |
        openssl x509 -noout -enddate 2>/dev/null | sed 's/^notAfter=//') || end=
    if [ -z "$end" ]; then
        bad "certificate $1" "there is none at $address:$3"
        return
    fi
    # shellcheck disable=SC2086 # the words of a time: Nov 21 03:30:00 2026 GMT
    left=$((($(end_seconds $end) - $(now)) / 86400))
    if [ "$left" -lt "$4" ]; then
        bad "certificate $1" "is valid for $left days more: until $end"
    else
        ok "certificate $1" "is valid for $left days more"
    fi
}
end_seconds() {
    month=$(printf '%s\n' JanFebMarAprMayJunJulAugSepOctNovDec | awk -v name="$1" '{ print (index($0, name) + 2) / 3 }')
    seconds_of "$(printf '%04d%02d%02dT%sZ' "$4" "$month" "$2" "$(printf '%s' "$3" | tr -d :)")"
}
