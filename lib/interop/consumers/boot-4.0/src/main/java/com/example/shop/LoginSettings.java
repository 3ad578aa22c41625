package com.example.shop;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where users and services log in, and as which client this application does. */
@ConfigurationProperties("login")
public record LoginSettings(String issuer, String clientId, String clientSecret, URI stock) {}
