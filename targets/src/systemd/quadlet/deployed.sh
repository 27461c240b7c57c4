stackc_blank=$(printf ' \t\r.')
stackc_blank=${stackc_blank%.}

# deployed NAME...: each of these variables of `env` as env_NAME, if it is set there. It is read as systemd reads an EnvironmentFile=.
deployed() {
    for stackc_name; do
        unset "env_$stackc_name"
    done
    [ -r "$stackc_folder/env" ] || return 0
    while line; do
        stackc_line=${stackc_line#"${stackc_line%%[!"$stackc_blank"]*}"}
        case $stackc_line in
            '#'* | ';'*) continue ;;
            *=*) ;;
            *) continue ;;
        esac
        stackc_name=${stackc_line%%=*}
        stackc_name=${stackc_name%"${stackc_name##*[!"$stackc_blank"]}"}
        stackc_line=${stackc_line#*=}
        value
        case $stackc_name in
            *[!A-Za-z0-9_]*) continue ;;
        esac
        case " $* " in
            *" $stackc_name "*) eval "env_$stackc_name=\$stackc_text" ;;
        esac
    done < "$stackc_folder/env"
}

# line: the next line of the file.
line() {
    IFS= read -r stackc_line || [ -n "$stackc_line" ]
}

# value: what stands behind the `=`, in quotes or not, over as many lines as it has.
value() {
    stackc_text=
    while :; do
        stackc_line=${stackc_line#"${stackc_line%%[!"$stackc_blank"]*}"}
        case $stackc_line in
            '') return ;;
            "'"*) single ;;
            '"'*) double ;;
            *)
                plain
                return
                ;;
        esac
    done
}

single() {
    stackc_line=${stackc_line#?}
    while :; do
        case $stackc_line in
            *"'"*)
                stackc_text=$stackc_text${stackc_line%%"'"*}
                stackc_line=${stackc_line#*"'"}
                return
                ;;
        esac
        stackc_text=$stackc_text$stackc_line'
'
        line || return 0
    done
}

double() {
    stackc_line=${stackc_line#?}
    while :; do
        stackc_start=${stackc_line%%[\\\"]*}
        stackc_text=$stackc_text$stackc_start
        stackc_line=${stackc_line#"$stackc_start"}
        case $stackc_line in
            '"'*)
                stackc_line=${stackc_line#?}
                return
                ;;
            \\[\\\"\$\`]*)
                stackc_line=${stackc_line#?}
                stackc_text=$stackc_text${stackc_line%"${stackc_line#?}"}
                stackc_line=${stackc_line#?}
                ;;
            \\?*)
                stackc_text=$stackc_text\\
                stackc_line=${stackc_line#?}
                ;;
            \\) line || return 0 ;;
            *)
                stackc_text=$stackc_text'
'
                line || return 0
                ;;
        esac
    done
}

# A backslash takes the next character as it stands, and the end of a line away; blanks at the end stay before it alone.
plain() {
    while :; do
        stackc_start=${stackc_line%%\\*}
        case $stackc_line in
            *\\*) ;;
            *)
                stackc_text=$stackc_text${stackc_start%"${stackc_start##*[!"$stackc_blank"]}"}
                return
                ;;
        esac
        stackc_text=$stackc_text$stackc_start
        stackc_line=${stackc_line#"$stackc_start"?}
        if [ -z "$stackc_line" ]; then
            line || return 0
            continue
        fi
        stackc_text=$stackc_text${stackc_line%"${stackc_line#?}"}
        stackc_line=${stackc_line#?}
    done
}
