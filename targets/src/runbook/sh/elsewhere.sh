# elsewhere WORDS…: something that is done on another machine, and then said to be done.
elsewhere() {
    echo "  on the machine that you deploy from: $*"
    confirm
}
