package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.InvalidScopeException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.UnsupportedGrantTypeException
import io.github.oidcauth.internal.responses.DeviceGrantSupport.Reason
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class DeviceGrantSupportTest :
    FunSpec({
        fun error(
            code: String,
            description: String? = null,
            status: Int = 400,
        ) = OAuthError(code, description, statusCode = status)

        val limited = "Only clients of type 'TVs and Limited Input devices' can use the OAuth 2.0 flow for TV applications."
        listOf<Triple<String, AuthException, Reason>>(
            Triple("Google's desktop client", InvalidClientException(error("invalid_client", limited, 401)), Reason.REFUSED),
            Triple(
                "Google, in short",
                InvalidClientException(error("invalid_client", "Invalid client type.", 401)),
                Reason.REFUSED,
            ),
            Triple("invalid_client without words", InvalidClientException(error("invalid_client")), Reason.REFUSED),
            Triple(
                "Google's unknown client",
                InvalidClientException(error("invalid_client", "The OAuth client was not found.")),
                Reason.OTHER,
            ),
            Triple(
                "Keycloak's unknown client",
                InvalidClientException(error("invalid_client", "Invalid client or Invalid client credentials", 401)),
                Reason.OTHER,
            ),
            Triple(
                "Entra's unknown client",
                UnauthorizedClientException(
                    error(
                        "unauthorized_client",
                        "AADSTS700016: Application with identifier 'x' was not found in the directory 'y'.",
                    ),
                ),
                Reason.OTHER,
            ),
            Triple(
                "a wrong secret",
                InvalidClientException(error("invalid_client", "The client secret is wrong.")),
                Reason.OTHER,
            ),
            Triple(
                "Auth0's client without the grant",
                UnauthorizedClientException(
                    error("unauthorized_client", "Grant type 'urn:…:device_code' not allowed for the client.", 403),
                ),
                Reason.REFUSED,
            ),
            Triple("oidc-provider's client without the grant", InvalidRequestException(error("invalid_request")), Reason.REFUSED),
            Triple(
                "a tenant's policy",
                AuthorizationDeniedException(error("access_denied", "AADSTS530036: Device code flow is blocked.")),
                Reason.REFUSED,
            ),
            Triple("a code of its own with 403", OtherOAuthException(error("policy_violation", status = 403)), Reason.REFUSED),
            Triple("a code of its own with 400", OtherOAuthException(error("policy_violation")), Reason.OTHER),
            Triple("403 without a code", HttpException("Forbidden.", null, 403), Reason.REFUSED),
            Triple("401 without a code", HttpException("Unauthorized.", null, 401), Reason.OTHER),
            Triple("404", HttpException("Not found.", null, 404), Reason.MISSING),
            Triple("no such grant", UnsupportedGrantTypeException(error("unsupported_grant_type")), Reason.MISSING),
            Triple("a wrong scope", InvalidScopeException(error("invalid_scope")), Reason.OTHER),
            Triple("a server in trouble", ServerErrorException(error("server_error", status = 500)), Reason.OTHER),
            Triple("no network", TransportException(Fault.UNKNOWN_HOST, "No such host."), Reason.OTHER),
        ).forEach { (name, error, reason) ->
            test("$name: $reason") { DeviceGrantSupport.reasonOf(error) shouldBe reason }
        }
    })
