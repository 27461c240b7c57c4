
function Invoke-Compose {
    # Docker tells of its progress beside its result: where that is redirected, Windows' PowerShell would take the first line for the end.
    $ErrorActionPreference = 'Continue'
    & docker compose @args
    if ($LASTEXITCODE -ne 0) { throw "docker compose $($args -join ' ') ended with $LASTEXITCODE" }
}
# A container that is run once.
function Invoke-Once {
    Invoke-Compose run --rm --no-deps -T @args
}
$script:stopped = @()
# Stops those of these services that run.
function Stop-Running([string[]]$Services) {
    $running = @(Invoke-Compose ps --services --status running)
    foreach ($service in $Services) {
        if ($running -contains $service) {
            $script:stopped += $service
            Invoke-Compose stop $service
        }
    }
}
function Start-Again {
    $services = $script:stopped
    $script:stopped = @()
    foreach ($service in $services) { Invoke-Compose start $service }
}
