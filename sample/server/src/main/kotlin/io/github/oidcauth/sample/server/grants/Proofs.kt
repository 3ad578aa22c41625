package io.github.oidcauth.sample.server.grants

import jakarta.servlet.http.HttpServletRequest
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.jwt.DPoPProofContext
import org.springframework.security.oauth2.jwt.DPoPProofJwtDecoderFactory
import org.springframework.security.oauth2.jwt.Jwt
import org.springframework.security.oauth2.jwt.JwtException

/** The DPoP proof of a token request (RFC 9449 §5), carried along as Spring's own grants do. */
internal object Proofs {
    private const val PROOF = "dpop_proof"
    private const val METHOD = "dpop_method"
    private const val TARGET = "dpop_target_uri"
    private val decoders = DPoPProofJwtDecoderFactory()

    fun parameters(request: HttpServletRequest): Map<String, String> {
        val proofs = request.getHeaders("DPoP").toList()
        if (proofs.size > 1) throw OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_DPOP_PROOF)
        val proof = proofs.singleOrNull() ?: return emptyMap()
        return mapOf(PROOF to proof, METHOD to request.method, TARGET to request.requestURL.toString())
    }

    /** Returns the proof, which is valid for this request, or null if there is none. */
    fun verified(grant: ExtensionGrant): Jwt? {
        val proof = grant.parameter(PROOF) ?: return null
        return try {
            val context =
                DPoPProofContext
                    .withDPoPProof(proof)
                    .method(grant.required(METHOD))
                    .targetUri(grant.required(TARGET))
                    .build()
            decoders.createDecoder(context).decode(proof)
        } catch (refused: JwtException) {
            throw OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_DPOP_PROOF).apply { addSuppressed(refused) }
        } catch (unreadable: IllegalArgumentException) {
            throw OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_DPOP_PROOF).apply { addSuppressed(unreadable) }
        }
    }
}
