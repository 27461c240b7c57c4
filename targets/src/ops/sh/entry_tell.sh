if [ "$status" != 0 ] && [ "$tells" = yes ]; then
    notify "PROJECT on $(uname -n): the KIND $name failed" "It ended with $status." || :
fi
