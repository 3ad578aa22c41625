package io.github.oidcauth.cli.framework

import io.github.oidcauth.AccountSelectionRequiredException
import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.ConsentRequiredException
import io.github.oidcauth.ExpiredTokenException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.InteractionRequiredByServerException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.LoginRequiredException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.TransportException
import io.github.oidcauth.cli.ExitCode

/** The exit codes of failures. Pure. */
internal object Failures {
    /** Returns the exit code for [failure]. */
    fun exitCodeOf(failure: AuthException): Int =
        when (failure) {
            is InvalidConfigException, is InvalidHostException -> ExitCode.USAGE

            is TransportException -> ExitCode.UNREACHABLE

            is InteractionRequiredException,
            is AccountSelectionRequiredException,
            is InsufficientUserAuthenticationException,
            is InteractionRequiredByServerException,
            is LoginRequiredException,
            is ConsentRequiredException,
            -> ExitCode.LOGIN_REQUIRED

            is AuthorizationDeniedException -> ExitCode.DENIED

            is TimedOutException, is ExpiredTokenException -> ExitCode.TIMED_OUT

            else -> ExitCode.FAILURE
        }
}
