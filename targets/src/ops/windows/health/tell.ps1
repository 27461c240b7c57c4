
# Whoever is told hears of what changes, not of every check.
if ($Notify) {
    $known = Join-Path $env:LOCALAPPDATA 'stackc\PROJECT-health'
    # What fails, without the numbers that change from check to check.
    $failing = (@($script:told | ForEach-Object { $_ -replace ': [\s\S]*', '' } | Sort-Object -Unique) -join "`n")
    $before = ''
    if (Test-Path -LiteralPath $known) { $before = [IO.File]::ReadAllText($known) }
    if ($failing -cne $before) {
        $subject = "PROJECT on ${env:COMPUTERNAME}: all checks pass again"
        if ($failing) { $subject = "PROJECT on ${env:COMPUTERNAME}: $script:failed checks fail" }
        if (Send-Message $subject ($script:told -join "`n")) {
            New-Item -ItemType Directory -Force -Path (Split-Path -Parent $known) | Out-Null
            [IO.File]::WriteAllText($known, $failing)
        }
    }
}
