
$script:failed = 0
function Write-Check([bool]$Fine, [string]$Check, [string]$Text) {
    if ($Fine) {
        Write-Output "ok   ${Check}: $Text"
    } else {
        $script:failed++
        Write-Output "FAIL ${Check}: $Text"
    }
}
$format = '{{index .Config.Labels "com.docker.compose.service"}}|{{index .Config.Labels "com.docker.compose.oneoff"}}|{{.State.Status}}|{{if .State.Health}}{{.State.Health.Status}}{{end}}|{{.State.ExitCode}}'
# Windows' PowerShell hands quotes to a program only if they are escaped.
if ($PSVersionTable.PSVersion.Major -lt 7) { $format = $format.Replace('"', '\"') }
$containers = @()
$ids = @(& docker compose ps --all --quiet)
if ($ids.Count -gt 0) {
    $containers = @(& docker inspect --format $format $ids | ForEach-Object {
            $service, $once, $state, $health, $code = $_.Split('|')
            [pscustomobject]@{ Service = $service; Once = $once; State = $state; Health = $health; Code = $code }
        })
}
function Test-Service([string]$Service, [string]$Wanted, [int]$Count) {
    $own = @($containers | Where-Object { $_.Service -eq $Service -and $_.Once -ne 'True' })
    if ($Wanted -eq 'completed') {
        $wrong = @($own | Where-Object { $_.State -ne 'exited' -or $_.Code -ne '0' })
    } else {
        $wrong = @($own | Where-Object { $_.State -ne 'running' -or $_.Health -eq 'unhealthy' })
    }
    $text = (@($own | ForEach-Object { "$($_.State) $($_.Health)".Trim() }) -join ', ')
    Write-Check ($wrong.Count -eq 0 -and $own.Count -ge $Count) "service $Service" "$($own.Count) of $Count containers: $text"
}
# The edge of this host is asked, whatever the name stands for. Status 0 is any below 500.
# A site that signs its own certificate is believed with that one alone; nobody says of it whether it was revoked.
function Test-Site([string]$Url, [string]$Through, [int]$Status, [object[]]$Headers, [string]$Certificate) {
    $trust = @()
    if ($Certificate) { $trust = @('--cacert', $Certificate, '--ssl-no-revoke') }
    $answer = @(& curl.exe --silent --show-error --max-time 10 --output NUL --dump-header '-' --connect-to $Through @trust $Url)
    if ($LASTEXITCODE -ne 0) {
        Write-Check $false $Url "does not answer: curl ended with $LASTEXITCODE"
        return
    }
    $code = [int]$answer[0].Split(' ')[1]
    Write-Check (($Status -eq 0 -and $code -lt 500) -or $code -eq $Status) $Url "answers $code"
    foreach ($header in $Headers) {
        $line = "$($header[0]): $($header[1])"
        $same = @($answer | Where-Object { $_.Trim() -ieq $line })
        Write-Check ($same.Count -eq 1) $Url "the header $line"
    }
}
# Seconds 0 is any age.
function Test-Backup([string]$Name, [string]$Folder, [long]$Seconds) {
    $newest = Get-ChildItem -LiteralPath $Folder -Directory -ErrorAction SilentlyContinue |
        Where-Object { $_.Name -match '^[0-9]{8}T[0-9]{6}Z$' } | Sort-Object Name | Select-Object -Last 1
    if ($null -eq $newest) {
        Write-Check ($Seconds -eq 0) "backup $Name" "$Folder has no copy"
        return
    }
    $styles = [Globalization.DateTimeStyles]'AssumeUniversal, AdjustToUniversal'
    $made = [DateTime]::ParseExact($newest.Name, "yyyyMMdd'T'HHmmss'Z'", [Globalization.CultureInfo]::InvariantCulture, $styles)
    $old = ([DateTime]::UtcNow - $made).TotalSeconds
    Write-Check ($Seconds -eq 0 -or $old -le $Seconds) "backup $Name" "the newest copy in $Folder is $([int]($old / 3600)) hours old"
}
function Test-Storage([string]$Path) {
    $drive = (Get-Item -LiteralPath $Path).PSDrive
    $used = [int](100 * $drive.Used / ($drive.Used + $drive.Free))
    Write-Check ($used -lt 90) "storage $($drive.Name)" "is $used % full"
}

& docker compose config --quiet
Write-Check ($LASTEXITCODE -eq 0) 'environment' 'docker compose reads the project'
