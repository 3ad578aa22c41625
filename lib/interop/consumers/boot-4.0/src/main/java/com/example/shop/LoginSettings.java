package com.example.shop;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The issuer at which users and services log in, and the client that this application is there. */
@ConfigurationProperties("login")
public record LoginSettings(String issuer, String clientId, String clientSecret, URI stock) {}
