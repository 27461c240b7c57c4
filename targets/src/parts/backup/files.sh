#!/bin/sh
# What a backup does with files: volumes become archives, copies lie in a folder, and old ones go.
#
# usage: files.sh clear                 empties /work
#        files.sh pack VOLUME           /volumes/VOLUME to /work/VOLUME.tar.gz
#        files.sh unpack VOLUME         the other way; what was in the volume goes
#        files.sh keep STORE SNAPSHOT   /work to a new copy in /stores/STORE/FOLDER, and old copies go
#        files.sh list STORE            the copies
#        files.sh fetch STORE SNAPSHOT  a copy to /work
#
# FOLDER is that of this backup: what other backups and projects have in the store is not touched.
set -eu
umask 077

#KEEP

empty() {
    find "$1" -mindepth 1 -maxdepth 1 -exec rm -rf {} +
}

# is_copy NAME: whether this is the name of a copy, and nothing that leads elsewhere.
is_copy() {
    case $1 in
        *[!0-9TZ]* | '') return 1 ;;
    esac
}

keep() {
    store=/stores/$1/$FOLDER
    partial=$store/.partial-$2
    # The copies are root's alone; their names are as open as the store is.
    (umask 022 && mkdir -p "$store")
    rm -rf "$store"/.partial-*
    mkdir "$partial"
    cp -p /work/* "$partial/"
    # What isn't on the disk yet is no copy.
    sync
    mv "$partial" "$store/$2"
    # The shell's list has no names that start with a dot.
    for copy in "$store"/*; do
        echo "${copy##*/}"
    done | expired | while read -r old; do
        rm -rf "${store:?}/$old"
        echo "deleted $old"
    done
}

list() {
    for copy in "/stores/$1/$FOLDER"/*; do
        name=${copy##*/}
        if is_copy "$name"; then echo "$name"; fi
    done | sort
}

fetch() {
    copy=$2
    if [ "$copy" = latest ]; then copy=$(list "$1" | tail -n 1); fi
    if ! is_copy "$copy" || [ ! -d "/stores/$1/$FOLDER/$copy" ]; then
        echo "there is no copy '$2' in this store" >&2
        exit 1
    fi
    empty /work
    cp -p "/stores/$1/$FOLDER/$copy"/* /work/
    echo "took $copy"
}

case $1 in
    clear) empty /work ;;
    pack)
        tar -czf "/work/$2.tar.gz.partial" -C "/volumes/$2" .
        mv "/work/$2.tar.gz.partial" "/work/$2.tar.gz"
        ;;
    unpack)
        # What can't be read is found before anything is deleted.
        tar -tzf "/work/$2.tar.gz" >/dev/null
        empty "/volumes/$2"
        tar -xzf "/work/$2.tar.gz" -C "/volumes/$2"
        ;;
    keep) keep "$2" "$3" ;;
    list) list "$2" ;;
    fetch) fetch "$2" "$3" ;;
    *)
        echo "usage: $0 clear|pack|unpack|keep|list|fetch …" >&2
        exit 2
        ;;
esac
