# fewer BEFORE NOW: fails, and says which, if a table has fewer rows now. A line is the table's name, `|` and the number of its rows.
fewer() {
    awk '
        { at = match($0, /[|][0-9]*$/); name = substr($0, 1, at - 1); rows = substr($0, at + 1) + 0 }
        FILENAME == ARGV[1] { now[name] = rows; next }
        !(name in now) { print "  " name " is missing"; bad = 1; next }
        now[name] < rows { print "  " name ": " now[name] " in place of " rows; bad = 1 }
        END { exit bad }
    ' "$2" "$1"
}
