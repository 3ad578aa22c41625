package io.github.oidcauth.sample.server.application

import io.github.oidcauth.sample.server.web.Json
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.ServerResponse

/** Errors as FastAPI responds to them: everything is wrapped into `detail`. */
internal object Errors {
    fun around(routes: RouterFunction<ServerResponse>): RouterFunction<ServerResponse> =
        routes.filter { request, next ->
            try {
                next.handle(request)
            } catch (failure: InvalidRequest) {
                Json.respond(mapOf("detail" to failure.detail), failure.status, failure.headers)
            } catch (failure: InvalidField) {
                Json.respond(mapOf("detail" to failure.problems), 422)
            }
        }
}
