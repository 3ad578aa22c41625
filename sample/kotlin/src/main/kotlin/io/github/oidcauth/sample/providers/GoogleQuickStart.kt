package io.github.oidcauth.sample.providers

import io.github.oidcauth.Config
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.providers.Google
import io.github.oidcauth.tokenSource

/**
 * Returns a client for Google Drive, whose user logs in at Google in the browser. The OAuth client at Google has the type "Desktop
 * app"; its secret is not confidential. The test has a server that responds as Google's documentation shows; it was not run at
 * Google.
 */
fun googleDrive(
    clientId: String,
    secret: String,
    url: String = "https://www.googleapis.com/drive/v3",
    configure: Config.Builder.() -> Unit = {},
): ApiClient {
    val google = Google.offline()
    val tokens =
        tokenSource(google.issuer) {
            client = google.clientConfig(clientId) { clientSecret = secret }
            scope("https://www.googleapis.com/auth/drive.metadata.readonly")
            configure()
        }
    return ApiClient(url, tokens)
}

suspend fun main() {
    val drive = googleDrive(System.getenv("GOOGLE_CLIENT_ID"), System.getenv("GOOGLE_CLIENT_SECRET"))
    println(drive.get("files") { query("pageSize", 10) }.json())
}
