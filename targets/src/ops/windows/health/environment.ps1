
# What is wrong with .env, secrets and certificates; one check says all of it.
$script:wrong = @()
# The types, and the expression that a value of each matches.
$label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
$rules = @{
    'name'       = '[a-zA-Z0-9._-]+'
    'identifier' = '[A-Za-z_][A-Za-z0-9_]*'
    'int'        = '[+-]?[0-9]{1,18}'
    'bool'       = 'true|false'
    'port'       = '0*([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])'
    'host'       = "(\*\.)?$label(\.$label)*|[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}([.][0-9]{1,3}){0,3}"
    'url'        = 'https?://[^/?#\s]\S*'
    'email'      = '[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+'
    'image'      = '([a-zA-Z0-9.:_-]+/)?[a-z0-9._-]+(/[a-z0-9._-]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@[A-Za-z0-9+._-]+:[0-9a-fA-F]{32,})?'
    'tag'        = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}'
    'duration'   = '0|(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h|d|w))+'
    'size'       = '([0-9]+\.?[0-9]*|\.[0-9]+) ?([bB]|[kKmMgGtTpP]([iI]?[bB])?)?'
    'rate'       = '\+?0*([1-9][0-9]{0,5}|1000000)/[sm]'
    'path'       = '[^\x00-\x1f\x7f]*'
}
function Test-Whole([string]$Value, [string]$Pattern) {
    $Value -cmatch "\A(?:$Pattern)\z"
}
# How many characters a text has: what takes two places in UTF-16 is one.
function Get-Length([string]$Value) {
    ($Value -replace '[\ud800-\udbff][\udc00-\udfff]', 'x').Length
}
# Why a value does not fit, or nothing.
function Get-Misfit([string]$Value, [string]$Type, [string]$Least, [string]$Most, [string]$Words, [string]$Pattern) {
    if ($rules.ContainsKey($Type) -and -not (Test-Whole $Value $rules[$Type])) { return "is not of the type $Type" }
    $unit = ''
    $size = $null
    if ($Type -eq 'int' -or $Type -eq 'port') {
        $size = [long]$Value
    } elseif (@('bool', 'duration', 'size', 'rate') -notcontains $Type) {
        $size = Get-Length $Value
        $unit = ' characters'
    }
    if ($null -ne $size -and $Least -and $size -lt [long]$Least) { return "is less than $Least$unit" }
    if ($null -ne $size -and $Most -and $size -gt [long]$Most) { return "is more than $Most$unit" }
    if ($Words -and $Words.Split(' ') -cnotcontains $Value) { return "is none of: $Words" }
    if ($Pattern -and -not (Test-Whole $Value $Pattern)) { return "does not match $Pattern" }
}
function Add-Wrong([string]$What, [string]$Why) {
    $script:wrong += "${What}: $Why"
}
function Add-Missing([string]$What, [string]$Message) {
    if ($Message) { Add-Wrong $What "is missing: $Message" } else { Add-Wrong $What 'is missing' }
}
function Test-Input([string]$Name, [string]$Need, [string]$Type, [string]$Least, [string]$Most, [string]$Words, [string]$Pattern, [string]$Message) {
    $value = Get-Value $Name
    if ($value -eq '') {
        if ($Need -eq 'required') { Add-Missing $Name $Message }
        return
    }
    $why = Get-Misfit $value $Type $Least $Most $Words $Pattern
    if ($why) { Add-Wrong $Name $why }
}
function Test-Secret([string]$What, [string]$Value, [string]$Need, [string]$Least, [string]$Message) {
    if ($Value -eq '') {
        if ($Need -eq 'required') { Add-Missing $What $Message }
    } elseif ($Least -and (Get-Length $Value) -lt [int]$Least) {
        Add-Wrong $What "has less than $Least characters"
    }
}
function Test-SecretFile([string]$Path, [string]$Need, [string]$Least, [string]$Message) {
    try {
        $value = Get-SecretFile $Path
    } catch {
        Add-Wrong $Path "can't be read: $_"
        return
    }
    $hint = $Message
    if ($Path.StartsWith('secrets/')) { $hint = (@($Message, 'SECRETS.md says how it is made') | Where-Object { $_ }) -join '; ' }
    Test-Secret $Path ($value -replace '\r?\n\z', '') $Need $Least $hint
}
# Whether the certificate of a site that signs its own was made, which nginx does not start without.
function Test-OwnCertificate([string]$Folder) {
    foreach ($file in @('fullchain.pem', 'privkey.pem')) {
        $found = Get-Item -LiteralPath "tls/$Folder/$file" -ErrorAction SilentlyContinue
        if (-not $found -or $found.Length -eq 0) {
            Add-Wrong "tls/$Folder" 'has no certificate: run make-certificates.sh in the project, with the bash of Git or of WSL'
            return
        }
    }
}
function Write-Environment {
    if ($script:wrong.Count -eq 0) {
        Write-Check $true 'environment' 'is complete'
    } else {
        Write-Check $false 'environment' ($script:wrong -join '; ')
    }
}
Invoke-Compose @('config', '--quiet') | Out-Null
if ($script:ended -ne 0) { Add-Wrong 'docker compose' "$($script:said | Select-Object -Last 1)" }
