
# The client of the store is asked, in its container.
function Test-ClientStore([string]$Name, [string]$Store, [long]$Seconds, [string]$Client, [int]$Number) {
    if ($Quick) { return }
    $copies = @(Invoke-Compose @('run', '--rm', '--no-deps', '-T', $Client, 'list', "$Number"))
    if ($script:ended -eq 0) {
        Test-Age $Name $Store $Seconds $copies
        return
    }
    # Clients say more after their message, and docker compose before it.
    $why = $script:said | Where-Object { $_ -match 'fatal|fail|error|denied|forbidden' } | Select-Object -Last 1
    if (-not $why) { $why = $script:said | Select-Object -Last 1 }
    Write-Check $false "backup $Name" "$Store can't be asked: $why"
}
