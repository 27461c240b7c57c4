# expired: reads the names of copies (20261121T033000Z), and prints those that are no longer kept. What is named otherwise is not touched,
# and the newest copy is always kept. KEEP_DAYS keeps all of so many days before the newest, KEEP_DAILY, KEEP_WEEKLY and KEEP_MONTHLY the last
# one of each of so many days, weeks and months that have one. Without any of them all are kept.
expired() {
    grep -E '^[0-9]{8}T[0-9]{6}Z$' | sort -r | awk \
        -v days="${KEEP_DAYS:-0}" -v daily="${KEEP_DAILY:-0}" -v weekly="${KEEP_WEEKLY:-0}" -v monthly="${KEEP_MONTHLY:-0}" '
        # The number of a day, counted as the civil calendar counts.
        function number(y, m, d) {
            if (m <= 2) { y -= 1; m += 12 }
            return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + d
        }
        # Whether this is the first copy that is seen of a day, week or month, while there is room.
        function kept(kind, key, most) {
            if (seen[kind] >= most || (kind in last && last[kind] == key)) return 0
            last[kind] = key
            seen[kind] += 1
            return 1
        }
        {
            day = number(substr($0, 1, 4) + 0, substr($0, 5, 2) + 0, substr($0, 7, 2) + 0)
            seconds = day * 86400 + substr($0, 10, 2) * 3600 + substr($0, 12, 2) * 60 + substr($0, 14, 2)
            if (NR == 1) newest = seconds
            keep = NR == 1 || days + daily + weekly + monthly == 0
            if (newest - seconds <= days * 86400 && days > 0) keep = 1
            if (kept("day", day, daily + 0)) keep = 1
            # A week starts on Monday: day 0 of this count was a Tuesday.
            if (kept("week", int((day + 1) / 7), weekly + 0)) keep = 1
            if (kept("month", substr($0, 1, 6), monthly + 0)) keep = 1
            if (!keep) print
        }'
}
