package io.github.oidcauth.sample.server.backchannel

import io.github.oidcauth.sample.server.pages.ApprovalPrompt
import io.github.oidcauth.sample.server.pages.Pages
import io.github.oidcauth.sample.server.pages.htmlResponse
import org.springframework.security.web.csrf.CsrfToken
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.ServerRequest
import org.springframework.web.servlet.function.ServerResponse
import org.springframework.web.servlet.function.router
import java.net.URI
import java.time.Clock

/** The user's side of it: a page in place of the message that a telephone would show. */
internal class BackchannelPages(
    private val requests: BackchannelRequests,
    private val notifications: Notifications,
    private val clock: Clock,
) {
    fun routes(): RouterFunction<ServerResponse> =
        router {
            GET(PATH) { htmlResponse(Pages.approvals(open(it).map(::prompt), csrf(it))) }
            POST(PATH, ::decide)
            GET("$PATH/allowed") { htmlResponse(Pages.notice("Sign-in allowed", "You can close this page.")) }
            GET("$PATH/refused") {
                htmlResponse(Pages.notice("Sign-in refused", "Nobody was signed in. You can close this page."))
            }
        }

    private fun decide(http: ServerRequest): ServerResponse {
        val chosen = http.params().getFirst("request")
        val given =
            if (http.params().getFirst("answer") == "allow") {
                BackchannelRequest.Decision.ALLOWED
            } else {
                BackchannelRequest.Decision.REFUSED
            }
        // Only what this user was asked can be decided by them.
        val request = open(http).firstOrNull { it.handle == chosen }
        if (request == null || !request.decide(given, clock.instant())) return seeOther(PATH)
        notifications.send(request)
        return seeOther(if (given == BackchannelRequest.Decision.ALLOWED) "$PATH/allowed" else "$PATH/refused")
    }

    private fun prompt(request: BackchannelRequest) =
        ApprovalPrompt(request.handle, request.clientName, request.scopes.toList(), request.bindingMessage)

    private fun seeOther(path: String) = ServerResponse.seeOther(URI(path)).build()

    private fun open(http: ServerRequest) = requests.openFor(http.principal().map { it.name }.orElse(""))

    private fun csrf(http: ServerRequest) =
        checkNotNull(http.servletRequest().getAttribute(CsrfToken::class.java.name) as CsrfToken?) {
            "A page without CSRF protection."
        }

    companion object {
        const val PATH: String = "/approve"
    }
}
