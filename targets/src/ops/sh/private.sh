
# What is written here is read by nobody else, and goes when this ends.
private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT
trap 'exit 1' HUP INT TERM
