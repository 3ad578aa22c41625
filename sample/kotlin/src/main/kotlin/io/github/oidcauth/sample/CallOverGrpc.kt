package io.github.oidcauth.sample

import io.github.oidcauth.AuthException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.grpc.AccessTokenClientInterceptor
import io.grpc.Grpc
import io.grpc.ManagedChannel
import io.grpc.Status
import io.grpc.TlsChannelCredentials

/** Returns a channel whose calls have tokens. */
fun channelOfApi(tokens: TokenSource): ManagedChannel {
    val channel = Grpc.newChannelBuilder("api.example.com", TlsChannelCredentials.create())
        .intercept(AccessTokenClientInterceptor(tokens, "https://api.example.com"))
        .build()
    return channel
}

/** Returns why there was no token for a call that ended with [failure], or null if that is not the reason. */
fun reasonOf(failure: Throwable): AuthException? {
    val reason = Status.fromThrowable(failure).cause as? AuthException
    return reason
}
