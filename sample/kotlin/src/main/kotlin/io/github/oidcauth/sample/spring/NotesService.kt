package io.github.oidcauth.sample.spring

import org.springframework.beans.factory.annotation.Value
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.web.client.RestClient
import org.springframework.web.client.body

/** A service of Spring Boot that calls an API for services. The properties `oidc-auth.*` say how it gets its tokens. */
@SpringBootApplication(proxyBeanMethods = false)
class NotesService(
    builder: RestClient.Builder,
    @Value("\${notes.url}") url: String,
) {
    private val notes = builder.baseUrl(url).build()

    /** Returns a note as JSON. */
    fun note(id: Int): String? = notes.get().uri("/api/notes/{id}", id).retrieve().body<String>()
}
