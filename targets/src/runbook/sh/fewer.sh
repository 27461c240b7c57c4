# fewer BEFORE NOW: fails, and says which, if a table has fewer rows now.
fewer() {
    awk -F '|' '
        NR == FNR { now[$1] = $2; known[$1] = 1; next }
        !($1 in known) { print "  " $1 " is missing"; bad = 1; next }
        now[$1] + 0 < $2 + 0 { print "  " $1 ": " now[$1] " in place of " $2; bad = 1 }
        END { exit bad }
    ' "$2" "$1"
}
