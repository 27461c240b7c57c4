
# What the file of a secret holds.
function Get-SecretFile([string]$Path) {
    if (Test-Path -LiteralPath $Path -PathType Leaf) { [IO.File]::ReadAllText((Resolve-Path -LiteralPath $Path).ProviderPath) } else { '' }
}
