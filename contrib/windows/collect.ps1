# collect.ps1 -Servers servers.txt -Site CONTOSO -Program dpmlog.exe -To C:\Collected
# By PowerShell remoting: copies the program to each server, summarizes its DPM logs there, and brings the summary back. Nothing is
# installed; what was copied is removed. Servers that cannot be reached are named, and the exit code is 4. Needs WinRM (TCP 5985 or
# 5986) and an account that may read the DPM folder. Not run by our tests, which have no Windows.
param(
    [Parameter(Mandatory)] [string] $Servers,
    [Parameter(Mandatory)] [string] $Site,
    [string] $Program = 'dpmlog.exe',
    [string] $To = '.'
)
$failed = 0
foreach ($server in Get-Content $Servers | Where-Object { $_.Trim() }) {
    $session = $null
    try {
        $session = New-PSSession -ComputerName $server -ErrorAction Stop
        $folder = Invoke-Command $session { $at = Join-Path $env:TEMP ('dpmlog-' + [guid]::NewGuid()); (New-Item -ItemType Directory $at).FullName }
        Copy-Item $Program -ToSession $session -Destination (Join-Path $folder 'dpmlog.exe') -ErrorAction Stop
        $code = Invoke-Command $session -ArgumentList $folder, $Site {
            param($folder, $site)
            & (Join-Path $folder 'dpmlog.exe') summarize -q --site $site -o (Join-Path $folder 'server.summary') --force
            $LASTEXITCODE
        }
        if ($code -notin 0, 4) { throw "dpmlog ended with $code" }
        Copy-Item (Join-Path $folder 'server.summary') -FromSession $session -Destination (Join-Path $To "$server.summary") -Force -ErrorAction Stop
        Invoke-Command $session -ArgumentList $folder { param($folder) Remove-Item -Recurse -Force $folder }
    } catch {
        Write-Warning "${server}: $_"
        $failed++
    } finally {
        if ($session) { Remove-PSSession $session }
    }
}
if ($failed) { exit 4 }
