version=$(jq --exit-status --raw-output '.stackc | select(test("\\A[0-9]+[.][0-9]+[.][0-9]+(-[0-9A-Za-z.-]+)?\\z"))' "$LOCK")
echo "version=$version" >>"$GITHUB_OUTPUT"
mkdir -p ~/.cargo/bin
echo "$HOME/.cargo/bin" >>"$GITHUB_PATH"
