
function Test-FolderStore([string]$Name, [string]$Store, [long]$Seconds, [string]$Folder) {
    $copies = @()
    if (Test-Path -LiteralPath $Folder) {
        try {
            $copies = @(Get-ChildItem -LiteralPath $Folder -Directory -ErrorAction Stop | ForEach-Object { $_.Name })
        } catch {
            Write-Check $false "backup $Name" "$Folder can't be read: $_"
            return
        }
    }
    Test-Age $Name $Store $Seconds $copies
}
