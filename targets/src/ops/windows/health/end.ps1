Remove-Item -LiteralPath $scratch -Recurse -Force
if ($script:failed -gt 0) { exit 1 }
