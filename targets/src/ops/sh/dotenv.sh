
# read_dotenv FILE FOLDER: reads a .env as docker compose does, and writes the value of each variable to FOLDER/v.NAME and all names, in
# order, to FOLDER/names. Nothing is printed but where the file can't be read.
read_dotenv() {
    mkdir -p "$2"
    : >"$2/names"
    [ -f "$1" ] || return 0
    # Not a line's end: then the last line has none.
    LC_ALL=C awk -v file="$1" -v folder="$2" -v cut="$(tail -c 1 "$1" | tr -c '\n' x)" '
        # Everything is read with a position in one text, for a value in quotes may go over lines.
        function fail(why) {
            printf "line %d %s\n", line, why > "/dev/stderr"
            failed = 1
            exit 1
        }
        function at(position) { return substr(text, position, 1) }
        function is_blank(c) { return c != "" && index(" \t\r\v\f", c) > 0 }
        function skip_blanks() { while (is_blank(at(here))) here++ }
        function skip_between() {
            while (here <= size) {
                if (at(here) == "\n") { line++; here++ }
                else if (is_blank(at(here))) here++
                else if (at(here) == "#") while (here <= size && at(here) != "\n") here++
                else return
            }
        }
        function value_of(name) {
            if (name in ENVIRON) { known = 1; return ENVIRON[name] }
            known = name in values
            return known ? values[name] : ""
        }
        # The place behind the brace that closes what is open at this place.
        function closing(word, from,    open, i, c) {
            open = 1
            for (i = from; i <= length(word); i++) {
                c = substr(word, i, 1)
                if (c == "$" && substr(word, i + 1, 1) == "{") { open++; i++ }
                else if (c == "}" && --open == 0) return i
            }
            fail("has a ${ that is never closed")
        }
        function braced(word,    name, operator, rest, value) {
            if (!match(word, /^[A-Za-z_][A-Za-z0-9_]*/)) fail("has a variable without a name")
            name = substr(word, 1, RLENGTH)
            rest = substr(word, RLENGTH + 1)
            value = value_of(name)
            if (rest == "") return value
            operator = substr(rest, 1, substr(rest, 1, 1) == ":" ? 2 : 1)
            rest = substr(rest, length(operator) + 1)
            if (operator == ":-") return value != "" ? value : filled(rest)
            if (operator == "-") return known ? value : filled(rest)
            if (operator == ":+") return value != "" ? filled(rest) : ""
            if (operator == "+") return known ? filled(rest) : ""
            if (operator == ":?") { if (value == "") fail("needs " name); return value }
            if (operator == "?") { if (!known) fail("needs " name); return value }
            fail("has a variable that can not be read")
        }
        # Variables in a text; a function of awk has only the variables that it is called with.
        function filled(word,    out, i, end, rest) {
            out = ""
            while ((i = index(word, "$")) > 0) {
                out = out substr(word, 1, i - 1)
                rest = substr(word, i + 1)
                if (substr(rest, 1, 1) == "$") { out = out "$"; word = substr(rest, 2) }
                else if (substr(rest, 1, 1) == "{") {
                    end = closing(rest, 2)
                    out = out braced(substr(rest, 2, end - 2))
                    word = substr(rest, end + 1)
                } else if (match(rest, /^[A-Za-z_][A-Za-z0-9_]*/)) {
                    end = RLENGTH
                    out = out value_of(substr(rest, 1, end))
                    word = substr(rest, end + 1)
                } else {
                    out = out "$"
                    word = rest
                }
            }
            return out word
        }
        function octal(digits,    i, number) {
            number = 0
            for (i = 1; i <= length(digits); i++) number = number * 8 + substr(digits, i, 1)
            return sprintf("%c", number)
        }
        function unescaped(word,    out, i, c) {
            out = ""
            while ((i = index(word, "\\")) > 0) {
                out = out substr(word, 1, i - 1)
                c = substr(word, i + 1, 1)
                word = substr(word, i + 2)
                if (c == "n") out = out "\n"
                else if (c == "t") out = out "\t"
                else if (c == "r") out = out "\r"
                else if (c == "a") out = out "\a"
                else if (c == "b") out = out "\b"
                else if (c == "f") out = out "\f"
                else if (c == "v") out = out "\v"
                else if (c == "\\") out = out "\\"
                else if (c == "\"") out = out "\""
                else if (c == "$") out = out "$$"
                else if (c == "0") {
                    # Only a nought and three digits more are a character.
                    for (i = 0; i < 3 && substr(word, i + 1, 1) ~ /[0-9]/; i++) continue
                    c = substr(word, 1, i)
                    out = out (c ~ /^[0-3][0-7][0-7]$/ ? octal(c) : "\\" c)
                    word = substr(word, i + 1)
                } else out = out "\\" c
            }
            return out word
        }
        function quoted(quote,    value, c, closed, first) {
            value = ""
            first = line
            for (here++; here <= size; here++) {
                c = at(here)
                if (c == quote) { closed = 1; here++; break }
                if (c == "\n") line++
                if (c == "\\" && here < size) {
                    here++
                    c = at(here) == quote ? quote : "\\" at(here)
                }
                value = value c
            }
            if (!closed) {
                line = first
                fail("has a quote that is never closed")
            }
            return quote == "\"" ? filled(unescaped(value)) : value
        }
        function bare(    value, end) {
            value = substr(text, here)
            end = index(value, "\n")
            if (end > 0) value = substr(value, 1, end - 1)
            here += length(value)
            if ((end = index(value, " #")) > 0) value = substr(value, 1, end - 1)
            sub(/[ \t\r\v\f]+$/, "", value)
            return filled(value)
        }
        function keep(name, value) {
            order[++count] = name
            values[name] = value
        }
        function statement(    name, c, value) {
            if (substr(text, here) ~ /^export[ \t\r\v\f]/) { here += 6; skip_blanks() }
            name = ""
            while (here <= size && (c = at(here)) != "=" && c != ":" && c != "\n") {
                if (!is_blank(c) && c !~ /[A-Za-z0-9_.\[\]-]/) fail("has a name that can not be read")
                name = name c
                here++
            }
            sub(/[ \t\r\v\f]+$/, "", name)
            if (name == "") fail("has a value without a name")
            if (name ~ /[ \t\r\v\f]/) fail("has a blank in a name")
            # What nothing ends docker compose takes for a value without a name.
            if (here > size) fail("has a name that neither a value nor a line end follows")
            here++
            if (c == "\n") {
                line++
                if (name in ENVIRON) keep(name, ENVIRON[name])
                return
            }
            skip_blanks()
            c = at(here)
            value = c == "\"" || c == "\047" ? quoted(c) : bare()
            keep(name, value)
        }
        BEGIN {
            while ((getline one < file) > 0) text = text one "\n"
            if (cut != "") text = substr(text, 1, length(text) - 1)
            sub(/^\357\273\277/, "", text)
            size = length(text)
            here = 1
            line = 1
            for (skip_between(); here <= size; skip_between()) statement()
            for (i = 1; i <= count; i++) print order[i] > (folder "/names")
            for (name in values) {
                printf "%s", values[name] > (folder "/v." name)
                close(folder "/v." name)
            }
        }
        END { exit failed }
    ' </dev/null
}
