package io.github.oidcauth.sample.java.models;

import com.sun.net.httpserver.HttpServer;
import io.github.oidcauth.FileTokenStore;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.java.BlockingTokenStore;
import io.github.oidcauth.oauth2.CustomGrant;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.sample.server.SampleClients;
import io.github.oidcauth.sample.server.SampleServer;
import io.github.oidcauth.sample.server.ScriptedVisitor;
import io.github.oidcauth.sample.server.Settings;
import io.github.oidcauth.sample.server.TerminalUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Two servers, the user of a terminal, and the default stores, which are below {@code target/cache} in these tests
 * ({@code XDG_CACHE_HOME}). Polling goes by the second.
 */
final class ExampleServer implements AutoCloseable {
    private static final Duration MINUTES = Duration.ofMinutes(5);
    private static final Duration SECOND = Duration.ofSeconds(1);

    final SampleServer server = SampleServer.start(settings(true, null));
    private final SampleServer withoutDevices = SampleServer.start(settings(false, null));
    private final TerminalUser user = new TerminalUser();

    /** Returns settings for tests, with keys that the service may sign with, a JSON Web Key Set, or null. */
    static Settings settings(boolean deviceGrant, String serviceKeys) {
        return new Settings(
                0,
                MINUTES,
                Duration.ofHours(1),
                MINUTES,
                SECOND,
                deviceGrant,
                true,
                MINUTES,
                MINUTES,
                "sample-application",
                "sample-secret",
                serviceKeys,
                MINUTES,
                SECOND);
    }

    /** Returns an application where users log in with a code. */
    String deviceHost() {
        return server.getUrl();
    }

    /** Returns an application where users log in in the browser, which takes no second. */
    String host() {
        return withoutDevices.getUrl();
    }

    /** Returns another one like {@link #host()}. */
    String secondHost() {
        return withoutDevices.getBrokerUrl();
    }

    String issuer() {
        return server.getIssuer();
    }

    String tokenEndpoint() {
        return issuer() + "/oauth2/token";
    }

    /** Removes all stored tokens. */
    void forgetTokens() {
        new BlockingTokenStore(FileTokenStore.forApp()).clear();
        new BlockingTokenStore(FileTokenStore.forApp("my-app")).clear();
    }

    /** Returns a client of the service, which has a secret. */
    BlockingOAuth2Client service() {
        return BlockingOAuth2Client.discover(issuer(), SampleClients.SERVICE, SampleClients.SECRET);
    }

    /** Returns a client of a program on the user's machine, without a secret. */
    BlockingOAuth2Client program() {
        return BlockingOAuth2Client.discover(issuer(), SampleClients.CLI);
    }

    /** Returns a token of alice, without a refresh token and an ID token. */
    Token userToken() {
        var options = RequestOptions.builder().scope("profile").parameter("badge", "4711");
        return service().token(new CustomGrant("urn:example:grant-type:badge", options.build()));
    }

    /** Returns the server's word on {@code token}: the user of an active one, or null. */
    String userOf(Token token) {
        var response = service().introspect(token.getAccessToken());
        return response.isActive() ? response.getSubject() : null;
    }

    /** Returns the path of a file that is not there yet. */
    static Path newFile() throws IOException {
        return Files.createTempDirectory("models").resolve("tokens.json");
    }

    @Override
    public void close() {
        user.close();
        withoutDevices.close();
        server.close();
    }

    /** The output of a program, and a user who reads it: opens the page of a device login and types the code. */
    static final class Output implements Consumer<String> {
        final List<String> lines = new CopyOnWriteArrayList<>();
        private final String pageLine;
        private final String codeLine;

        Output(String pageLine, String codeLine) {
            this.pageLine = pageLine;
            this.codeLine = codeLine;
        }

        @Override
        public void accept(String line) {
            lines.add(line);
            if (!line.startsWith(codeLine)) return;
            var code = line.substring(codeLine.length()).split(" ")[0];
            lines.stream().filter(l -> l.startsWith(pageLine)).findFirst().ifPresent(page -> {
                var url = page.substring(pageLine.length());
                new Thread(() -> new ScriptedVisitor().approveDevice(url, code), "visitor").start();
            });
        }
    }

    /** The page of a program that the browser comes back to. */
    static final class Callback implements AutoCloseable {
        private final HttpServer page =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final String origin = "http://127.0.0.1:" + page.getAddress().getPort();
        private final List<String> visits = new CopyOnWriteArrayList<>();

        Callback() throws IOException {
            page.createContext("/callback", exchange -> {
                visits.add(origin + exchange.getRequestURI());
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            page.start();
        }

        String uri() {
            return origin + "/callback";
        }

        String visitedUrl() {
            return visits.get(0);
        }

        @Override
        public void close() {
            page.stop(0);
        }
    }
}
