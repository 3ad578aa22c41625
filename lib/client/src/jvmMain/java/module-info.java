import io.github.oidcauth.TokenStoreProvider;

/**
 * OAuth 2.0 and OpenID Connect tokens for Kotlin and Java. A program that requires this module gets with it every module that is
 * needed at run time.
 */
module io.github.oidcauth.client {
    exports io.github.oidcauth;
    exports io.github.oidcauth.http;
    exports io.github.oidcauth.java;
    exports io.github.oidcauth.oauth2;
    exports io.github.oidcauth.openid;
    exports io.github.oidcauth.providers;

    // Signatures contain these.
    requires transitive kotlin.stdlib;
    requires transitive kotlinx.coroutines.core;
    requires transitive kotlinx.serialization.json;
    requires transitive io.ktor.client.core;
    requires com.nimbusds.jose.jwt;
    requires io.ktor.http;
    requires io.ktor.io;
    requires io.ktor.utils;
    requires transitive java.net.http;
    requires kotlinx.io.core;
    requires net.harawata.appdirs;
    requires transitive okhttp3;
    requires okio;

    // Ktor needs them, and does not declare it: its modules are automatic ones.
    requires kotlinx.io.bytestring;
    requires kotlinx.serialization.core;
    requires org.slf4j;

    // Finds the user where the owners of files are numbers.
    requires static jdk.security.auth;

    uses TokenStoreProvider;
}
