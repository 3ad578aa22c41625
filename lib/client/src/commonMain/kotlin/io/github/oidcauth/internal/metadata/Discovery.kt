package io.github.oidcauth.internal.metadata

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.TransportException
import io.github.oidcauth.internal.addresses.IssuerName
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.ServerMetadata

/** Finds a server's metadata by its issuer (OpenID Connect Discovery 1.0 §4, RFC 8414 §3). */
internal class Discovery(
    private val transport: Transport,
    private val allowInsecureHttp: Boolean,
) {
    /**
     * Returns the metadata of [issuer], an https URL: the issuer itself, or the URL of its document, which may be anywhere if
     * [check] names the issuer. The well-known URLs are
     * requested in turn until one has metadata. If these name another issuer, no further URL is requested, because that server is
     * not the requested one.
     *
     * @throws InvalidConfigException when [issuer] is not an https URL.
     * @throws HttpException when the server has no metadata at any of the URLs; the message names each URL and its response.
     * @throws InvalidResponseException when the metadata name another issuer, or are JSON that is not metadata.
     * @throws TransportException when no response arrives; the other URLs are on the same server and are not requested.
     */
    suspend fun discover(
        issuer: String,
        check: IssuerCheck,
    ): ServerMetadata {
        val name = IssuerName.of(issuer)
        val notFound =
            WellKnownUrls.of(name, allowInsecureHttp, check).map { url ->
                when (val result = fetchMetadata(url)) {
                    is MetadataResponse.Found -> return validate(result, name, check)
                    is MetadataResponse.NotFound -> url to result
                }
            }
        throw failure(issuer, notFound)
    }

    private suspend fun fetchMetadata(url: String): MetadataResponse =
        try {
            MetadataResponse.of(transport.get(url))
        } catch (e: InvalidResponseException) {
            // Too large, or not decodable: this is probably the page of a portal.
            MetadataResponse.NotFound("a response that cannot be read", e.statusCode ?: SUCCESS)
        }

    private fun validate(
        found: MetadataResponse.Found,
        name: IssuerName,
        check: IssuerCheck,
    ): ServerMetadata {
        if (!IssuerMatcher(check).matchesMetadata(found.issuer, name)) {
            throw InvalidResponseException(
                "The metadata of $name name another issuer, ${found.issuer.printable()}. Both have to be the same, to the last " +
                    "slash. If that is the server you mean, use the issuer that it names.",
                found.statusCode,
            )
        }
        return found.metadata
    }

    private fun failure(
        issuer: String,
        notFound: List<Pair<String, MetadataResponse.NotFound>>,
    ): AuthException {
        val responses = notFound.joinToString("; ") { (url, response) -> "${url.printable()}: ${response.reason}" }
        val isInTrouble = notFound.any { (_, response) ->
            response.statusCode >= SERVER_ERROR ||
                response.statusCode == TOO_MANY_REQUESTS
        }
        val advice = if (isInTrouble) "The server is in trouble. Try again later." else "Is it the issuer, with the right path?"
        val message = "$issuer has no OpenID Connect or OAuth metadata ($responses). $advice"
        val status = notFound.first().second.statusCode
        val isJson = notFound.any { (_, response) -> response.isJson }
        return if (isJson) InvalidResponseException(message, status) else HttpException(message, detail = null, status)
    }

    private companion object {
        const val SUCCESS = 200
        const val SERVER_ERROR = 500
        const val TOO_MANY_REQUESTS = 429
    }
}
