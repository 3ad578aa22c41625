/** A scripted login server, a strict store and the contract of stores, for tests. */
module io.github.oidcauth.testing {
    exports io.github.oidcauth.testing;

    requires transitive io.github.oidcauth.client;
    requires com.nimbusds.jose.jwt;
    requires io.ktor.client.mock;
    requires io.ktor.http;
    requires io.ktor.utils;
    requires jdk.httpserver;
}
