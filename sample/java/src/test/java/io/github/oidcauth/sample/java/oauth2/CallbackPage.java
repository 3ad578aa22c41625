package io.github.oidcauth.sample.java.oauth2;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The page of a program that the browser comes back to. */
final class CallbackPage implements AutoCloseable {
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final String origin = "http://127.0.0.1:" + server.getAddress().getPort();
    private final List<String> visits = new CopyOnWriteArrayList<>();

    CallbackPage() throws IOException {
        server.createContext("/callback", exchange -> {
            visits.add(origin + exchange.getRequestURI());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String getUri() {
        return origin + "/callback";
    }

    /** Returns the URL to which the browser was sent, including the code. */
    String visitedUrl() {
        return visits.get(0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
