// Tests AccessTokenInterceptor, AccessTokenAuthenticator, CallAuthorization, Hop and Cancellation.await.
package io.github.oidcauth.okhttp

import io.github.oidcauth.http.HttpClientContract
import okhttp3.OkHttpClient

/** The rules of all clients, for a client in which the tokens are installed. */
class OkHttpContractTest :
    HttpClientContract(create = { authorizer -> OkHttpContractClient(OkHttpClient.Builder().accessTokens(authorizer)) })

/** The same for the two parts that a program may choose instead. */
class OkHttpPartsContractTest :
    HttpClientContract(create = { authorizer ->
        OkHttpContractClient(
            OkHttpClient.Builder()
                .addNetworkInterceptor(AccessTokenInterceptor(authorizer))
                .authenticator(AccessTokenAuthenticator(authorizer)),
        )
    })
