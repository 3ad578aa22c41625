package io.github.oidcauth.internal.jwt

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.json.hasValue
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.metadata.IssuerMatcher
import io.github.oidcauth.internal.text.equalsInConstantTime
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration
import kotlin.time.Instant

/** The rules for the claims of an ID token (OpenID Connect Core 1.0 §2, §3.1.3.7, §12.2). Pure. */
internal class IdTokenRules(
    private val issuer: String,
    private val issuerMatcher: IssuerMatcher,
    private val clientId: String,
    private val authorizedParties: Set<String>,
    private val trustedAudiences: Set<String>,
    private val leeway: Duration,
) {
    /**
     * Validates [claims], whose signature has been verified. Checks that a wrong clock may fail come last, and checks of types
     * come before them, so a token that fails only these is valid in everything else. A claim that no check depends on may have
     * any type. [hash] computes the hash of a token or code with the hash function of the signature.
     *
     * @throws InvalidResponseException with the name of the faulty claim and without its value.
     */
    fun validate(
        claims: JsonObject,
        expectation: IdTokenExpectation,
        now: Instant,
        hash: (String) -> String,
    ) {
        checkKind(claims)
        checkIssuer(claims)
        checkSubject(claims)
        checkAudience(claims)
        checkNonce(claims, expectation)
        checkAuthentication(claims, expectation, now)
        checkHash(claims, "at_hash", expectation.accessToken, expectation.hashesRequired, hash)
        checkHash(claims, "c_hash", expectation.code, expectation.hashesRequired, hash)
        expectation.previous?.let { checkUnchanged(claims, it) }
        checkTypes(claims, expectation)
        checkTimes(claims, expectation, now)
    }

    /**
     * Logout tokens and other security events have issuer, audience and subject, too, and their header need not name their type
     * (OpenID Connect Back-Channel Logout 1.0 §2.4, RFC 8417 §2.2).
     */
    private fun checkKind(claims: JsonObject) {
        if (claims["events"] is JsonObject) refuse("it is a logout token or another security event (events)")
    }

    /** A claim that is checked and is not a string proves neither that the token is valid nor that it is not. */
    private fun checkTypes(
        claims: JsonObject,
        expectation: IdTokenExpectation,
    ) {
        val read =
            listOfNotNull(
                "azp",
                "at_hash".takeIf { expectation.accessToken != null },
                "c_hash".takeIf { expectation.code != null },
            )
        val unreadable = read.firstOrNull { claims.hasValue(it) && claims.string(it) == null } ?: return
        refuse("its claim $unreadable is not a string", isProvenInvalid = false)
    }

    private fun checkIssuer(claims: JsonObject) {
        val isExpected = required(claims, "iss") == issuerMatcher.expectedTokenIssuer(issuer, claims)
        if (!isExpected) refuse("its issuer (iss) is not the server that was asked")
    }

    private fun checkSubject(claims: JsonObject) {
        val length = required(claims, "sub").length
        if (length == 0 || length > MAX_SUBJECT) refuse("its subject (sub) does not have 1 to $MAX_SUBJECT characters")
    }

    private fun checkAudience(claims: JsonObject) {
        val audience = claims.audience() ?: refuse("its audience (aud) is missing, or neither a string nor an array of strings")
        if (audience.size > MAX_AUDIENCES) refuse("its audience (aud) has more than $MAX_AUDIENCES members")
        if (clientId !in audience) refuse("this client is not in its audience (aud)")
        val party = claims.string("azp")
        // Unless all other audiences are trusted, the token must name this client as the one that it was issued to.
        if (party == null && audience.any { it != clientId && it !in trustedAudiences }) {
            refuse("it has other audiences (aud), and does not name the client that it was issued to (azp)")
        }
        if (party != null && party != clientId && party !in authorizedParties) {
            refuse("it was issued to another client (azp)")
        }
    }

    private fun checkTimes(
        claims: JsonObject,
        expectation: IdTokenExpectation,
        now: Instant,
    ) {
        val expiresAt = requiredTime(claims, "exp")
        val issuedAt = requiredTime(claims, "iat")
        val notBefore = if (claims.hasValue("nbf")) requiredTime(claims, "nbf") else null
        // auth_time may be absent unless a maximum age was requested.
        val authenticatedAt = expectation.maxAge?.let { NumericDate.of(claims["auth_time"]) }
        val maxIssuedAge = expectation.maxIssuedAge
        if (now >= expiresAt + leeway) refuseForTime("it has expired (exp)")
        if (issuedAt > now + leeway) refuseForTime("it was issued in the future (iat). Is the clock of this machine right?")
        if (maxIssuedAge != null && now - issuedAt > maxIssuedAge + leeway) refuseForTime("it was issued too long ago (iat)")
        if (notBefore != null && notBefore > now + leeway) refuseForTime("it is not valid yet (nbf)")
        if (authenticatedAt != null && authenticatedAt > now + leeway) refuseForTime("the login is in the future (auth_time)")
    }

    private fun checkNonce(
        claims: JsonObject,
        expectation: IdTokenExpectation,
    ) {
        val expected = expectation.nonce
        if (expected == null) {
            if (claims.hasValue("nonce") && !expectation.anyNonce) refuse("it has a nonce, and none was sent")
            return
        }
        val nonce = claims.string("nonce") ?: refuse("it has no nonce, and one was sent")
        if (!equalsInConstantTime(nonce, expected)) refuse("its nonce is not the one that was sent")
    }

    private fun checkAuthentication(
        claims: JsonObject,
        expectation: IdTokenExpectation,
        now: Instant,
    ) {
        expectation.maxAge?.let { maxAge ->
            val authenticatedAt =
                NumericDate.of(claims["auth_time"])
                    ?: refuse("it has no time of the login (auth_time), although max_age was requested")
            if (now - authenticatedAt > maxAge + leeway) refuse("the user logged in too long ago (auth_time)")
        }
        if (expectation.acrValues.isNotEmpty() && claims.string("acr") !in expectation.acrValues) {
            refuse("the user did not log in as requested (acr)")
        }
    }

    private fun checkHash(
        claims: JsonObject,
        name: String,
        value: String?,
        isRequired: Boolean,
        hash: (String) -> String,
    ) {
        // Without the value, the hash cannot be compared.
        if (value == null) return
        val named = claims.string(name)
        when {
            named == null -> if (isRequired) refuse("it has no $name")
            !equalsInConstantTime(named, hash(value)) -> refuse("it belongs to another response ($name)")
        }
    }

    /** "its iss, sub, aud … MUST be the same"; `nonce` and `auth_time` must be those of the login, if both are known. */
    private fun checkUnchanged(
        claims: JsonObject,
        previous: JsonObject,
    ) {
        if (claims["iss"] != previous["iss"]) refuse("its iss is not that of the ID token before the refresh")
        if (claims["sub"] != previous["sub"]) {
            throw refusal("its sub is not that of the ID token before the refresh", true, claims.string("sub"))
        }
        if (claims.audience()?.toSet() != previous.audience()?.toSet()) {
            refuse("its aud is not that of the ID token before the refresh")
        }
        val authTime = NumericDate.of(claims["auth_time"])
        val sameLogin = NumericDate.of(previous["auth_time"])
        if (authTime != null && sameLogin != null && authTime != sameLogin) {
            refuse("its auth_time is not that of the ID token before the refresh")
        }
        val nonce = claims.string("nonce")
        val sameNonce = previous.string("nonce")
        if (nonce != null && sameNonce != null && nonce != sameNonce) {
            refuse("its nonce is not that of the ID token before the refresh")
        }
    }

    private fun required(
        claims: JsonObject,
        name: String,
    ): String = claims.string(name) ?: refuse("its claim $name is missing, or not a string")

    private fun requiredTime(
        claims: JsonObject,
        name: String,
    ): Instant = NumericDate.of(claims[name]) ?: refuse("its claim $name is missing, or not a time", isProvenInvalid = false)

    private fun refuse(
        why: String,
        isProvenInvalid: Boolean = true,
    ): Nothing = throw refusal(why, isProvenInvalid)

    private fun refuseForTime(why: String): Nothing = throw refusal(why, isProvenInvalid = false)

    private fun refusal(
        why: String,
        isProvenInvalid: Boolean,
        otherSubject: String? = null,
    ) = InvalidResponseException(
        "The ID token is not to be trusted: $why.",
        isProvenInvalid = isProvenInvalid,
        otherSubject = otherSubject,
    )

    private companion object {
        /** OpenID Connect Core 1.0 §2: "It MUST NOT exceed 255 ASCII characters in length". */
        const val MAX_SUBJECT = 255
        const val MAX_AUDIENCES = 100
    }
}
