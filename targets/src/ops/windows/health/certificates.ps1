
# The certificate is valid for so many days more. It is only looked at: whether it is believed is what the site's own check says.
function Test-Certificate([string]$Name, [string]$Address, [int]$Port, [int]$Days) {
    if ($Dns) { $Address = $Name }
    $milliseconds = $patience * 1000
    $client = New-Object Net.Sockets.TcpClient
    try {
        if (-not $client.ConnectAsync($Address.Trim('[', ']'), $Port).Wait($milliseconds)) { throw 'it takes no connection in time' }
        $client.ReceiveTimeout = $milliseconds
        $client.SendTimeout = $milliseconds
        $any = [Net.Security.RemoteCertificateValidationCallback] { $true }
        $stream = New-Object Net.Security.SslStream ($client.GetStream(), $false, $any)
        # The versions of TLS are those of Windows.
        $stream.AuthenticateAsClient($Name, $null, [Security.Authentication.SslProtocols]::None, $false)
        $certificate = New-Object Security.Cryptography.X509Certificates.X509Certificate2 $stream.RemoteCertificate
        $end = $certificate.NotAfter.ToUniversalTime()
    } catch {
        Write-Check $false "certificate $Name" "there is none at ${Address}:${Port}: $($_.Exception.GetBaseException().Message)"
        return
    } finally {
        $client.Close()
    }
    $left = [Math]::Floor(($end - [DateTime]::UtcNow).TotalDays)
    if ($left -lt $Days) {
        Write-Check $false "certificate $Name" "is valid for $left days more: until $($end.ToString('u'))"
    } else {
        Write-Check $true "certificate $Name" "is valid for $left days more"
    }
}
