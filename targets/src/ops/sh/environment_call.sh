if found=$("$here/env-check.sh" --quiet 2>&1); then
    ok environment "is complete"
else
    bad environment "$(printf '%s' "$found" | sed 's/^FAIL //' | tr '\n' ';')"
fi
