package io.github.oidcauth.internal.openid

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.internal.oauth2.IssuerComparison
import io.github.oidcauth.internal.oauth2.successfulJson
import io.github.oidcauth.internal.protocol.printable
import io.github.oidcauth.internal.transport.HttpAnswer
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.ServerMetadata

/** Finds a server's metadata by its issuer (OpenID Connect Discovery 1.0 §4, RFC 8414 §3). */
internal class Discovery(
    private val transport: Transport,
    private val allowInsecureHttp: Boolean,
) {
    /**
     * The metadata of [issuer], an https URL.
     *
     * @throws InvalidConfigException when [issuer] is none.
     * @throws HttpException with the answer's status when the server has no metadata at any of the places for them.
     * @throws UntrustedAnswerException when they are another issuer's.
     */
    suspend fun discover(
        issuer: String,
        check: IssuerCheck,
    ): ServerMetadata {
        var absent: HttpAnswer? = null
        for (place in MetadataPlaces.of(issuer, allowInsecureHttp)) {
            val answer = transport.get(place)
            // Servers that know only one of the places say so of the others in many ways, one of them the page for people.
            val isPage = answer.mediaType in PAGES
            if (answer.isSuccess && !isPage) return judge(issuer, answer, check)
            if (!answer.isSuccess && answer.statusCode !in ABSENT) throw failure(issuer, answer)
            absent = absent ?: answer
        }
        throw failure(issuer, checkNotNull(absent))
    }

    private fun judge(
        issuer: String,
        answer: HttpAnswer,
        check: IssuerCheck,
    ): ServerMetadata {
        val metadata = ServerMetadata.fromJson(answer.successfulJson())
        val found =
            metadata.issuer ?: throw UntrustedAnswerException("The metadata of $issuer name no issuer.", answer.statusCode)
        if (!IssuerComparison(check).isExpectedInMetadata(found, issuer)) {
            throw UntrustedAnswerException(
                "The metadata of $issuer name another issuer, ${found.printable()}. Both have to be the same, to the last " +
                    "slash. If that is the server you mean, ask for the issuer that it names.",
                answer.statusCode,
            )
        }
        return metadata
    }

    private fun failure(
        issuer: String,
        answer: HttpAnswer,
    ): AuthException =
        HttpException(
            "$issuer has no OpenID Connect or OAuth metadata: it answered with " +
                (if (answer.isSuccess) "a page for people" else "status ${answer.statusCode}") +
                ". Is it the issuer, with the right path?",
            detail = null,
            answer.statusCode,
        )

    private companion object {
        val ABSENT = setOf(400, 401, 403, 404, 405, 406, 410)
        val PAGES = setOf("text/html", "application/xhtml+xml")
    }
}
