
# folder_store BACKUP STORE SECONDS FOLDER
folder_store() {
    if [ ! -d "$4" ]; then
        age "$1" "$2" "$3" ""
    elif [ ! -r "$4" ] || [ ! -x "$4" ]; then
        bad "backup $1" "$4 can't be read by $(id -un)"
    else
        age "$1" "$2" "$3" "$(ls -- "$4")"
    fi
}
