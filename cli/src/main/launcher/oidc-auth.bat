@echo off
rem Starts oidc-auth with the Java of JAVA_HOME, or the one on the PATH. Options for the JVM come from JAVA_OPTS and OIDC_AUTH_OPTS.
setlocal DisableDelayedExpansion

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"

set "VERSION="
rem The file "release" of Java knows the version at once; asking Java itself takes as long as a start.
if defined JAVA_HOME if exist "%JAVA_HOME%\release" for /f "usebackq tokens=1,* delims==" %%a in ("%JAVA_HOME%\release") do if "%%a"=="JAVA_VERSION" if exist "%JAVA%" set "VERSION=%%~b"
if not defined VERSION for /f "tokens=1,2,3" %%a in ('call "%JAVA%" -version 2^>^&1') do if /i "%%b"=="version" set "VERSION=%%~c"
if not defined VERSION (
    echo oidc-auth: there is no Java. Install Java 17 or newer, or set JAVA_HOME to where it is. 1>&2
    exit /b 1
)
for /f "delims=.-_+ tokens=1" %%m in ("%VERSION%") do set "MAJOR=%%m"
if %MAJOR% LSS 17 (
    echo oidc-auth: this needs Java 17 or newer, and the one found is version %VERSION%. Set JAVA_HOME to a newer one. 1>&2
    exit /b 1
)

"%JAVA%" -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx512m -XX:CompressedClassSpaceSize=64m -XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=warning:stderr -Xlog:cds*=off:stderr -XX:+SuppressFatalErrorMessage -XX:-CreateCoredumpOnCrash %JAVA_OPTS% %OIDC_AUTH_OPTS% -jar "%~dp0..\lib\oidc-auth-cli.jar" %*
exit /b %ERRORLEVEL%
