version=$(jq --exit-status --raw-output '.stackc | select(test("^[0-9]+[.][0-9]+[.][0-9]+"))' "$LOCK")
echo "version=$version" >>"$GITHUB_OUTPUT"
