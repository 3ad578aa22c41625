package io.github.oidcauth.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.oidcauth.TokenSource;
import io.github.oidcauth.http.RequestAuthorizer;
import io.github.oidcauth.java.BlockingTokenSource;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import java.util.List;
import kotlin.Unit;
import org.junit.jupiter.api.Test;

class AccessTokensFromJavaTest {
    private static final MethodDescriptor<String, String> READ = NotesKt.getREAD();

    @Test
    void credentialsAreForAStub() {
        try (NotesServer server = new NotesServer(null)) {
            AccessTokenCredentials credentials =
                    new AccessTokenCredentials(BlockingTokenSource.of("T1"), server.getOrigin());
            CallOptions options = CallOptions.DEFAULT.withCallCredentials(credentials);

            assertEquals(
                    "milk", ClientCalls.blockingUnaryCall(server.channel(it -> Unit.INSTANCE), READ, options, "milk"));
            assertEquals(List.of("Bearer T1"), server.getNotes().getAuthorizations());
        }
    }

    @Test
    void anInterceptorIsForAChannel() throws Exception {
        Notes notes = new Notes();
        io.grpc.Server server = InProcessServerBuilder.forName("notes-java")
                .addService(notes.getService())
                .build()
                .start();
        RequestAuthorizer authorizer = RequestAuthorizer.of(TokenSource.of("T1"), "https://localhost");
        ManagedChannel channel = InProcessChannelBuilder.forName("notes-java")
                .intercept(new AccessTokenClientInterceptor(authorizer))
                .build();
        try {
            assertEquals("milk", ClientCalls.blockingUnaryCall(channel, READ, CallOptions.DEFAULT, "milk"));
            assertEquals(List.of("Bearer T1"), notes.getAuthorizations());
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }
}
