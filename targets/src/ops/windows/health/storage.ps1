
# The drive of a folder is not full.
function Test-Storage([string]$Path) {
    if (-not (Test-Path -LiteralPath $Path)) { return }
    try {
        $full = (Get-Item -LiteralPath $Path -Force).FullName
        $root = [IO.Path]::GetPathRoot($full)
        if ($root.StartsWith('\\')) {
            Write-Check $true "storage $Path" 'is a share, whose space only its own machine knows'
            return
        }
        $drive = New-Object IO.DriveInfo $root
        $used = [int](100 * ($drive.TotalSize - $drive.AvailableFreeSpace) / $drive.TotalSize)
    } catch {
        Write-Check $false "storage $Path" "can't be seen: $_"
        return
    }
    Write-Check ($used -lt (Get-Limit 'DISK_PERCENT' 90)) "storage $Path" "is $used % full"
}
