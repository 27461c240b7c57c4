
# The newest of these names of copies is not older. Seconds 0 is any age.
function Test-Age([string]$Name, [string]$Store, [long]$Seconds, [string[]]$Copies) {
    $newest = $Copies | Where-Object { $_ -match '^[0-9]{8}T[0-9]{6}Z$' } | Sort-Object | Select-Object -Last 1
    if (-not $newest) {
        $text = "$Store has no copy"
        if ($Seconds -eq 0) { $text = "$Store has no copy yet; nothing makes one at a time" }
        Write-Check ($Seconds -eq 0) "backup $Name" $text
        return
    }
    $styles = [Globalization.DateTimeStyles]'AssumeUniversal, AdjustToUniversal'
    $made = [DateTime]::ParseExact($newest, "yyyyMMdd'T'HHmmss'Z'", [Globalization.CultureInfo]::InvariantCulture, $styles)
    $old = ([DateTime]::UtcNow - $made).TotalSeconds
    $text = "the newest copy in $Store is $([Math]::Floor($old / 3600)) hours old"
    if ($Seconds -ne 0 -and $old -gt $Seconds) {
        Write-Check $false "backup $Name" "$text, more than $([Math]::Floor($Seconds / 3600))"
    } else {
        Write-Check $true "backup $Name" $text
    }
}
