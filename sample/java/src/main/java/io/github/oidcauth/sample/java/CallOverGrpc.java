package io.github.oidcauth.sample.java;

import io.github.oidcauth.TokenSource;
import io.github.oidcauth.grpc.AccessTokenClientInterceptor;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;

/** Makes a channel whose calls have tokens. */
public final class CallOverGrpc {
    private CallOverGrpc() {}

    public static ManagedChannel channelOfApi(TokenSource tokens) {
        ManagedChannel channel = Grpc.newChannelBuilder("api.example.com", TlsChannelCredentials.create())
                .intercept(new AccessTokenClientInterceptor(tokens, "https://api.example.com"))
                .build();
        return channel;
    }
}
