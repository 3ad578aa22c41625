package io.github.oidcauth.cli.framework

import io.github.oidcauth.AccountSelectionRequiredException
import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.ConsentRequiredException
import io.github.oidcauth.ExpiredTokenException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.InteractionRequiredByServerException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.LoginRequiredException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.StoreException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.TransportException
import io.github.oidcauth.cli.ExitCode
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

internal class FailuresTest : FunSpec({
    val codes =
        mapOf<AuthException, Int>(
            InvalidConfigException("x") to ExitCode.USAGE,
            InvalidHostException("x") to ExitCode.USAGE,
            InteractionRequiredException("x") to ExitCode.LOGIN_REQUIRED,
            InteractionRequiredByServerException() to ExitCode.LOGIN_REQUIRED,
            LoginRequiredException() to ExitCode.LOGIN_REQUIRED,
            ConsentRequiredException() to ExitCode.LOGIN_REQUIRED,
            AccountSelectionRequiredException() to ExitCode.LOGIN_REQUIRED,
            InsufficientUserAuthenticationException() to ExitCode.LOGIN_REQUIRED,
            AuthorizationDeniedException() to ExitCode.DENIED,
            TimedOutException("x") to ExitCode.TIMED_OUT,
            ExpiredTokenException() to ExitCode.TIMED_OUT,
            // Responses arrived, and the login, if there was one, is not done.
            HttpException("x", 503) to ExitCode.FAILURE,
            InvalidResponseException("x") to ExitCode.FAILURE,
            InvalidClientException() to ExitCode.FAILURE,
            InvalidGrantException() to ExitCode.FAILURE,
            ServerErrorException() to ExitCode.FAILURE,
            StoreException("x") to ExitCode.FAILURE,
        )
    codes.forEach { (failure, code) ->
        test("${failure.javaClass.simpleName} ends with $code") { Failures.exitCodeOf(failure) shouldBe code }
    }

    test("a server is unreachable for each reason by which no response arrives") {
        TransportException.Fault.entries.forEach {
            withClue(it) { Failures.exitCodeOf(TransportException(it, "x")) shouldBe ExitCode.UNREACHABLE }
        }
    }
})
