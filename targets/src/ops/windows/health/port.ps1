
# A place, HOST:PORT, takes connections.
function Test-Port([string]$Name, [string]$Place) {
    $colon = $Place.LastIndexOf(':')
    $client = New-Object Net.Sockets.TcpClient
    try {
        $there = $client.ConnectAsync($Place.Substring(0, $colon).Trim('[', ']'), [int]$Place.Substring($colon + 1)).Wait($patience * 1000)
    } catch {
        $there = $false
    } finally {
        $client.Close()
    }
    if ($there) {
        Write-Check $true "monitor $Name" 'takes connections'
    } else {
        Write-Check $false "monitor $Name" "takes no connection at $Place"
    }
}
