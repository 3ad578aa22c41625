package io.github.oidcauth.sample.providers

import io.github.oidcauth.Config
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.providers.GitHub
import io.github.oidcauth.tokenSource

/**
 * Returns a client for GitHub's API, whose user logs in at GitHub with a code: "Enable Device Flow" in the settings of the app at
 * GitHub. The test has a server that responds as GitHub's documentation shows; it was not run at GitHub.
 */
fun gitHubApi(
    clientId: String,
    url: String = "https://api.github.com",
    configure: Config.Builder.() -> Unit = {},
): ApiClient {
    val gitHub = GitHub.provider()
    val tokens =
        tokenSource(gitHub.issuer) {
            client = gitHub.clientConfig(clientId)
            metadata = gitHub.metadata
            scope("read:user")
            configure()
        }
    // GitHub's API refuses requests without a User-Agent.
    return ApiClient(url, tokens) { userAgent = "my-app" }
}

suspend fun main() {
    val api = gitHubApi(clientId = System.getenv("GITHUB_CLIENT_ID"))
    println(api.get("user").json())
}
