package io.github.oidcauth.sample.java.apis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.java.BlockingTokenSource;
import io.github.oidcauth.oauth2.ClientCredentialsGrant;
import io.github.oidcauth.sample.server.SampleClients;
import io.github.oidcauth.sample.server.SampleServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Runs the samples that call an API. */
class ApiSamplesTest {
    private static SampleServer server;
    private static BlockingOAuth2Client client;

    @BeforeAll
    static void start() {
        server = SampleServer.start();
        client = BlockingOAuth2Client.of(
                server.getIssuer() + "/oauth2/token", SampleClients.SERVICE, SampleClients.SECRET);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static BlockingTokenSource tokens(String scope) {
        return client.tokenSource(new ClientCredentialsGrant(scope));
    }

    private static String url() {
        return server.getUrl() + "/api";
    }

    @Test
    @DisplayName("OkHttp sends a token")
    void okHttp() throws Exception {
        assertTrue(CallWithOkHttp.call(url(), tokens("read")).contains("Water the plants"));
    }

    @Test
    @DisplayName("the client of the JDK sends a token")
    void jdk() throws Exception {
        assertTrue(CallWithJdk.call(url(), tokens("read")).contains("Water the plants"));
    }

    @Test
    @DisplayName("notes are added, found and listed")
    void notes() {
        var notes = new Notes(url(), tokens("read write"));
        Map<String, Object> note = notes.add("Sleep");
        assertEquals(note, notes.find(((Number) note.get("id")).intValue()));
        assertTrue(notes.all().contains(note));
    }

    @Test
    @DisplayName("a program learns the scope that it lacks, and why a request was refused")
    void refusals() {
        assertEquals("needs the scope write", new Notes(url(), tokens("read")).addOrReason("Sleep"));
        assertEquals("not added: Send an object with a text.", new Notes(url(), tokens("write")).addOrReason(" "));
    }
}
