# windows_smoke.ps1: what wine cannot show of dpmlog.exe, tried on a real Windows. Prints ok or FAIL for each, and ends with 1 if any
# failed. It writes only below a folder of its own in %TEMP%, and removes that. Run it where dpmlog.exe lies.
param([string]$Exe = (Join-Path $PSScriptRoot 'dpmlog.exe'))
$script:failed = 0
$work = Join-Path $env:TEMP ("dpmlog-smoke-" + [guid]::NewGuid().ToString('N'))
New-Item -ItemType Directory $work | Out-Null

function Check([string]$What, [scriptblock]$Test) {
    $good = $false
    try { $good = [bool](& $Test) } catch { Write-Host "     $_" }
    if ($good) { Write-Host "ok   $What" } else { Write-Host "FAIL $What"; $script:failed++ }
}

function Row([int]$Minute) {
    "06F4`t0B88`t06/01`t20:{0:d2}:45.123`t18`tgenericagent.cpp(227)`t`t`tWARNING`tFailed: Hr: = [0x80070005] : access is denied" -f $Minute
}

try {
    $log = Join-Path $work 'DPMRACurr.errlog'
    [IO.File]::WriteAllLines($log, [string[]](1..20 | ForEach-Object { Row $_ }), [Text.Encoding]::Unicode)

    Check 'it starts and says its version' { (& $Exe --version) -match '^dpmlog \d' }
    Check 'a log is read, exit code 0' { & $Exe -q $log | Out-Null; $LASTEXITCODE -eq 0 }
    Check 'a wildcard names logs' { (& $Exe ls (Join-Path $work '*.errlog')) -match 'DPMRACurr' }
    Check 'a log that another program writes is read' {
        $held = [IO.File]::Open($log, 'Open', 'ReadWrite', 'ReadWrite')
        try { & $Exe -q $log | Out-Null; $LASTEXITCODE -eq 0 } finally { $held.Close() }
    }
    Check 'a log that is locked is told, and is no crash' {
        $held = [IO.File]::Open($log, 'Open', 'ReadWrite', 'None')
        try { & $Exe $log 2>&1 | Out-Null; $LASTEXITCODE -in 3, 4 } finally { $held.Close() }
    }
    Check 'a report that is held open is told' {
        $report = Join-Path $work 'report.html'
        Set-Content $report 'x'
        $held = [IO.File]::Open($report, 'Open', 'ReadWrite', 'None')
        try { ((& $Exe -q --force -o $report $log 2>&1) -join ' ') -match 'open in another program' } finally { $held.Close() }
    }
    Check 'the map of names is for its owner, the system and administrators' {
        $map = Join-Path $work 'names.map'
        & $Exe -q --redact $map $log | Out-Null
        $acl = Get-Acl $map
        $acl.AreAccessRulesProtected -and $acl.Access.Count -le 3
    }
    Check 'names beyond the code page and 260 characters' {
        $deep = '\\?\' + (Join-Path $work (('x' * 100 + '\') * 3)) + ([char]0x65E5) + ([char]0x672C)
        [IO.Directory]::CreateDirectory($deep) | Out-Null
        [IO.File]::Copy($log, "$deep\DPMRACurr.errlog")
        & $Exe -q $deep | Out-Null
        $LASTEXITCODE -eq 0
    }
    Check 'a pipe whose reader leaves is a quiet end' {
        $text = cmd /c "`"$Exe`" events `"$log`" 2>&1 | findstr /m WARNING"
        ($text -join ' ') -notmatch 'cannot write'
    }
    Check 'follow sees what is appended, and a rotation' {
        $out = Join-Path $work 'follow.out'
        $run = Start-Process $Exe -ArgumentList "follow -f jsonl `"$work`"" -RedirectStandardOutput $out -PassThru -WindowStyle Hidden
        Start-Sleep 2
        [IO.File]::AppendAllText($log, (Row 40) + "`r`n", [Text.Encoding]::Unicode)
        Start-Sleep 2
        Move-Item $log "$log.2016-06-01_20-55-45.Crash"
        [IO.File]::WriteAllText($log, (Row 50) + "`r`n", [Text.Encoding]::Unicode)
        Start-Sleep 2
        Stop-Process $run
        $seen = [IO.File]::ReadAllText($out)
        ($seen -match '20:40:45') -and ($seen -match '20:50:45')
    }
    Check 'the folders of DPM, MABS or MARS are found, or what is missing is said' {
        (& $Exe -q 2>&1) -join ' ' -ne ''
    }
    Check 'file identities are told apart on this volume' {
        [IO.File]::Copy($log, (Join-Path $work 'MSDPMCurr.errlog'))
        ((& $Exe ls $work) -join "`n") -match 'MSDPMCurr'
    }
} finally {
    Remove-Item -Recurse -Force ('\\?\' + $work) -ErrorAction SilentlyContinue
    Remove-Item -Recurse -Force $work -ErrorAction SilentlyContinue
}
if ($script:failed) { Write-Host "$script:failed failed"; exit 1 }
Write-Host 'all ok'
Write-Host 'By hand: Ctrl-C in dpmlog follow (exit code 130); a double click on dpmlog.exe (the window stays); a console of Server 2012 R2 (umlauts, no escape sequences); a UNC path \\server\c$\...'
