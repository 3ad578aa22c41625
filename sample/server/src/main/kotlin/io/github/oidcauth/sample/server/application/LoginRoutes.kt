package io.github.oidcauth.sample.server.application

import io.github.oidcauth.sample.server.web.Json
import org.springframework.http.HttpHeaders
import org.springframework.http.MediaType
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.ServerRequest
import org.springframework.web.servlet.function.ServerResponse
import org.springframework.web.servlet.function.router
import java.net.URI

/** The routes that py-oidc-auth adds to an application, below [prefix]. */
internal class LoginRoutes(
    private val prefix: String,
    private val provider: Provider,
    private val loginRedirect: LoginRedirect,
    private val login: ProviderLogin,
    private val mode: LoginMode,
) {
    fun routes(): RouterFunction<ServerResponse> =
        router {
            GET("$prefix/auth/v2/login", ::login)
            GET("$prefix/auth/v2/callback", ::callback)
            POST("$prefix/auth/v2/device") { Json.respond(login.startDevice()) }
            POST("$prefix/auth/v2/token") { Json.respond(mode.token(TokenRequest(form(it))).members()) }
            GET("$prefix/auth/v2/userinfo") { Json.respond(mode.user(Bearer.token(it)).members()) }
            GET("$prefix/auth/v2/logout", ::logout)
            for (name in listOf("login", "callback", "userinfo", "logout")) path("$prefix/auth/v2/$name") { wrongMethod("GET") }
            for (name in listOf("device", "token")) path("$prefix/auth/v2/$name") { wrongMethod("POST") }
        }

    private fun wrongMethod(allowed: String): ServerResponse =
        Json.respond(mapOf("detail" to "Method Not Allowed"), 405, mapOf("Allow" to allowed))

    private fun login(request: ServerRequest): ServerResponse {
        val query = Query(request)
        // All parameters are read before the first is validated: FastAPI lists every one that does not parse.
        val prompt = query.choice("prompt", listOf("none", "login", "consent", "select_account"), default = "none")
        val offlineAccess = query.flag("offline_access", default = false)
        query.check()
        return redirect(loginRedirect.url(query["redirect_uri"], prompt, offlineAccess, query["scope"]))
    }

    private fun callback(request: ServerRequest): ServerResponse {
        val query = Query(request)
        val code = query["code"]
        val state = query["state"]
        if (code.isNullOrEmpty() || state.isNullOrEmpty()) throw InvalidRequest(400, "Missing code or state")
        val parts = state.split("|", limit = 3)
        if (parts.size != 3) throw InvalidRequest(400, "Invalid state format")
        val form = mapOf("code" to code, "redirect_uri" to parts[1], "code_verifier" to parts[2])
        return Json.respond(mode.token(TokenRequest(form)).members())
    }

    private fun logout(request: ServerRequest): ServerResponse {
        val target = Query(request)["post_logout_redirect_uri"]
        val endSession = provider.discovery["end_session_endpoint"] ?: return redirect(target ?: "/")
        val query = mapOf("client_id" to provider.clientId) + listOfNotNull(target?.let { "post_logout_redirect_uri" to it })
        return redirect("$endSession?${FormEncoding.encode(query)}")
    }

    private fun form(request: ServerRequest): Map<String, String> {
        val type = request.headers().contentType().orElse(null)
        if (type?.isCompatibleWith(MediaType.APPLICATION_FORM_URLENCODED) != true) return emptyMap()
        return FormEncoding.decode(request.servletRequest().inputStream.readBytes().decodeToString())
    }

    private fun redirect(url: String): ServerResponse =
        ServerResponse
            .status(307)
            .header(HttpHeaders.LOCATION, URI(url).toASCIIString())
            .build()
}
