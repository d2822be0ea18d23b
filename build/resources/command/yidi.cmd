@echo off
"%~dp0..\runtime\node.exe" "%~dp0..\app.asar.unpacked\dist\cli\main.js" %*
