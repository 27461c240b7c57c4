
# seconds_of TIME: 20261121T033000Z, or 2026-11-21T03:30:00Z with parts of seconds, as seconds since 1970.
seconds_of() {
    printf '%s\n' "$1" | awk '
        {
            gsub(/[-:TZ]/, "")
            y = substr($0, 1, 4) + 0
            m = substr($0, 5, 2) + 0
            d = substr($0, 7, 2) + 0
            if (m <= 2) { y -= 1; m += 12 }
            # 719469 is the number of 1970-01-01 by this count, whose years begin in March.
            day = 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + d - 719469
            printf "%d\n", day * 86400 + substr($0, 9, 2) * 3600 + substr($0, 11, 2) * 60 + substr($0, 13, 2)
        }'
}
now() {
    seconds_of "$(date -u +%Y%m%dT%H%M%SZ)"
}
