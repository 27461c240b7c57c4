
# The quotes are those of Go's templates: PowerShell hands them to a program as they are.
$format = '{{index .Config.Labels `com.docker.compose.service`}}|{{index .Config.Labels `com.docker.compose.oneoff`}}|{{.State.Status}}|{{if .State.Health}}{{.State.Health.Status}}{{end}}|{{.RestartCount}}|{{.State.ExitCode}}|{{.State.StartedAt}}'
$script:containers = @()
function Read-Containers {
    $ids = @(Invoke-Compose @('ps', '--all', '--quiet') | Where-Object { $_ })
    if ($script:ended -ne 0) {
        Write-Check $false 'docker' "$($script:said | Select-Object -Last 1)"
        return
    }
    if ($ids.Count -eq 0) { return }
    $script:containers = @(Invoke-Program 'docker' (@('inspect', '--format', $format) + $ids) | ForEach-Object {
            $service, $once, $state, $health, $restarts, $code, $started = $_.Split('|')
            [pscustomobject]@{ Service = $service; Once = $once; State = $state; Health = $health; Restarts = $restarts; Code = $code; Started = $started }
        })
}
# A container that was started again less than this many seconds ago may be in a loop.
$restless = Get-Limit 'RESTART_SECONDS' 600
function Test-Restless($Container) {
    if ([int]$Container.Restarts -eq 0) { return $false }
    $styles = [Globalization.DateTimeStyles]'AssumeUniversal, AdjustToUniversal'
    $second = $Container.Started.Substring(0, 19)
    $started = [DateTime]::ParseExact($second, "yyyy-MM-dd'T'HH:mm:ss", [Globalization.CultureInfo]::InvariantCulture, $styles)
    return ([DateTime]::UtcNow - $started).TotalSeconds -lt $restless
}
function Test-Service([string]$Service, [string]$Wanted, [int]$Count) {
    $own = @($script:containers | Where-Object { $_.Service -ceq $Service -and $_.Once -ne 'True' })
    $why = ''
    $text = ''
    foreach ($one in $own) {
        if ($Wanted -eq 'completed') {
            $text = "ended with $($one.Code)"
            if ($one.State -ne 'exited' -or $one.Code -ne '0') { $why = "is $($one.State), and its last run ended with $($one.Code)" }
            continue
        }
        $text = (@($one.State, $one.Health) | Where-Object { $_ }) -join ', '
        if ($one.State -ne 'running') {
            $why = "is $($one.State), ended with $($one.Code)"
        } elseif ($one.Health -eq 'unhealthy') {
            $why = 'is unhealthy'
        } elseif (Test-Restless $one) {
            $why = "was started again $($one.Restarts) times, at last $($one.Started)"
        }
    }
    if (-not $why -and $own.Count -lt $Count) { $why = "has $($own.Count) of $Count containers" }
    if ($why) { $text = $why }
    Write-Check (-not $why) "service $Service" $text
}
