package io.github.oidcauth.oauth2

import kotlin.jvm.JvmOverloads

/** `urn:openid:params:grant-type:ciba`: one poll for a user who logs in on another device (CIBA Core 1.0 §10.1). */
public class CibaGrant
    @JvmOverloads
    constructor(
        internal val authReqId: String,
        options: RequestOptions = RequestOptions.NONE,
    ) : Grant("urn:openid:params:grant-type:ciba", options) {
        /** Polls for the login [authentication]. */
        @JvmOverloads
        public constructor(authentication: BackchannelAuthentication, options: RequestOptions = RequestOptions.NONE) :
            this(authentication.authReqId, options)

        override val parameters: List<Pair<String, String>> get() = listOf("auth_req_id" to authReqId)
    }
