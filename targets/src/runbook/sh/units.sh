# remove_container SERVICE FOLDER: its unit stops, and the file of which it is made goes, so that nothing starts it again.
remove_container() {
    stop_services "$1"
    rm -f "$2/$project-$1.container"
}
