package io.github.oidcauth.sample.server.registration

import org.springframework.http.HttpHeaders
import org.springframework.http.HttpOutputMessage
import java.io.ByteArrayOutputStream
import java.io.OutputStream

/** Takes down what one of Spring's converters writes. */
internal class BytesMessage : HttpOutputMessage {
    private val written = ByteArrayOutputStream()
    private val headers = HttpHeaders()

    fun bytes(): ByteArray = written.toByteArray()

    override fun getBody(): OutputStream = written

    override fun getHeaders(): HttpHeaders = headers
}
