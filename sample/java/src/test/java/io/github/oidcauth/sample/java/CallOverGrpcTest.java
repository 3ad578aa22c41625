package io.github.oidcauth.sample.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.TokenSource;
import io.grpc.ManagedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallOverGrpcTest {
    @Test
    void aChannelOfAnApiIsForTheOriginOfItsTokens() throws Exception {
        ManagedChannel channel = CallOverGrpc.channelOfApi(TokenSource.of("token"));
        assertEquals("api.example.com", channel.authority());
        assertTrue(channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS));
    }
}
