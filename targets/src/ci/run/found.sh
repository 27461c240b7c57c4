if [ "$(stackc --version)" != "stackc $STACKC_VERSION" ]; then
    echo "::error::stackc $STACKC_VERSION is not on this runner, and target ci of the stack does not say how to install it"
    exit 1
fi
